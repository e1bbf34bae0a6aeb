package org.facteur.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** The server's side of AUTH PLAIN (RFC 4616), LOGIN and XOAUTH2. */
final class Login {

    interface Dialogue {
        String ask(String challenge) throws IOException;
    }

    private final ScriptedSmtpServer.Account account;
    private final Dialogue dialogue;

    Login(ScriptedSmtpServer.Account account, Dialogue dialogue) {
        this.account = account;
        this.dialogue = dialogue;
    }

    /** @param command AUTH, the mechanism and perhaps an initial response */
    boolean judges(String[] command) throws IOException {
        String mechanism = command.length < 2 ? "" : command[1].toUpperCase(Locale.ROOT);
        return switch (mechanism) {
            case "PLAIN" ->
                decode(initial(command)).matches(".*\0\\Q" + account.user() + "\\E\0\\Q" + account.secret() + "\\E");
            case "LOGIN" -> {
                String user = command.length > 2 ? command[2] : dialogue.ask("334 VXNlcm5hbWU6");
                String password = dialogue.ask("334 UGFzc3dvcmQ6");
                yield decode(user).equals(account.user()) && decode(password).equals(account.secret());
            }
            case "XOAUTH2" -> {
                boolean ok = decode(initial(command))
                        .equals("user=" + account.user() + "\1auth=Bearer " + account.secret() + "\1\1");
                if (!ok) {
                    // As Gmail does: the reason first, the refusal after the client's empty answer.
                    dialogue.ask("334 eyJzdGF0dXMiOiI0MDEifQ==");
                }
                yield ok;
            }
            default -> false;
        };
    }

    private String initial(String[] command) throws IOException {
        return command.length > 2 ? command[2] : dialogue.ask("334 ");
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
