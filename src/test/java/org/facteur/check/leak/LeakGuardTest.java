package org.facteur.check.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.contact.Contact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakGuardTest {

    private static final Contact MARIE =
            contact(2, "marie.durand@famille.example", "Marie", "Durand", "06 12 34 56 78", "");
    private static final Contact JEAN =
            contact(3, "jean.durand@famille.example", "Jean", "Durand", "06 12 34 56 78", "");
    private static final Contact HELENE =
            contact(4, "h.coeur@amis.example", "Hélène", "Cœur", "01 98 76 54 32", "X7K9Q2");

    private static Contact contact(long line, String email, String prenom, String nom, String tel, String mot) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("email", email);
        values.put("prenom", prenom);
        values.put("nom", nom);
        values.put("tel", tel);
        values.put("mot", mot);
        return new Contact(line, values);
    }

    private static Contact saying(Contact contact, String mot) {
        Map<String, String> values = new LinkedHashMap<>(contact.values());
        values.put("mot", mot);
        return new Contact(contact.line(), values);
    }

    private static LeakGuard guard(List<String> templates, Contact... more) {
        LeakGuard guard = new LeakGuard();
        List.of(MARIE, JEAN, HELENE).forEach(guard::add);
        List.of(more).forEach(guard::add);
        guard.expect(templates, List.of());
        return guard;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ton code : X7K9Q2.",
                "Écris à h.coeur@amis.example",
                "Appelle le 01 98 76 54 32",
                "Chère Hélène Cœur, bonne année",
                "Bonjour Cœur Hélène"
            })
    void what_is_another_contacts_is_found_in_a_letter_and_in_its_template(String text) {
        assertThat(guard(List.of()).in(List.of(text), MARIE)).hasValueSatisfying(leak -> {
            assertThat(leak.certain()).isTrue();
            assertThat(leak.line()).isEqualTo(4);
        });
        assertThat(guard(List.of(text)).in(List.of(text), MARIE)).isPresent();
        assertThat(guard(List.of(text)).in(List.of(text), HELENE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Chère Marie Durand, ton numéro est le 06 12 34 56 78",
                "Bonjour Hélène",
                "le cœur en fête, Bourges et Hélène",
                "06 12 34 56 78"
            })
    void what_is_the_contacts_own_or_tells_nobody_from_others_is_let_pass(String text) {
        assertThat(guard(List.of(text)).in(List.of(text), MARIE)).isEmpty();
    }

    @Test
    void a_signature_is_written_to_everybody() {
        String letter = "Bonne année !\nHélène Cœur";

        assertThat(guard(List.of(letter)).in(List.of(letter), MARIE)).isEmpty();
    }

    @Test
    void the_senders_own_address_is_the_houses() {
        LeakGuard guard = guard(List.of());
        guard.expect(List.of("Répondez à h.coeur@amis.example"), List.of("h.coeur@amis.example"));

        assertThat(guard.in(List.of("Répondez à h.coeur@amis.example"), MARIE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h.coeur@amis.example", "Hélène Cœur"})
    void a_sender_who_is_among_the_contacts_may_sign_with_what_stands_there(String sender) {
        String signature = "Hélène Cœur, 01 98 76 54 32, h.coeur@amis.example";
        LeakGuard guard = guard(List.of());
        guard.expect(List.of(signature), List.of(sender));

        assertThat(guard.in(List.of(signature), MARIE)).isEmpty();
        assertThat(guard.in(List.of("Écris à jean.durand@famille.example"), MARIE))
                .isPresent();
    }

    @Test
    void a_cell_of_one_s_own_may_name_a_spouse_or_a_sponsor_but_no_other_s_code_or_greeting() {
        String spouse = "Chers Jean Durand et Marie";
        String sponsor = "ton parrain : h.coeur@amis.example";
        String shifted = "Chère Hélène Cœur, merci";
        String link = "https://ecole.example/?code=X7K9Q2";

        assertThat(guard(List.of()).in(List.of(spouse), saying(MARIE, spouse))).isEmpty();
        assertThat(guard(List.of()).in(List.of(sponsor), saying(MARIE, sponsor)))
                .hasValueSatisfying(leak -> assertThat(leak.certain()).isFalse());
        assertThat(guard(List.of()).in(List.of(shifted), saying(MARIE, shifted)))
                .hasValueSatisfying(leak -> assertThat(leak.certain()).isTrue());
        assertThat(guard(List.of()).in(List.of(link), saying(MARIE, link)))
                .hasValueSatisfying(leak -> assertThat(leak.certain()).isTrue());
    }

    @Test
    void a_name_that_one_s_own_words_make_is_one_s_own() {
        Contact mariePaule = contact(5, "m@amis.example", "Marie Paule", "Martin", "", "");
        Contact marie = contact(6, "marie@amis.example", "Marie", "Dupont", "", "Paule");

        assertThat(guard(List.of(), mariePaule).in(List.of("Bonjour Marie Paule"), marie))
                .isEmpty();
    }

    @Test
    void a_value_that_many_hold_tells_nobody_from_others() {
        Contact[] school = new Contact[4];
        for (int i = 0; i < school.length; i++) {
            school[i] = contact(10 + i, "p" + i + "@amis.example", "P" + i, "N" + i, "", "CLASSE-6B");
        }

        assertThat(guard(List.of(), school).in(List.of("la CLASSE-6B"), MARIE)).isEmpty();
    }

    @Test
    void a_hundred_thousand_contacts_are_told_apart_in_little_memory() {
        LeakGuard guard = new LeakGuard();
        for (int i = 0; i < 100_000; i++) {
            guard.add(contact(i + 2, "marie" + i + "@d" + i % 997 + ".example", "Zoé" + i, "N" + i, "", "CODE" + i));
        }
        guard.expect(List.of(), List.of());

        Contact zoe = contact(7, "marie5@d5.example", "Zoé5", "N5", "", "CODE5");
        assertThat(guard.in(List.of("Zoé5 N5, marie5@d5.example, CODE5"), zoe)).isEmpty();
        assertThat(guard.in(List.of("ton code est CODE99998"), zoe))
                .hasValueSatisfying(leak -> assertThat(leak.line()).isEqualTo(100_000));
        assertThat(guard.isPartial()).isFalse();
    }
}
