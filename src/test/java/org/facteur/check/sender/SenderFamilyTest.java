package org.facteur.check.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Presets;
import org.facteur.campaign.Purpose;
import org.facteur.check.Family.Answer;
import org.facteur.check.Family.Letters;
import org.facteur.check.Finding;
import org.facteur.check.Severity;
import org.facteur.check.canary.ReceiverReport;
import org.facteur.check.dns.TestDns;
import org.facteur.message.dkim.DkimKey;
import org.facteur.message.dkim.SampleKeys;
import org.facteur.message.dkim.SignatureAlgorithm;
import org.facteur.pace.Timing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

class SenderFamilyTest {

    private static DkimKey key;
    private static DkimKey other;

    private final TestDns server = new TestDns();
    private String from = "zythom@ecole.example";
    private String relay = "host: smtp.ecole.example";
    private String check = "";
    private String dkim = "";
    private List<String> linkHosts = List.of();
    private List<ReceiverReport> reports = List.of();

    @TempDir
    Path folder;

    @BeforeAll
    static void make_keys() {
        key = SampleKeys.of(SignatureAlgorithm.RSA);
        other = SampleKeys.another(SignatureAlgorithm.RSA);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private SenderFamilyTest preset(String name) {
        relay = "preset: " + name + ", host: smtp.relay.example, username: x, password: \"${PW}\"";
        return this;
    }

    private SenderFamilyTest from(String address) {
        from = address;
        return this;
    }

    private SenderFamilyTest sendingFrom(String... ips) {
        check = ", sending-ips: [ " + String.join(", ", ips) + " ]";
        return this;
    }

    private SenderFamilyTest signing() throws IOException {
        Path file = Files.writeString(folder.resolve("dkim.pem"), key.toPem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        dkim = "  dkim: { domain: ecole.example, selector: facteur, key-file: dkim.pem }\n";
        return this;
    }

    private SenderFamilyTest with(String name, String record) {
        server.with(name, record);
        return this;
    }

    /** A receiver that has had a letter. */
    private SenderFamilyTest seen(String spf, String spfDomain, String dkim, String dkimDomain) {
        reports = List.of(new ReceiverReport(
                "ecole", spf, spfDomain, dkim, dkimDomain, "pass", false, Optional.empty(), "mx.perso.example; …"));
        return this;
    }

    /** One that receivers enforce. */
    private SenderFamilyTest enforced() {
        return with("_dmarc.ecole.example", "TXT v=DMARC1; p=reject");
    }

    private Answer answer() throws IOException {
        return answer("ecole");
    }

    private Answer answer(String relayName) throws IOException {
        Files.writeString(folder.resolve("contacts.csv"), "email\n");
        Files.writeString(folder.resolve("letter.txt"), "Bonjour");
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                campaign:
                  name: voeux
                  from: %s
                  contacts: { file: contacts.csv }
                  message: { subject: Bonjour, text: letter.txt }
                  relays: [ %s ]
                  check: { dns: "%s:%d"%s }
                %srelays:
                  ecole: { %s }
                """.formatted(
                        from,
                        relayName,
                        server.address().getHostString(),
                        server.address().getPort(),
                        check,
                        dkim,
                        relay));
        Campaign campaign = JobFile.load(job, Map.of(), Map.of("PW", "geheim"), null, Purpose.SEND);
        Answer answer = new SenderFamily(reports, Timing.system())
                .ask(campaign, new Letters(1, 1, Map.of(), List.of(), linkHosts));
        answer.findings().forEach(finding -> {
            assertThat(finding.message().in(Locale.FRENCH))
                    .isNotEqualTo(finding.message().toString());
            if (finding.advice() != null) {
                assertThat(finding.advice().in(Locale.FRENCH))
                        .isNotEqualTo(finding.advice().toString());
            }
        });
        return answer;
    }

    /** {@code WARN spf.missing}, without what lists say. */
    private List<String> found() throws IOException {
        return answer().findings().stream()
                .filter(finding -> !finding.id().startsWith("dnsbl"))
                .map(finding -> finding.severity() + " " + finding.id())
                .toList();
    }

    private Finding finding(String id) throws IOException {
        return answer().findings().stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> section(String name) throws IOException {
        return (Map<String, Object>) Objects.requireNonNull(answer().sections().get(name));
    }

    @Test
    void every_preset_is_known() {
        assertThat(Presets.all())
                .allMatch(preset -> SenderData.relay(preset.name()).isPresent());
    }

    @Test
    void in_the_sandbox_nothing_is_asked() throws Exception {
        Answer answer = answer("sandbox");

        assertThat(answer.findings()).isEmpty();
        assertThat(answer.sections())
                .containsEntry("spf", Map.of("result", "not-applicable"))
                .containsEntry("dmarc", Map.of("policy", "not-applicable"));
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void what_a_receiver_says_goes_before_what_the_records_let_expect() throws Exception {
        preset("gandi")
                .enforced()
                .with("ecole.example", "TXT v=spf1 ip4:192.0.2.25 ~all")
                .seen("pass", "ecole.example", "pass", "ecole.example");

        assertThat(found()).isEmpty();
        assertThat(section("spf")).containsEntry("result", "pass").containsEntry("via", "canary");
        assertThat(section("dkim")).containsEntry("result", "pass").containsEntry("domain", "ecole.example");
        assertThat(section("dmarc")).containsEntry("aligned", List.of("spf", "dkim"));
    }

    @Test
    void a_receiver_that_finds_nothing_that_vouches_for_from_is_an_error_under_an_enforced_policy() throws Exception {
        preset("gandi")
                .enforced()
                .with("ecole.example", "TXT v=spf1 include:_mailcust.gandi.net ?all")
                .with("_mailcust.gandi.net", "TXT v=spf1 ip4:192.0.2.0/24 ?all")
                .with("gm1._domainkey.ecole.example", "TXT v=DKIM1; p=" + key.published())
                .seen("pass", "bounces.gandi.net", "pass", "gandi.net");

        assertThat(found()).contains("ERROR dmarc.unaligned");
        assertThat(section("spf")).containsEntry("via", "canary");
        assertThat(section("dmarc")).containsEntry("aligned", List.of());
    }

    @Test
    void what_a_receiver_could_not_look_up_leaves_the_records_to_speak() throws Exception {
        with("ecole.example", "TXT v=spf1 ip4:192.0.2.25 -all")
                .sendingFrom("192.0.2.25")
                .seen("temperror", "", ReceiverReport.UNKNOWN, "");

        assertThat(section("spf")).containsEntry("result", "pass").containsEntry("via", "sending-ips");
    }

    @Test
    void all_is_fine_where_all_is_set_up() throws Exception {
        preset("gandi")
                .enforced()
                .with("ecole.example", "TXT v=spf1 include:_mailcust.gandi.net ?all")
                .with("_mailcust.gandi.net", "TXT v=spf1 ip4:192.0.2.0/24 ?all")
                .with("gm1._domainkey.ecole.example", "CNAME gm1.gandimail.net.")
                .with("gm1.gandimail.net", "TXT v=DKIM1; p=" + key.published());

        assertThat(found()).isEmpty();
        assertThat(section("spf"))
                .contains(entry("result", "pass"), entry("via", "include"))
                .containsKey("record");
        assertThat(section("dkim")).contains(entry("result", "pass"), entry("selector", "gm1"));
        assertThat(section("dmarc")).contains(entry("policy", "reject"), entry("aligned", List.of("spf", "dkim")));
    }

    @Test
    void a_relay_is_known_by_its_host_too() throws Exception {
        relay = "host: mail.gandi.net";
        with("ecole.example", "TXT v=spf1 include:_mailcust.gandi.net ?all")
                .with("_mailcust.gandi.net", "TXT v=spf1 ?all");

        assertThat(section("spf")).contains(entry("result", "pass"), entry("via", "include"));
    }

    @Test
    void an_include_that_another_include_names_is_found() throws Exception {
        preset("gandi")
                .with("ecole.example", "TXT v=spf1 include:_spf.ecole.example -all")
                .with("_spf.ecole.example", "TXT v=spf1 include:_mailcust.gandi.net -all")
                .with("_mailcust.gandi.net", "TXT v=spf1 ip4:192.0.2.0/24 -all");

        assertThat(section("spf")).contains(entry("result", "pass"), entry("via", "include"));
    }

    @Test
    void an_include_that_is_missing_is_named() throws Exception {
        preset("gandi").with("ecole.example", "TXT v=spf1 ip4:192.0.2.1 ~all");

        Finding missing = finding("spf.include-missing");

        assertThat(missing.severity()).isEqualTo(Severity.WARN);
        assertThat(missing.subject()).isEqualTo("ecole.example");
        assertThat(missing.advice())
                .hasToString("add include:_mailcust.gandi.net to the TXT record of ecole.example that"
                        + " begins with v=spf1, before its all");
        assertThat(missing.evidence()).isEqualTo("v=spf1 ip4:192.0.2.1 ~all");
        assertThat(section("spf")).contains(entry("result", "softfail"), entry("via", "record"));
    }

    @Test
    void the_addresses_that_the_owner_knows_decide() throws Exception {
        preset("gandi").sendingFrom("192.0.2.25").with("ecole.example", "TXT v=spf1 ip4:192.0.2.25 -all");

        assertThat(section("spf")).contains(entry("result", "pass"), entry("via", "sending-ips"));
    }

    @Test
    void an_address_that_the_record_does_not_name_is_told() throws Exception {
        preset("postfix")
                .sendingFrom("192.0.2.25", "2001:db8::1")
                .with("ecole.example", "TXT v=spf1 ip4:192.0.2.25 -all");

        assertThat(finding("spf.fail").advice()).asString().contains("ip6:2001:db8:0:0:0:0:0:1");
        assertThat(section("spf")).contains(entry("result", "fail"), entry("via", "sending-ips"));
    }

    @Test
    void where_a_relay_of_one_s_own_sends_from_is_not_guessed() throws Exception {
        preset("postfix")
                .with("ecole.example", "TXT v=spf1 a:smtp.relay.example -all")
                .with("smtp.relay.example", "A 192.0.2.9");

        assertThat(found()).contains("UNKNOWN spf.unknown");
        assertThat(section("spf")).contains(entry("result", "unknown"), entry("via", "unknown"));
    }

    @Test
    void a_domain_without_a_record_is_told_what_to_write() throws Exception {
        preset("gandi").with("ecole.example", "MX 10 mx.ecole.example.");

        assertThat(finding("spf.missing").advice()).asString().contains("v=spf1 include:_mailcust.gandi.net ~all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 include:loop.example -all",
                "v=spf1 inclde:_mailcust.gandi.net -all",
                "v=spf1 ip4:192.0.2.300 -all",
                "v=spf1 include:nothing.example -all"
            })
    void a_record_that_receivers_do_not_understand_is_an_error_without_a_signature(String record) throws Exception {
        preset("postfix")
                .with("ecole.example", "TXT " + record)
                .with("loop.example", "TXT v=spf1 include:loop.example -all");

        assertThat(found()).contains("ERROR spf.permerror");
    }

    @Test
    void eleven_look_ups_are_one_too_many() throws Exception {
        StringBuilder record = new StringBuilder("v=spf1");
        for (int i = 0; i < 11; i++) {
            record.append(" include:s").append(i).append(".example");
            with("s" + i + ".example", "TXT v=spf1 ip4:192.0.2." + i + " ?all");
        }
        preset("postfix").with("ecole.example", "TXT " + record + " -all");

        assertThat(found()).contains("ERROR spf.permerror");
    }

    @Test
    void two_records_are_an_error_too() throws Exception {
        preset("postfix").with("ecole.example", "TXT v=spf1 a -all").with("ecole.example", "TXT v=spf1 mx -all");

        assertThat(found()).contains("ERROR spf.several");
    }

    @Test
    void a_broken_record_is_a_warning_where_a_signature_vouches() throws Exception {
        preset("postfix")
                .signing()
                .with("ecole.example", "TXT v=spf1 ip4:300 -all")
                .with("facteur._domainkey.ecole.example", "TXT " + key.record());

        assertThat(found()).contains("WARN spf.permerror").doesNotContain("ERROR spf.permerror");
        assertThat(section("dmarc")).contains(entry("aligned", List.of("dkim")));
    }

    @Test
    void a_record_that_lets_everybody_send_is_told() throws Exception {
        preset("gandi").with("ecole.example", "TXT v=spf1 +all");

        assertThat(found()).contains("WARN spf.open");
    }

    @Test
    void our_own_key_has_to_be_the_published_one() throws Exception {
        preset("postfix").signing().with("facteur._domainkey.ecole.example", "TXT " + other.record());

        Finding differs = finding("dkim.key-differs");

        assertThat(differs.severity()).isEqualTo(Severity.ERROR);
        assertThat(differs.subject()).isEqualTo("facteur._domainkey.ecole.example");
        assertThat(differs.advice()).asString().contains(key.record());
        assertThat(section("dkim")).contains(entry("result", "fail"));
    }

    @Test
    void our_own_key_has_to_be_there() throws Exception {
        preset("postfix").signing().with("ecole.example", "TXT hello");

        assertThat(finding("dkim.key-missing").severity()).isEqualTo(Severity.ERROR);
        assertThat(finding("dkim.key-missing").advice()).asString().contains(key.record());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; p= | ERROR dkim.key-revoked",
                "v=DKIM1; h=sha1; p=KEY | ERROR dkim.key-unusable",
                "v=DKIM1; s=tlsrpt; p=KEY | ERROR dkim.key-unusable",
                "v=DKIM1; k=ed25519; p=KEY | ERROR dkim.key-unusable",
                "v=DKIM1; t=y:s; p=KEY | WARN dkim.testing"
            })
    void what_stands_beside_a_key_counts(String record, String expected) throws Exception {
        preset("postfix")
                .signing()
                .with("facteur._domainkey.ecole.example", "TXT " + record.replace("KEY", key.published()));

        assertThat(found()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=DKIM1; k=rsa; p=KEY", "p=KEY", "v=DKIM1;p = KEY ;h=sha1:sha256; s=email; t=s"})
    void a_key_may_be_written_in_several_ways(String record) throws Exception {
        preset("postfix")
                .signing()
                .with("facteur._domainkey.ecole.example", "TXT " + record.replace("KEY", key.published()));

        assertThat(found()).noneMatch(finding -> finding.contains("dkim"));
        assertThat(section("dkim"))
                .contains(entry("result", "pass"), entry("domain", "ecole.example"), entry("selector", "facteur"));
    }

    @Test
    void a_relay_that_could_sign_and_has_no_key_is_told() throws Exception {
        preset("gandi");

        assertThat(found()).contains("WARN dkim.relay-key-missing");
        assertThat(finding("dkim.relay-key-missing").evidence()).contains("gm1._domainkey.ecole.example");
    }

    @Test
    void whether_an_unknown_relay_signs_is_not_known() throws Exception {
        assertThat(found()).contains("UNKNOWN dkim.unknown");
        assertThat(section("dkim")).contains(entry("result", "unknown"));
    }

    @Test
    void a_domain_without_a_policy_is_told_what_to_write() throws Exception {
        assertThat(finding("dmarc.missing").severity()).isEqualTo(Severity.WARN);
        assertThat(finding("dmarc.missing").advice())
                .hasToString("add at _dmarc.ecole.example a TXT record: v=DMARC1; p=none");
        assertThat(section("dmarc")).contains(entry("policy", "missing"));
    }

    @Test
    void nothing_that_vouches_under_an_enforced_policy_is_an_error() throws Exception {
        preset("postfix").sendingFrom("192.0.2.25").enforced().with("ecole.example", "TXT v=spf1 -all");

        assertThat(found()).contains("ERROR dmarc.unaligned", "WARN spf.fail", "WARN dkim.none");
    }

    @Test
    void the_same_without_an_enforced_policy_is_a_warning() throws Exception {
        preset("postfix")
                .sendingFrom("192.0.2.25")
                .with("_dmarc.ecole.example", "TXT v=DMARC1; p=none")
                .with("ecole.example", "TXT v=spf1 -all");

        assertThat(found()).contains("WARN dmarc.unaligned");
    }

    @Test
    void a_policy_on_trial_is_not_enforced() throws Exception {
        preset("postfix")
                .sendingFrom("192.0.2.25")
                .with("_dmarc.ecole.example", "TXT v=DMARC1; p=quarantine; t=y")
                .with("ecole.example", "TXT v=spf1 -all");

        assertThat(found()).contains("WARN dmarc.unaligned");
        assertThat(section("dmarc")).contains(entry("policy", "none"));
    }

    @Test
    void what_passes_for_the_relay_s_own_envelope_does_not_align() throws Exception {
        preset("brevo").enforced();

        assertThat(found())
                .contains("ERROR dmarc.unaligned", "WARN dkim.relay-key-missing")
                .noneMatch(found -> found.contains("spf."));
        assertThat(section("spf")).contains(entry("result", "pass"), entry("via", "preset"));
    }

    @Test
    void what_is_not_known_is_no_error_under_an_enforced_policy() throws Exception {
        enforced().with("ecole.example", "TXT v=spf1 a -all");

        assertThat(found()).contains("UNKNOWN dmarc.alignment").noneMatch(found -> found.startsWith("ERROR"));
    }

    @ParameterizedTest
    @CsvSource({"reject, ERROR", "quarantine, ERROR", "none, WARN"})
    void a_freemail_address_through_a_foreign_relay_looks_forged(String policy, String severity) throws Exception {
        from("zythom@yahoo.fr").preset("gandi").with("_dmarc.yahoo.fr", "TXT v=DMARC1; p=" + policy);

        assertThat(found()).containsExactly(severity + " dmarc.freemail");
    }

    @ParameterizedTest
    @CsvSource({
        "zythom@gmail.com, gmail",
        "zythom@proton.me, proton-bridge",
        "zythom@laposte.net, laposte",
        "zythom@yahoo.fr, yahoo"
    })
    void a_freemail_address_through_its_own_relay_is_fine(String address, String preset) throws Exception {
        String domain = address.substring(address.indexOf('@') + 1);
        from(address).with("_dmarc." + domain, "TXT v=DMARC1; p=reject");
        relay = "preset: " + preset + ", host: smtp.relay.example, username: " + address + ", password: \"${PW}\"";

        assertThat(found()).isEmpty();
        assertThat(section("dmarc")).contains(entry("aligned", List.of("spf", "dkim")));
    }

    @Test
    void the_relay_of_a_freemail_address_is_known_by_its_host() throws Exception {
        from("zythom@laposte.net").with("_dmarc.laposte.net", "TXT v=DMARC1; p=reject");
        relay = "host: smtp.laposte.net";

        assertThat(found()).isEmpty();
    }

    @Test
    void an_address_without_a_name_is_told() throws Exception {
        sendingFrom("192.0.2.25");

        assertThat(found()).contains("WARN ptr");
    }

    @Test
    void a_name_has_to_lead_back_to_its_address() throws Exception {
        sendingFrom("192.0.2.25", "192.0.2.26", "2001:db8::1")
                .with("25.2.0.192.in-addr.arpa", "PTR mail.ecole.example.")
                .with("26.2.0.192.in-addr.arpa", "PTR other.ecole.example.")
                .with(
                        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
                        "PTR mail.ecole.example.")
                .with("mail.ecole.example", "A 192.0.2.25")
                .with("mail.ecole.example", "AAAA 2001:db8::1");

        assertThat(answer().findings())
                .filteredOn(finding -> finding.id().equals("ptr"))
                .singleElement()
                .extracting(Finding::subject, Finding::evidence)
                .containsExactly("192.0.2.26", "other.ecole.example");
    }

    private SenderFamilyTest working(String zone, String test, String code) {
        return with(test + "." + zone, "A " + code);
    }

    private List<String> lists() throws IOException {
        return answer().findings().stream()
                .filter(finding -> finding.id().startsWith("dnsbl") && finding.severity() != Severity.UNKNOWN)
                .map(finding -> finding.severity() + " " + finding.id() + " " + finding.subject())
                .toList();
    }

    @Test
    void an_address_on_a_list_is_told() throws Exception {
        sendingFrom("192.0.2.25")
                .working("bl.spamcop.net", "2.0.0.127", "127.0.0.2")
                .with("25.2.0.192.bl.spamcop.net", "A 127.0.0.2");

        assertThat(lists()).containsExactly("WARN dnsbl.spamcop 192.0.2.25");
    }

    @Test
    void a_list_that_lists_the_whole_world_is_not_believed() throws Exception {
        sendingFrom("192.0.2.25")
                .working("bl.spamcop.net", "2.0.0.127", "127.0.0.2")
                .with("1.0.0.127.bl.spamcop.net", "A 127.0.0.2")
                .with("25.2.0.192.bl.spamcop.net", "A 127.0.0.2");

        assertThat(lists()).isEmpty();
        assertThat(finding("dnsbl.unknown").subject()).contains("bl.spamcop.net");
    }

    @Test
    void a_list_without_its_test_entry_is_not_believed() throws Exception {
        sendingFrom("192.0.2.25").with("25.2.0.192.bl.spamcop.net", "A 127.0.0.2");

        assertThat(lists()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.255.255.254", "127.255.255.255", "127.255.255.252", "127.0.0.10", "127.0.0.11"})
    void error_codes_of_a_list_and_what_does_not_concern_relays_are_no_listing(String code) throws Exception {
        sendingFrom("192.0.2.25")
                .working("zen.spamhaus.org", "2.0.0.127", "127.0.0.2")
                .with("25.2.0.192.zen.spamhaus.org", "A " + code);

        assertThat(lists()).isEmpty();
    }

    @Test
    void a_list_that_refuses_us_is_not_known() throws Exception {
        sendingFrom("192.0.2.25")
                .working("zen.spamhaus.org", "2.0.0.127", "127.255.255.254")
                .with("25.2.0.192.zen.spamhaus.org", "A 127.255.255.254");

        Finding unknown = finding("dnsbl.unknown");

        assertThat(unknown.severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(unknown.evidence()).contains("127.255.255.254");
    }

    @Test
    void domains_of_links_are_asked_about_too() throws Exception {
        linkHosts = List.of("www.cartes.example", "192.0.2.1", "a.b.cartes.co.uk");
        working("dbl.spamhaus.org", "test", "127.0.1.2")
                .with("cartes.example.dbl.spamhaus.org", "A 127.0.1.4")
                .working("multi.uribl.com", "test.uribl.com", "127.0.0.14")
                .with("cartes.example.multi.uribl.com", "A 127.0.0.6")
                .with("ecole.example.multi.uribl.com", "A 127.0.0.1");

        assertThat(lists())
                .containsExactlyInAnyOrder("WARN dnsbl.spamhaus-dbl cartes.example", "WARN dnsbl.uribl cartes.example");
        assertThat(server.asked()).contains("A cartes.co.uk.multi.surbl.org").doesNotContain("A co.uk.multi.surbl.org");
        assertThat(finding("dnsbl.uribl").message())
                .hasToString("cartes.example is on the list multi.uribl.com: black, grey");
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED})
    void a_dns_that_knows_nothing_makes_nothing_missing(int code) throws Exception {
        preset("gandi").signing().sendingFrom("192.0.2.25");
        server.answeringAll(code);

        assertThat(answer().findings()).isNotEmpty().allMatch(finding -> finding.severity() == Severity.UNKNOWN);
    }

    @Test
    @Timeout(12)
    void a_dead_dns_makes_nothing_missing_and_holds_up_nobody() throws Exception {
        preset("gandi").signing().sendingFrom("192.0.2.25");
        server.silent();

        assertThat(answer().findings()).isNotEmpty().allMatch(finding -> finding.severity() == Severity.UNKNOWN);
    }

    @Test
    void freemail_without_a_dns_is_not_known() throws Exception {
        from("zythom@yahoo.fr").preset("gandi");
        server.answeringAll(Rcode.SERVFAIL);

        assertThat(found()).containsExactly("UNKNOWN dmarc.freemail");
    }
}
