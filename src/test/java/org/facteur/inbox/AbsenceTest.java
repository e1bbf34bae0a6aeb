package org.facteur.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsenceTest {

    private static final Instant WRITTEN = Instant.parse("2026-12-22T09:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Je suis absent jusqu’au 5 janvier 2027 inclus. | 2027-01-05",
                "Absent du 20/12/2026 au 04/01/2027. | 2027-01-04",
                "Je serai de retour le lundi 4 janvier. | 2027-01-03",
                "En congés du 23 décembre au 2 janvier | 2027-01-02",
                "Je serai absente jusqu'à lundi 28 décembre | 2026-12-28",
                "De retour au bureau le 4 janvier, je vous répondrai | 2027-01-03",
                "I am out of the office until January 4th, 2027. | 2027-01-04",
                "I will be out of the office from 21 Dec to 3 Jan and | 2027-01-03",
                "I will be back on Monday, January 4. | 2027-01-03",
                "returning 2027-01-04 | 2027-01-03",
                "I am away till 12/31/2026 | 2026-12-31",
                "Ich bin vom 21.12. bis 03.01.2027 nicht im Büro. | 2027-01-03",
                "Ab dem 4. Januar bin ich wieder erreichbar. | 2027-01-03",
                "bis einschließlich 6. Jänner 2027 | 2027-01-06",
                "Estaré fuera de la oficina hasta el 7 de enero de 2027 | 2027-01-07",
                "Sarò assente fino al 6 gennaio | 2027-01-06",
                "Rientrerò il 7 gennaio 2027 | 2027-01-06",
                "Ik ben afwezig tot en met 3 januari | 2027-01-03",
                "Estarei ausente até 4 de janeiro de 2027 | 2027-01-04"
            })
    void a_note_says_until_when(String note, LocalDate last) {
        assertThat(Absence.until(note, WRITTEN)).contains(last);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Je suis absent, merci de votre message du 21/12/2026.",
                "Out of office. Call 01.02.03.04.05 or +33 1 23 45 67 89",
                "Je suis absent jusqu’au 20 décembre 2026",
                "Je ne travaille plus ici depuis le 1er janvier 2025",
                "Nous sommes ouverts de 9h à 18h",
                "until further notice"
            })
    void other_dates_say_nothing(String note) {
        assertThat(Absence.until(note, WRITTEN)).isEmpty();
    }

    @Test
    void what_somebody_says_of_the_end_goes_before_what_he_says_of_coming_back() {
        assertThat(Absence.until("absent du 21 au 31 décembre, de retour le 4 janvier", WRITTEN))
                .contains(LocalDate.parse("2026-12-31"));
    }
}
