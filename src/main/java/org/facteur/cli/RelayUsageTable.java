package org.facteur.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.cli.screen.ScreenWords;
import org.facteur.cli.screen.TextTable;
import org.facteur.cli.screen.Tty;
import org.facteur.dispatch.RelayUsage;
import org.facteur.dispatch.RelayUse;
import org.facteur.home.Home;
import org.facteur.home.HomeLock;
import org.facteur.pace.Timing;
import org.facteur.reason.ExitCodes;
import org.facteur.report.RunningStatus;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What is used of a campaign's relays, what is left, and when they open; also while a run is going on. */
final class RelayUsageTable {

    private RelayUsageTable() {}

    static int print(Campaign campaign, boolean json, CommandLine command) throws IOException {
        Optional<List<RelayUsage>> usages = look(campaign);
        if (usages.isEmpty()) {
            command.getErr().println(ScreenWords.ours().of("busy.relays", Launch.holder(campaign.home())));
            return ExitCodes.TRY_LATER;
        }
        PrintWriter out = command.getOut();
        if (json) {
            usages.get()
                    .forEach(usage ->
                            out.println(JsonMapper.shared().writeValueAsString(usage.toMap(ZoneId.systemDefault()))));
        } else {
            table(usages.get(), ScreenWords.ours(), Timing.system().instant())
                    .lines(Tty.columns(out))
                    .forEach(out::println);
        }
        return ExitCodes.DONE;
    }

    private static Optional<List<RelayUsage>> look(Campaign campaign) throws IOException {
        Home home = campaign.home();
        if (!Files.isDirectory(home.var())) {
            return Optional.of(RelayUse.of(campaign, Timing.system()));
        }
        Optional<HomeLock> lock = Launch.acquire(home, false);
        if (lock.isPresent()) {
            try (HomeLock held = lock.get()) {
                return Optional.of(RelayUse.of(campaign, Timing.system()));
            }
        }
        return RunningStatus.read(home.status())
                // Another campaign of this home may have other relays.
                .filter(running -> running.campaign().campaign().equals(campaign.name()))
                .map(RunningStatus::relays);
    }

    static TextTable table(List<RelayUsage> usages, ScreenWords words, Instant now) {
        TextTable table = new TextTable(
                words.of("use.relay"),
                words.of("use.limit"),
                words.of("use.used"),
                words.of("use.left"),
                words.of("use.opens", ZoneId.systemDefault().getId()));
        for (RelayUsage usage : usages) {
            if (usage.closedUntil() != null) {
                table.row(
                        usage.relay(),
                        words.of("use.closed"),
                        "",
                        "0",
                        words.openingTime(usage.closedUntil(), now)
                                + (usage.reason() == null ? "" : ": " + words.said(usage.reason())));
            }
            if (usage.perMinute() != null) {
                table.row(usage.relay(), words.of("use.slowed", Math.round(usage.perMinute() * 10) / 10.0), "", "", "");
            }
            for (RelayUsage.Window window : usage.windows()) {
                table.row(
                        usage.relay(),
                        window.limit(),
                        String.valueOf(window.used()),
                        String.valueOf(window.left()),
                        window.opens() == null ? words.of("use.now") : words.openingTime(window.opens(), now));
            }
            if (usage.windows().isEmpty()) {
                table.row(
                        usage.relay(),
                        words.of("use.none"),
                        "",
                        "",
                        usage.closedUntil() == null ? words.of("use.now") : "");
            }
        }
        return table;
    }
}
