package org.facteur.report;

/** The list of previewed letters as one HTML page, without anything from outside. */
public final class PreviewPage {

    private final StringBuilder rows = new StringBuilder();

    /** Values come from contacts: they are escaped. */
    public void add(String to, String subject, String file) {
        rows.append("<tr><td>")
                .append(escape(to))
                .append("</td><td>")
                .append(escape(subject))
                .append("</td><td><a href=\"")
                .append(escape(file))
                .append("\">")
                .append(escape(file))
                .append("</a></td></tr>\n");
    }

    public String html(String campaign) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s: preview</title>
                <meta name="viewport" content="width=device-width">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <style>body{font:16px/1.5 sans-serif;margin:2em auto;max-width:60em;padding:0 1em}
                table{border-collapse:collapse;width:100%%}td,th{text-align:left;padding:.4em;border-bottom:1px solid #8884}
                :root{color-scheme:light dark}</style></head>
                <body><h1>%1$s</h1><table><tr><th>To</th><th>Subject</th><th>Letter</th></tr>
                %2$s</table></body></html>
                """.formatted(escape(campaign), rows);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
