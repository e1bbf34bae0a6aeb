package org.facteur.check.list;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Domains that nobody has a mailbox at but who mistyped another: seen often, and told only where there is no doubt. */
final class Typos {

    private static final Map<String, String> MEANT = new LinkedHashMap<>();

    static {
        meant(
                "gmail.com",
                "gmial.com",
                "gmai.com",
                "gmal.com",
                "gamil.com",
                "gmail.con",
                "gmail.co",
                "gmail.cm",
                "gmaill.com",
                "gmil.com");
        meant(
                "gmail.com",
                "gmail.fr",
                "gnail.com",
                "gmail.om",
                "gmail.cmo",
                "gmailcom.com",
                "ggmail.com",
                "gmaik.com",
                "gmali.com",
                "g-mail.com");
        meant(
                "hotmail.com",
                "hotmial.com",
                "hotmai.com",
                "hotmal.com",
                "hotmail.con",
                "hotmail.co",
                "homail.com",
                "hotnail.com",
                "hotmil.com");
        meant(
                "hotmail.fr",
                "hotmial.fr",
                "hotmai.fr",
                "homail.fr",
                "hotmal.fr",
                "htomail.fr",
                "hormail.fr",
                "hotmil.fr");
        meant("yahoo.com", "yaho.com", "yahooo.com", "yahoo.con", "yhaoo.com", "yahou.com", "yahoo.co");
        meant("yahoo.fr", "yaho.fr", "yahooo.fr", "yhaoo.fr", "yahou.fr", "yahho.fr");
        meant(
                "orange.fr",
                "orang.fr",
                "oragne.fr",
                "ornage.fr",
                "orange.f",
                "orange.r",
                "orange.fe",
                "oange.fr",
                "orenge.fr");
        meant("wanadoo.fr", "wanado.fr", "wandoo.fr", "wanadou.fr", "wannadoo.fr", "wanadoo.f", "wanaddo.fr");
        meant("laposte.net", "laposte.fr", "lapost.net", "la-poste.net", "laposte.com", "lapsote.net", "laposte.ne");
        meant("outlook.com", "outlok.com", "outloo.com", "outlook.con", "outlook.co", "oulook.com", "outllok.com");
        meant("outlook.fr", "outlok.fr", "oulook.fr", "outloo.fr");
        meant("free.fr", "fre.fr", "free.f", "freee.fr");
        meant("icloud.com", "iclod.com", "icloud.con", "icoud.com", "iclould.com", "icloud.co");
        meant("sfr.fr", "srf.fr", "sfr.f");
        meant("live.fr", "live.f", "livr.fr");
    }

    private Typos() {}

    private static void meant(String domain, String... typed) {
        for (String one : typed) {
            MEANT.put(one, domain);
        }
    }

    static Optional<String> meant(String domain) {
        return Optional.ofNullable(MEANT.get(domain));
    }
}
