package org.facteur.mta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.facteur.packaged.FreePort;
import org.facteur.smtp.TestCertificate;

/** How a {@link PostfixServer} is set up: nothing of it lies outside its folder. */
final class PostfixSetup {

    private static final String REALM = "facteur.test";

    private static final String SERVICES = """
            127.0.0.1:%d inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            anvil unix - - n - 1 anvil
            virtual unix - n n - - virtual
            lmtp unix - - n - - lmtp
            scache unix - - n - 1 scache
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            postlog unix-dgram n - n - 1 postlogd
            """;

    /** With the folders of the sockets. */
    private static final List<String> QUEUES = List.of(
            "active",
            "bounce",
            "corrupt",
            "defer",
            "deferred",
            "flush",
            "hold",
            "incoming",
            "maildrop",
            "private",
            "public",
            "saved",
            "trace");

    private final Path dir;
    private final int port = FreePort.find();
    private final Map<String, String> settings = new LinkedHashMap<>();

    /** @param recipients who has a mailbox; at their domains nobody else has */
    PostfixSetup(Path parent, Collection<String> recipients) {
        Programs.openFolder(parent);
        this.dir = Programs.openFolder(parent.resolve("postfix"));
        for (String folder : List.of("conf/sasl", "queue/pid", "data", "mail")) {
            Programs.openFolder(dir.resolve(folder));
        }
        Programs.giveTo("postfix", dir.resolve("data"));
        for (String queue : QUEUES) {
            Programs.giveTo("postfix", Programs.openFolder(dir.resolve("queue").resolve(queue)));
        }
        Programs.giveTo("nobody", dir.resolve("mail"));
        write(
                "conf/mailboxes",
                recipients.stream()
                        .map(address -> address + " " + address + "/\n")
                        .collect(Collectors.joining()));
        with("compatibility_level", "3.6");
        with("queue_directory", dir.resolve("queue").toString());
        with("data_directory", dir.resolve("data").toString());
        with("maillog_file", dir.resolve("log").toString());
        with("maillog_file_prefixes", dir.toString());
        with("myhostname", "mx." + REALM);
        with("mydestination", "");
        with("alias_maps", "");
        with("alias_database", "");
        with("inet_interfaces", "127.0.0.1");
        with("inet_protocols", "ipv4");
        with("mynetworks", "127.0.0.1/32");
        // By default what comes from mynetworks is not counted.
        with("smtpd_client_event_limit_exceptions", "");
        with("smtpd_relay_restrictions", "permit_sasl_authenticated, reject_unauth_destination");
        with("virtual_mailbox_domains", String.join(", ", domains(recipients)));
        with("virtual_mailbox_maps", "texthash:" + dir.resolve("conf/mailboxes"));
        with("virtual_mailbox_base", dir.resolve("mail").toString());
        with("virtual_uid_maps", "static:65534");
        with("virtual_gid_maps", "static:65534");
    }

    private static Collection<String> domains(Collection<String> recipients) {
        return recipients.stream()
                .map(address -> address.substring(address.indexOf('@') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    int port() {
        return port;
    }

    /** Holds the maildirs. */
    Path mail() {
        return dir.resolve("mail");
    }

    /** A parameter of main.cf. */
    PostfixSetup with(String parameter, String value) {
        settings.put(parameter, value);
        return this;
    }

    /** A letter is taken over an encrypted connection only. */
    PostfixSetup startTls(TestCertificate certificate) {
        with("smtpd_tls_security_level", "encrypt");
        return with("smtpd_tls_chain_files", certificate.keyPem() + ", " + certificate.pem());
    }

    /** A letter is taken after a login only. */
    PostfixSetup login(String user, String password) {
        Path accounts = dir.resolve("conf/sasl/accounts.db");
        Programs.run(
                List.of(
                        Programs.path("saslpasswd2").toString(),
                        "-p",
                        "-c",
                        "-f",
                        accounts.toString(),
                        "-u",
                        REALM,
                        user),
                password);
        Programs.giveTo("postfix", accounts);
        write("conf/sasl/smtpd.conf", """
                pwcheck_method: auxprop
                auxprop_plugin: sasldb
                sasldb_path: %s
                mech_list: PLAIN LOGIN
                """.formatted(accounts));
        // Debian looks into the folder sasl beside main.cf by itself.
        with("cyrus_sasl_config_path", dir.resolve("conf/sasl").toString());
        with("smtpd_sasl_auth_enable", "yes");
        with("smtpd_sasl_local_domain", REALM);
        with("smtpd_tls_auth_only", "yes");
        return with("smtpd_client_restrictions", "permit_sasl_authenticated, reject");
    }

    PostfixServer start() {
        write("conf/master.cf", SERVICES.formatted(port));
        write(
                "conf/main.cf",
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        return new PostfixServer(dir, port);
    }

    private void write(String file, String text) {
        try {
            Files.writeString(dir.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
