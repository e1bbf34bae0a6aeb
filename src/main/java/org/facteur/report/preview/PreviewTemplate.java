package org.facteur.report.preview;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Puts stylesheet, script, words and letters together; every value is escaped. */
final class PreviewTemplate {

    private static final String FOLDER = "org/facteur/report/preview/";
    private static final String LETTERS = "<!-- letters -->";

    private PreviewTemplate() {}

    /** @param letters script elements, copied as they are */
    static void write(Writer page, Map<String, Object> values, Path letters) throws IOException {
        String script = resource("page.js");
        Map<String, Object> all = new HashMap<>(values);
        all.put("style", resource("page.css"));
        all.put("script", script);
        all.put("policy", policy(script));
        StringWriter shell = new StringWriter();
        new PebbleEngine.Builder()
                .loader(new ClasspathLoader(PreviewTemplate.class.getClassLoader()))
                .strictVariables(true)
                .autoEscaping(true)
                .build()
                .getTemplate(FOLDER + "page.html")
                .evaluate(shell, all);
        String html = shell.toString();
        // The last one: what a contact holds is escaped, and stands before it.
        int at = html.lastIndexOf(LETTERS);
        page.write(html, 0, at);
        try (var in = Files.newBufferedReader(letters)) {
            in.transferTo(page);
        }
        page.write(html, at + LETTERS.length(), html.length() - at - LETTERS.length());
    }

    /**
     * The page's one script runs, by its hash, and nothing else; nothing is fetched. Frames inherit this: therefore styles may be
     * inline, as they are in letters.
     */
    private static String policy(String script) {
        return "default-src 'none'; script-src 'sha256-" + sha256(script)
                + "'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = PreviewTemplate.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + FOLDER + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
