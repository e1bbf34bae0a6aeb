package org.facteur.reason;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why something is so, such as what is wrong with a row or why a run waits: a key with arguments, to be put into words where it is shown.
 * {@code toString} is the English that log, exports and JSON have. See ADR 0015.
 *
 * @param key such as {@code address.at.none}, see {@link ReasonKey}
 * @param values each a {@code Long}, a {@code String}, a {@code Reason} or a list of these
 */
public record Reason(String key, List<Object> values) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OPENING = "[\"";
    private static final String LIST = ",";
    private static final String VERBATIM = CommonReason.VERBATIM.id();
    private static final String AT = CommonReason.AT.id();

    public Reason {
        values = List.copyOf(values);
    }

    /** @param values of any kind: what is no number, reason or list becomes text */
    static Reason of(String key, Object... values) {
        return new Reason(key, List.of(values).stream().map(Reason::data).toList());
    }

    /** What is not ours, such as a server's reply: the same in every language. */
    public static Reason verbatim(String text) {
        return new Reason(VERBATIM, List.of(text));
    }

    /** {@code jobs/voeux.yaml:14: ...} */
    public static Reason at(Object place, Reason what) {
        return CommonReason.AT.of(place, what);
    }

    /** What happened, and why. */
    public static Reason because(Reason what, Reason why) {
        return CommonReason.BECAUSE.of(what, why);
    }

    /** {@code campaign.pace.limits ...}: what is wrong with it follows the key. */
    public static Reason about(String subject, Reason what) {
        return CommonReason.ABOUT.of(subject, what);
    }

    /** One after the other, with semicolons between them. */
    public static Reason several(List<Reason> reasons) {
        return reasons.size() == 1 ? reasons.get(0) : CommonReason.SEVERAL.of(reasons);
    }

    /** One a line; what is so in several places is said once, with all of them before it. */
    public static Reason lines(List<Reason> reasons) {
        Map<Object, List<Object>> places = new LinkedHashMap<>();
        for (Reason reason : reasons) {
            boolean placed = reason.key().equals(AT);
            places.computeIfAbsent(placed ? reason.values().get(1) : reason, what -> new ArrayList<>())
                    .addAll(placed ? List.of(reason.values().get(0)) : List.of());
        }
        List<Reason> lines = new ArrayList<>();
        places.forEach((what, where) -> lines.add(
                where.isEmpty() ? (Reason) what : at(where.size() == 1 ? where.get(0) : where, (Reason) what)));
        return lines.size() == 1 ? lines.get(0) : CommonReason.LINES.of(lines);
    }

    /** {@code 20/minute, 200/hour and 500/day} */
    public static Reason allOf(List<?> values) {
        return joined(CommonReason.ALL, values);
    }

    /** {@code starttls, implicit or none} */
    public static Reason oneOf(List<?> values) {
        return joined(CommonReason.EITHER, values);
    }

    private static Reason joined(CommonReason joint, List<?> values) {
        int last = values.size() - 1;
        Object end = values.get(last);
        if (last == 0) {
            return end instanceof Reason only ? only : verbatim(end.toString());
        }
        return joint.of(values.subList(0, last), end);
    }

    /** The same with all that is text in it changed, such as secrets blotted out. */
    public Reason withValues(UnaryOperator<String> change) {
        return new Reason(
                key, values.stream().map(value -> changed(value, change)).toList());
    }

    private static Object changed(Object value, UnaryOperator<String> change) {
        if (value instanceof Reason reason) {
            return reason.withValues(change);
        } else if (value instanceof List<?> list) {
            return list.stream().map(one -> changed(one, change)).toList();
        }
        return value instanceof String text ? change.apply(text) : value;
    }

    private static Object data(Object value) {
        if (value instanceof Reason) {
            return value;
        } else if (value instanceof List<?> list) {
            return list.stream().map(Reason::data).toList();
        } else if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        return value.toString();
    }

    /** Whether it is {@link #verbatim}. */
    public boolean isVerbatim() {
        return key.equals(VERBATIM);
    }

    /** In words. */
    public String in(Locale language) {
        return new Wording(language).say(this);
    }

    /** In English. */
    @Override
    public String toString() {
        return Wording.ENGLISH.say(this);
    }

    /**
     * The form in which it is kept: {@code ["address.at.none","marie"]}, verbatim text as it is. What does not fit is kept in English,
     * for the caller to cut.
     *
     * @param width characters
     */
    public String toKept(int width) {
        String text = isVerbatim() && !values.get(0).toString().startsWith(OPENING)
                ? values.get(0).toString()
                : JSON.writeValueAsString(json(this));
        return text.length() <= width ? text : toString();
    }

    private static Object json(Object value) {
        List<Object> json = new ArrayList<>();
        if (value instanceof Reason reason) {
            json.add(reason.key());
            reason.values().forEach(each -> json.add(json(each)));
        } else if (value instanceof List<?> list) {
            json.add(LIST);
            list.forEach(each -> json.add(json(each)));
        } else {
            return value;
        }
        return json;
    }

    /** {@link #toKept(int)} with all of it. */
    public String toKept() {
        return toKept(Integer.MAX_VALUE);
    }

    /** @param text what {@link #toKept} wrote; any other, such as an earlier version's, is verbatim */
    public static Reason kept(String text) {
        if (!text.startsWith(OPENING)) {
            return verbatim(text);
        }
        try {
            return value(JSON.readTree(text)) instanceof Reason reason ? reason : verbatim(text);
        } catch (JacksonException notOurs) {
            return verbatim(text);
        }
    }

    private static Object value(JsonNode json) {
        if (!json.isArray() || json.isEmpty()) {
            return json.isIntegralNumber() ? json.asLong() : json.asString();
        }
        List<Object> values = json.valueStream().skip(1).map(Reason::value).toList();
        String key = json.get(0).asString();
        return key.equals(LIST) ? values : new Reason(key, values);
    }
}
