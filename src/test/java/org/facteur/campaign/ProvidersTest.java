package org.facteur.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.facteur.address.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {

    @ParameterizedTest
    @CsvSource({
        "gmail.com, google",
        "Hotmail.FR, microsoft",
        "aol.com, yahoo-aol",
        "wanadoo.fr, orange",
        "laposte.net, laposte",
        "neuf.fr, sfr",
        "free.fr, free",
        "me.com, apple",
        "web.de, gmx-webde",
        "pm.me, proton",
        "comcast.net, comcast"
    })
    void a_providers_own_domains_are_known(String domain, String provider) {
        assertThat(Providers.byDomain(new Domain(domain))).contains(provider);
    }

    @ParameterizedTest
    @CsvSource({
        "aspmx.l.google.com, google",
        "ALT1.ASPMX.L.GOOGLE.COM., google",
        "ecole-example.mail.protection.outlook.com, microsoft",
        "ecole-example.a-v1.mx.microsoft, microsoft",
        "mta5.am0.yahoodns.net, yahoo-aol",
        "smtp-in.orange.fr, orange",
        "spool.mail.gandi.net, gandi",
        "mx1.mail.ovh.net, ovh",
        "mail.protonmail.ch, proton",
        "mx01.mail.icloud.com, apple"
    })
    void a_mail_exchanger_tells_whose_guests_a_domain_has(String host, String provider) {
        assertThat(Providers.byMx(host)).contains(provider);
    }

    @Test
    void others_are_unknown() {
        assertThat(Providers.byDomain(new Domain("ecole.example"))).isEmpty();
        assertThat(Providers.byDomain(new Domain("mail.gmail.com"))).isEmpty();
        assertThat(Providers.byMx("mx.notgoogle.com")).isEmpty();
        assertThat(Providers.byMx("com")).isEmpty();
        assertThat(Providers.byMx("")).isEmpty();
    }
}
