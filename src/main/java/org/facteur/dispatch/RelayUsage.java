package org.facteur.dispatch;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.facteur.pace.IsoTime;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is used of a relay, and what is left.
 *
 * @param account whose limits these are; relays may share one
 * @param connections that may be used at the moment, 1 or more
 * @param closedUntil no letter goes there before; null: open
 * @param reason why it is closed; null where it is not
 * @param perMinute letters a minute that it is slowed down to; null: not slowed down
 */
public record RelayUsage(
        String relay,
        String account,
        List<Window> windows,
        int connections,
        @Nullable Instant closedUntil,
        @Nullable Reason reason,
        @Nullable Double perMinute) {

    /**
     * One sliding window.
     *
     * @param limit such as {@code 200/hour}
     * @param used attempts in it, over all campaigns of the home
     * @param left that may begin now, 0 or more
     * @param opens when there is room again; null: there is room now
     */
    public record Window(
            String limit, int used, int left, @Nullable Instant opens) {

        private Map<String, @Nullable Object> toMap(ZoneId zone) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("limit", limit);
            map.put("used", used);
            map.put("left", left);
            map.put("opens", opens == null ? null : IsoTime.of(opens, zone));
            return map;
        }

        private static Window of(JsonNode node) {
            return new Window(
                    node.get("limit").asString(),
                    node.get("used").asInt(),
                    node.get("left").asInt(),
                    time(node.get("opens")));
        }
    }

    public RelayUsage {
        windows = List.copyOf(windows);
    }

    /** As JSON has it. */
    public Map<String, @Nullable Object> toMap(ZoneId zone) {
        return toMap(zone, Reason::toString);
    }

    /** @param form of the reason: in English, or as it is kept */
    public Map<String, @Nullable Object> toMap(ZoneId zone, Function<Reason, String> form) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("relay", relay);
        map.put("account", account);
        map.put("connections", connections);
        map.put("closedUntil", closedUntil == null ? null : IsoTime.of(closedUntil, zone));
        map.put("reason", reason == null ? null : form.apply(reason));
        map.put("perMinute", perMinute);
        map.put("windows", windows.stream().map(window -> window.toMap(zone)).toList());
        return map;
    }

    /** @param reasons by their form in JSON */
    public static RelayUsage of(JsonNode node, Function<String, Reason> reasons) {
        List<Window> windows = new ArrayList<>();
        node.get("windows").forEach(window -> windows.add(Window.of(window)));
        return new RelayUsage(
                node.get("relay").asString(),
                node.get("account").asString(),
                windows,
                node.get("connections").asInt(),
                time(node.get("closedUntil")),
                node.get("reason").isNull()
                        ? null
                        : reasons.apply(node.get("reason").asString()),
                node.get("perMinute").isNull() ? null : node.get("perMinute").asDouble());
    }

    private static @Nullable Instant time(JsonNode node) {
        return node.isNull() ? null : ZonedDateTime.parse(node.asString()).toInstant();
    }
}
