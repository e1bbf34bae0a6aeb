package org.facteur.check.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.DnsAnswer;
import org.facteur.check.dns.RecordType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The test suite of RFC 7208, release 2014.04, as Debian's pyspf 2.0.14 has it; its licence lies beside it. */
class SpfTest {

    private static final String SUITE = "rfc7208-tests.yml";

    /** jSPF compares names of pointers as they are written. */
    private static final List<String> OTHERWISE = List.of("ptr-case-change: fail instead of [pass]");

    @Test
    void the_rfc_s_test_suite_agrees() throws IOException {
        List<String> wrong = new ArrayList<>();
        int right = 0;
        try (InputStream in = Objects.requireNonNull(SpfTest.class.getResourceAsStream(SUITE))) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
                Map<?, ?> scenario = (Map<?, ?>) document;
                Dns dns = new Zone((Map<?, ?>) scenario.get("zonedata"));
                for (Map.Entry<?, ?> test : ((Map<?, ?>) Objects.requireNonNull(scenario.get("tests"))).entrySet()) {
                    Map<?, ?> values = (Map<?, ?>) test.getValue();
                    Object expected = values.get("result");
                    List<?> allowed = expected instanceof List<?> several ? several : List.of(expected);
                    String result = new Spf(dns)
                            .of(text(values, "host"), text(values, "mailfrom"), text(values, "helo"))
                            .result()
                            .word();
                    if (allowed.contains(result)) {
                        right++;
                    } else {
                        wrong.add(test.getKey() + ": " + result + " instead of " + allowed);
                    }
                }
            }
        }
        assertThat(wrong).containsExactlyInAnyOrderElementsOf(OTHERWISE);
        assertThat(right).isGreaterThanOrEqualTo(201);
    }

    private static String text(Map<?, ?> values, String key) {
        return String.valueOf(values.get(key));
    }

    /** The suite's way to write down a DNS. */
    private static final class Zone implements Dns {

        private final Map<String, List<?>> names = new HashMap<>();

        Zone(@Nullable Map<?, ?> zone) {
            if (zone != null) {
                zone.forEach((name, records) -> names.put(key(String.valueOf(name)), (List<?>) records));
            }
        }

        private static String key(String name) {
            return name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        }

        @Override
        public CompletableFuture<DnsAnswer> asking(String name, RecordType type) {
            return CompletableFuture.completedFuture(answer(name, type, 8));
        }

        private DnsAnswer answer(String name, RecordType type, int aliases) {
            List<?> records = names.get(key(name));
            if (records == null || name.length() > 254) {
                return new DnsAnswer.None(true);
            }
            List<String> values = new ArrayList<>();
            boolean hasTexts = has(records, "TXT");
            for (Object record : records) {
                if (record.equals("TIMEOUT") && values.isEmpty()) {
                    return new DnsAnswer.Unanswered("time-out");
                }
                if (record.equals("TIMEOUT")) {
                    break;
                }
                Map.Entry<?, ?> one = ((Map<?, ?>) record).entrySet().iterator().next();
                String kind = String.valueOf(one.getKey());
                if (kind.equals("CNAME") && aliases > 0) {
                    return answer(String.valueOf(one.getValue()), type, aliases - 1);
                }
                // A record of the type that is no more stands for a text.
                boolean meant = kind.equals(type.name()) || (type == RecordType.TXT && kind.equals("SPF") && !hasTexts);
                if (meant && one.getValue().equals("TIMEOUT")) {
                    return new DnsAnswer.Unanswered("time-out");
                }
                if (meant && !one.getValue().equals("NONE")) {
                    values.add(value(one.getValue(), type));
                }
            }
            return values.isEmpty() ? new DnsAnswer.None(false) : new DnsAnswer.Records(values);
        }

        private static boolean has(List<?> records, String kind) {
            return records.stream().anyMatch(record -> record instanceof Map<?, ?> one && one.containsKey(kind));
        }

        private static String value(Object data, RecordType type) {
            if (data instanceof List<?> list) {
                return type == RecordType.MX
                        ? String.valueOf(list.get(1))
                        : String.join("", list.stream().map(String::valueOf).toList());
            }
            return String.valueOf(data);
        }
    }
}
