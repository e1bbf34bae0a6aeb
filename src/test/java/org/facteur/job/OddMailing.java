package org.facteur.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.facteur.campaign.Campaign;
import org.facteur.campaign.JobFile;
import org.facteur.campaign.Purpose;

/** A mailing with something wrong everywhere: a letter that tries to run and to fetch, names that are markup, rows of all kinds. */
public final class OddMailing {

    public static final String OWNED = "owned";

    private static final String JOB = """
            campaign:
              name: odd-2027
              from: "École <contact@ecole.example>"
              locale: LOCALE
              contacts: { file: contacts.csv, name: "{{ prenom }} {{ nom }}", where: "fete = oui" }
              message:
                subject: "{{ prenom }}, venez"
                html: letter.html
                inline: { carte: carte.png }
                attachments: [ "{{ plan }}" ]
              relays: [ sandbox ]
            """;

    private static final String CONTACTS = """
            email,prenom,nom,plan,fete
            marie@famille.example,Marie,Durand,,oui
            helene@amis.example,Hélène,Cœur,,oui
            paul@famille.example,,Martin,,oui
            marie@famille.example,Marie,Durand,,oui
            jean.example,Jean,X,,oui
            "attack@evil.example","<img src=x onerror=""document.title='owned'"">","</script><script>document.title='owned'</script>",,oui
            no@famille.example,No,Body,,non
            """;

    /** {@code WEB} is replaced by a server on loopback. */
    private static final String LETTER = """
            <html><head><meta http-equiv="refresh" content="0;url=WEB/refresh"><link rel="stylesheet" href="WEB/style.css">
            <style>@import url(WEB/import.css); body { background: url(WEB/background.png) }
            @font-face { font-family: F; src: url(WEB/font.woff) } p { font-family: F }</style></head>
            <body onload="document.title='owned'"><img id="carte" src="cid:carte" alt="Une carte">
            <img src="WEB/pixel.png" alt=""><img src="data:x" onerror="document.title='owned'; parent.document.title='owned'" alt="">
            <script>document.title = 'owned'; try { top.document.title = 'owned' } catch (e) {} fetch('WEB/fetch')</script>
            <script src="WEB/script.js"></script><iframe src="WEB/frame.html"></iframe><object data="WEB/object"></object>
            <video src="WEB/video.mp4" autoplay></video>
            <p id="hello">Bonjour {{ prenom }} ,</p>
            <p><a id="script" href="javascript:document.title='owned'">un</a> <a id="web" href="WEB/link" target="_self">deux</a>
            <a id="top" href="WEB/top" target="_top">trois</a></p>
            <form action="WEB/form"><button id="send">quatre</button></form></body></html>
            """;

    private OddMailing() {}

    /**
     * @param web such as {@code http://127.0.0.1:8080}
     */
    public static Campaign in(Path folder, String locale, String web) throws IOException {
        Files.writeString(folder.resolve("contacts.csv"), CONTACTS);
        Files.writeString(folder.resolve("letter.html"), LETTER.replace("WEB", web));
        Files.copy(Path.of("input", "carte.png"), folder.resolve("carte.png"));
        Path job = Files.writeString(folder.resolve("odd.yaml"), JOB.replace("LOCALE", locale));
        return JobFile.load(job, Map.of(), Map.of(), folder, Purpose.PREVIEW);
    }
}
