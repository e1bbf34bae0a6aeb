package org.facteur.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.facteur.message.ReadLetter.Picture;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The html of a letter as a page may show it in a sandboxed frame: it has a Content-Security-Policy of its own, so that even a
 * frame without sandbox would fetch and run nothing.
 *
 * @param html with a mark wherever it showed one of the pictures
 * @param pictures by mark; a mark depends on the picture alone, so that letters may share it
 */
public record FramedHtml(String html, Map<String, Picture> pictures) {

    // A target that no sandbox opens: a click on a link does nothing, instead of leaving the letter.
    private static final String SEAL = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            + " img-src data:; font-src data:; style-src 'unsafe-inline'\"><base target=\"_blank\">";

    /** @param pictures of the letter, by Content-ID */
    public static FramedHtml of(String html, Map<String, Picture> pictures) {
        Map<String, String> marks = new LinkedHashMap<>();
        Map<String, Picture> marked = new LinkedHashMap<>();
        pictures.forEach((contentId, picture) -> {
            String mark = mark(picture);
            marks.put("cid:" + contentId, mark);
            marked.put(mark, picture);
        });
        Document document = Jsoup.parse(html);
        document.outputSettings().prettyPrint(false);
        // What a browser would look up before any policy is asked.
        document.select("base, link, meta[http-equiv]").remove();
        document.select("[target]").removeAttr("target");
        for (Element element : document.getAllElements()) {
            mark(element, marks);
        }
        document.head().prepend(SEAL);
        return new FramedHtml(document.outerHtml(), marked);
    }

    private static void mark(Element element, Map<String, String> marks) {
        for (Attribute attribute : element.attributes()) {
            String value = marked(attribute.getValue(), marks);
            if (!value.equals(attribute.getValue())) {
                attribute.setValue(value);
            }
        }
        if (element.normalName().equals("style")) {
            for (DataNode data : element.dataNodes()) {
                data.setWholeData(marked(data.getWholeData(), marks));
            }
        }
    }

    private static String marked(String text, Map<String, String> marks) {
        String result = text;
        for (Map.Entry<String, String> mark : marks.entrySet()) {
            result = result.replaceAll("(?i)" + Pattern.quote(mark.getKey()) + "(?![A-Za-z0-9._@+-])", mark.getValue());
        }
        return result;
    }

    /** Nobody writes this into a letter by chance. */
    private static String mark(Picture picture) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(picture.content());
            return "picture:" + HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
