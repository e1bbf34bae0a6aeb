package org.facteur.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.ledger.Workers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A process that carries letters of a campaign.
 *
 * @param accounts of relays that it carries at the moment; none: it stands ready
 * @param letters that it has carried for the run that is going on, or was the last
 * @param live whether it has given a sign of life within its lease
 */
public record WorkerStatus(String name, List<String> accounts, long letters, boolean live) {

    public WorkerStatus {
        accounts = List.copyOf(accounts);
    }

    public static List<WorkerStatus> of(List<Workers.Worker> workers, String campaign) {
        return workers.stream()
                .filter(worker -> worker.campaign().equals(campaign))
                .map(worker -> new WorkerStatus(worker.name(), worker.accounts(), worker.letters(), worker.live()))
                .toList();
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("live", live);
        json.put("accounts", accounts);
        json.put("letters", letters);
        return json;
    }

    static List<WorkerStatus> of(JsonNode workers) {
        List<WorkerStatus> all = new ArrayList<>();
        workers.forEach(worker -> {
            List<String> accounts = new ArrayList<>();
            worker.get("accounts").forEach(account -> accounts.add(account.asString()));
            all.add(new WorkerStatus(
                    worker.get("name").asString(),
                    accounts,
                    worker.get("letters").asLong(),
                    worker.get("live").asBoolean()));
        });
        return all;
    }
}
