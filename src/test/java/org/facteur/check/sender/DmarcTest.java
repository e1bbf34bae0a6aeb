package org.facteur.check.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.DnsAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcTest {

    private final Map<String, List<String>> records = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> dead = new ArrayList<>();
    private final Dns dns = (name, type) -> {
        asked.add(name);
        List<String> texts = records.get(name);
        return CompletableFuture.completedFuture(
                dead.contains(name)
                        ? new DnsAnswer.Unanswered("SERVFAIL")
                        : texts == null ? new DnsAnswer.None(true) : new DnsAnswer.Records(texts));
    };

    private DmarcTest with(String domain, String... texts) {
        records.put("_dmarc." + domain, List.of(texts));
        return this;
    }

    /** {@code reject at ecole.example}, {@code none}, {@code unanswered}. */
    private String policy(String domain) {
        Dmarc.Found found = new Dmarc(dns).policy(domain);
        if (found instanceof Dmarc.Found.Policy policy) {
            return policy.policy().word() + " at " + policy.record().domain();
        }
        return found instanceof Dmarc.Found.None ? "none" : "unanswered";
    }

    private Known sameOwner(String one, String other) {
        return new Dmarc(dns).sameOwner(one, other);
    }

    @Test
    void a_domain_s_own_record_holds() {
        with("ecole.example", "v=DMARC1; p=reject; sp=none");

        assertThat(policy("ecole.example")).isEqualTo("reject at ecole.example");
    }

    @Test
    void below_the_owner_s_domain_its_policy_for_subdomains_holds() {
        with("ecole.example", "v=DMARC1; p=reject; sp=quarantine");

        assertThat(policy("a.news.ecole.example")).isEqualTo("quarantine at ecole.example");
    }

    @Test
    void the_record_with_the_fewest_labels_is_the_owner_s() {
        with("news.ecole.example", "v=DMARC1; p=reject").with("ecole.example", "v=DMARC1; p=quarantine");

        assertThat(policy("a.news.ecole.example")).isEqualTo("quarantine at ecole.example");
    }

    @Test
    void psd_n_marks_the_owner_s_domain() {
        with("news.ecole.example", "v=DMARC1; p=reject; psd=n").with("ecole.example", "v=DMARC1; p=none");

        assertThat(policy("a.news.ecole.example")).isEqualTo("reject at news.ecole.example");
        assertThat(asked).doesNotContain("_dmarc.ecole.example");
    }

    @Test
    void below_a_registry_the_owner_s_domain_is_one_label_longer() {
        with("bank", "v=DMARC1; p=reject; psd=y; sp=quarantine");

        assertThat(sameOwner("mail.ecole.bank", "ecole.bank")).isEqualTo(Known.YES);
        assertThat(sameOwner("ecole.bank", "autre.bank")).isEqualTo(Known.NO);
        assertThat(policy("mail.ecole.bank")).isEqualTo("quarantine at bank");
    }

    @Test
    void at_most_eight_questions_are_asked() {
        assertThat(policy("a.b.c.d.e.f.g.h.i.j.mail.example.com")).isEqualTo("none");
        assertThat(asked)
                .containsExactly(
                        "_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
                        "_dmarc.g.h.i.j.mail.example.com",
                        "_dmarc.h.i.j.mail.example.com",
                        "_dmarc.i.j.mail.example.com",
                        "_dmarc.j.mail.example.com",
                        "_dmarc.mail.example.com",
                        "_dmarc.example.com",
                        "_dmarc.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DMARC1; p=reject; t=y | quarantine",
                "v=DMARC1; p=quarantine; t=y | none",
                "v=DMARC1; p=none | none",
                "v=DMARC1; P=Reject ; pct=0 | reject",
                "v=DMARC1; rua=mailto:a@ecole.example | none",
                "v=DMARC1; p=refuse | none",
                "v=DMARC1 | none"
            })
    void a_policy_is_read_as_receivers_do(String record, String policy) {
        with("ecole.example", record);

        assertThat(policy("ecole.example")).isEqualTo(policy + " at ecole.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=spf1 -all", "v=DMARC2; p=reject", "p=reject; v=DMARC1", "v=dmarc1; p=reject"})
    void what_is_not_a_record_is_not_taken_for_one(String text) {
        with("ecole.example", text);

        assertThat(policy("ecole.example")).isEqualTo("none");
    }

    @Test
    void several_records_are_none() {
        with("ecole.example", "v=DMARC1; p=reject", "v=DMARC1; p=none");

        assertThat(policy("ecole.example")).isEqualTo("none");
    }

    @Test
    void names_below_one_owner_s_domain_are_its() {
        with("ecole.example", "v=DMARC1; p=none");

        assertThat(sameOwner("mail.ecole.example", "news.ecole.example")).isEqualTo(Known.YES);
        assertThat(sameOwner("ecole.example", "news.ecole.example")).isEqualTo(Known.YES);
        assertThat(sameOwner("ecole.example", "autre.example")).isEqualTo(Known.NO);
    }

    @Test
    void without_any_record_each_name_is_its_own() {
        assertThat(sameOwner("mail.ecole.example", "ecole.example")).isEqualTo(Known.NO);
        assertThat(sameOwner("ecole.example", "ecole.example")).isEqualTo(Known.YES);
    }

    @Test
    void what_the_dns_does_not_say_is_not_known() {
        dead.add("_dmarc.ecole.example");

        assertThat(policy("ecole.example")).isEqualTo("unanswered");
        assertThat(policy("news.ecole.example")).isEqualTo("unanswered");
        assertThat(sameOwner("mail.ecole.example", "ecole.example")).isEqualTo(Known.UNKNOWN);
    }
}
