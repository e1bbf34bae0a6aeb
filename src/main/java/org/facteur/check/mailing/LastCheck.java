package org.facteur.check.mailing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.MailingDigest;
import org.facteur.campaign.RelayRoute;
import org.facteur.check.CheckReport;
import org.facteur.check.CheckReport.Conclusion;
import org.facteur.disk.PrivateFile;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.relay.Relay;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the last check before sending found, kept in the home: for the report, and so that a run that starts every ten minutes asks once a
 * day.
 *
 * @param mailing what was checked, in short
 */
public record LastCheck(String mailing, CheckReport report) {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static Path file(Campaign campaign) {
        return campaign.home().var().resolve("checks").resolve(campaign.name() + ".json");
    }

    /** Empty before the first check, and where it cannot be read. */
    public static Optional<LastCheck> of(Campaign campaign) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file(campaign)));
            return Optional.of(new LastCheck(json.get("mailing").asString(), CheckReport.kept(json.get("report"))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | JacksonException | IllegalArgumentException | NullPointerException notOurs) {
            // Another version's, or half of one: it is asked again.
            return Optional.empty();
        }
    }

    /** In place of the one before. */
    public static void keep(Campaign campaign, CheckReport report) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mailing", digest(campaign));
        json.put("report", report.toKept());
        String text = JSON.writeValueAsString(json);
        PrivateFile.write(file(campaign), out -> out.write(text));
    }

    /** Whether there is nothing new to ask: the same mailing was let pass today. */
    public boolean stillHolds(Campaign campaign, Instant now) {
        return report.verdict() != Conclusion.REFUSE
                && report.checkedAt()
                        .atZone(campaign.zone())
                        .toLocalDate()
                        .equals(now.atZone(campaign.zone()).toLocalDate())
                && mailing.equals(digest(campaign));
    }

    /** All that an answer may hang on: a key is known by what is published of it. */
    private static String digest(Campaign campaign) {
        List<Object> asked = new ArrayList<>();
        asked.add(campaign.check().hashCode());
        for (RelayRoute route : campaign.relays()) {
            Relay relay = route.relay();
            asked.addAll(List.of(
                    relay.name().toString(),
                    relay.host(),
                    String.valueOf(relay.from()),
                    String.valueOf(route.preset())));
        }
        DkimSigner signer = campaign.message().dkim();
        if (signer != null) {
            signer.keys().forEach(key -> asked.add(key.key().published()));
        }
        return MailingDigest.of(campaign) + "-" + Integer.toHexString(asked.hashCode());
    }
}
