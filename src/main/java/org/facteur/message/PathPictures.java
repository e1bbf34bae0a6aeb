package org.facteur.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.template.MissingFileException;
import org.facteur.message.template.Place;
import org.facteur.message.template.SingleLine;
import org.facteur.message.template.TemplateException;
import org.facteur.message.template.TemplateFile;
import org.facteur.reason.Reason;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that an html template names by their files, as an editor saves them: {@code src="carte.png"}, {@code background=}, {@code
 * url(…)} of a style sheet, Word's {@code lettre_fichiers/image001.png}. They are put into the letter, and the html names them by
 * Content-ID. What lies on the web stays there.
 */
final class PathPictures {

    private static final Pattern ATTRIBUTE = Pattern.compile(
            "(?<=[\\s\"'/])(src|background|srcset)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern URL = Pattern.compile(
            "url\\(\\s*(?:\"([^\"]*)\"|'([^']*)'|&quot;(.*?)&quot;|&#39;(.*?)&#39;|([^)\"'\\s]+))\\s*\\)",
            Pattern.CASE_INSENSITIVE);
    /** {@code ![alt](path)} of Markdown, {@code ![alt](<path with spaces>)}, perhaps with a title behind. */
    private static final Pattern PICTURE = Pattern.compile("(!\\[[^\\]]*]\\(\\s*)(?:<([^>\\n]*)>|([^)\\s]+))");

    /** {@code [carte]: carte.png}, which {@code ![alt][carte]} shows. What is no picture is a link's. */
    private static final Pattern DEFINITION = Pattern.compile(
            "^( {0,3}\\[[^\\]\\n]+]:\\h*)(?:<([^>\\n]*\\.(?:png|jpe?g|gif|webp|svg))>|(\\S+\\.(?:png|jpe?g|gif|webp|svg))(?=\\s|$))",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final Pattern STYLE =
            Pattern.compile("<style\\b[^>]*>.*?</style\\s*>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** Nobody sees it. What Outlook alone reads is in a comment, too, and a comment that hides nothing from others ends where it begins. */
    private static final Pattern COMMENT =
            Pattern.compile("<!--(?!>|\\[if\\b|<!\\[endif).*?-->|\\{#.*?#}", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Text and tags that choose from it. */
    private static final Pattern BRANCHES = Pattern.compile("(?:[^{}]++|\\{%[^{}]*%})*+");

    private static final Pattern BRANCH = Pattern.compile("(?<=%}|^)[^{}]+(?=\\{%|$)");
    private static final Pattern TAG_NAME = Pattern.compile("<\\s*([a-zA-Z][\\w:]*)");

    /** Whole: in quotes, and in what a template says, {@code >} ends nothing. */
    private static final Pattern TAG = Pattern.compile(
            TAG_NAME + "(?:\"[^\"]*+\"|'[^']*+'|\\{%.*?%}|\\{\\{.*?}}|[^\"'<>{]++|\\{(?![%{]))*+>", Pattern.DOTALL);

    private static final Set<String> NO_PICTURES =
            Set.of("script", "iframe", "frame", "embed", "audio", "video", "link", "track", "source");
    /** {@code https:}, {@code cid:}, {@code data:}; one letter is a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*", Pattern.DOTALL);
    /** Style sheets and fonts, which no mail client takes from a letter. */
    private static final Pattern NO_PICTURE = Pattern.compile(".*\\.(?:css|woff2?|ttf|otf|eot)(?:[?#].*)?");

    private final Path folder;
    private final Map<String, Path> given;
    private final Map<Path, InlineImage> found = new LinkedHashMap<>();
    private final Set<String> shown = new LinkedHashSet<>();
    private final List<Reason> problems = new ArrayList<>();

    /**
     * @param html whose folder the paths start from
     * @param given pictures of the job file by Content-ID, which may be named by path as well
     */
    PathPictures(Path html, Map<String, Path> given) {
        Path parent = html.toAbsolutePath().normalize().getParent();
        this.folder = parent == null ? html.toAbsolutePath() : parent;
        this.given = given;
    }

    /** Those that the job file does not give. */
    List<InlineImage> found() {
        return List.copyOf(found.values());
    }

    /** The files of those that the job file does not give. */
    Set<Path> files() {
        return found.keySet();
    }

    /** Content-IDs of those that the job file gives, and the html names by path. */
    Set<String> shown() {
        return shown;
    }

    /** Files that are not there, or are no pictures. */
    List<Reason> problems() {
        return problems;
    }

    /**
     * @param name of the template, for messages
     * @return the html with Content-IDs in the place of paths, line by line
     */
    String embed(String name, String html) {
        Place place = new Place(name, html);
        List<MatchResult> unseen = comments(html);
        List<MatchResult> tags = TAG.matcher(html).results().toList();
        String attributes = ATTRIBUTE
                .matcher(html)
                .replaceAll(match -> Matcher.quoteReplacement(
                        isIn(unseen, match.start())
                                ? match.group()
                                : attribute(match, tagAround(html, tags, match.start()), place)));
        Place lines = new Place(name, attributes);
        List<MatchResult> styles = STYLE.matcher(attributes).results().toList();
        List<MatchResult> comments = comments(attributes);
        List<MatchResult> tagsNow = TAG.matcher(attributes).results().toList();
        return URL.matcher(attributes).replaceAll(match -> {
            boolean shows = tagAround(attributes, tagsNow, match.start()) != null || isIn(styles, match.start());
            return Matcher.quoteReplacement(
                    shows && !isIn(comments, match.start()) ? url(match, lines) : match.group());
        });
    }

    /** Where in an html or Markdown template nothing is shown. */
    static List<MatchResult> comments(String html) {
        return COMMENT.matcher(html).results().toList();
    }

    /**
     * @param name of the template, for messages
     * @return the Markdown, and the html in it, with Content-IDs in the place of paths, line by line
     */
    String embedMarkdown(String name, String markdown) {
        return embed(name, embedAll(DEFINITION, name, embedAll(PICTURE, name, markdown)));
    }

    /** @param pattern what stands before the path, the path in angle brackets, the path alone */
    private String embedAll(Pattern pattern, String name, String markdown) {
        Place place = new Place(name, markdown);
        List<MatchResult> unseen = comments(markdown);
        return pattern.matcher(markdown).replaceAll(match -> {
            String written = first(match, 2, 3);
            String cid = isIn(unseen, match.start()) ? null : contentId(written, place.at(match.start()));
            return Matcher.quoteReplacement(cid == null ? match.group() : match.group(1) + "cid:" + cid);
        });
    }

    /** @param tag that it stands in; null: in none */
    private String attribute(MatchResult match, @Nullable String tag, Place place) {
        String value = first(match, 2, 3, 4);
        boolean sizes = match.group(1).equalsIgnoreCase("srcset");
        boolean mayShow = tag != null && (sizes || !NO_PICTURES.contains(tag.toLowerCase(Locale.ROOT)));
        if (!mayShow) {
            return match.group();
        }
        if (sizes) {
            // The same picture in other sizes: the one of src is sent.
            boolean remote = List.of(value.split(",")).stream().allMatch(one -> isElsewhere(one.strip()));
            return remote ? match.group() : "";
        }
        return value.contains("{%") ? ofBranches(match, value, place) : embedded(match, value, place);
    }

    private String embedded(MatchResult match, String value, Place place) {
        String cid = contentId(value, place.at(match.start()));
        return cid == null ? match.group() : match.group(1) + "=\"cid:" + cid + "\"";
    }

    /** <code>src="{% if langue == 'de' %}karte.png{% else %}carte.png{% endif %}"</code>: each of them. */
    private String ofBranches(MatchResult match, String value, Place place) {
        if (!BRANCHES.matcher(value).matches()) {
            return match.group();
        }
        String written = match.group();
        String sources = BRANCH.matcher(value).replaceAll(branch -> {
            String cid = branch.group().isBlank() ? null : contentId(branch.group(), place.at(match.start()));
            return Matcher.quoteReplacement(cid == null ? branch.group() : "cid:" + cid);
        });
        return written.replace(value, sources);
    }

    private String url(MatchResult match, Place place) {
        String value = first(match, 1, 2, 3, 4, 5);
        String cid = NO_PICTURE.matcher(value.toLowerCase(Locale.ROOT)).matches()
                ? null
                : contentId(value, place.at(match.start()));
        return cid == null ? match.group() : "url(cid:" + cid + ")";
    }

    private static String first(MatchResult match, int... groups) {
        for (int group : groups) {
            if (match.group(group) != null) {
                return match.group(group);
            }
        }
        return "";
    }

    /** The name of the tag around that place, also of one with a quotation mark too few; null: it is not in a tag. */
    private static @Nullable String tagAround(String html, List<MatchResult> tags, int at) {
        for (MatchResult tag : tags) {
            if (tag.start() <= at && at < tag.end()) {
                return tag.group(1);
            }
        }
        int open = html.lastIndexOf('<', at);
        if (open <= html.lastIndexOf('>', at)) {
            return null;
        }
        Matcher name = TAG_NAME.matcher(html).region(open, html.length());
        return name.lookingAt() ? name.group(1) : null;
    }

    static boolean isIn(List<MatchResult> regions, int at) {
        return regions.stream().anyMatch(region -> region.start() <= at && at < region.end());
    }

    private static boolean isElsewhere(String value) {
        return value.isEmpty()
                || value.startsWith("#")
                || value.startsWith("//")
                || value.startsWith("{{")
                || value.contains("{%")
                || (SCHEME.matcher(value).matches()
                        && !value.toLowerCase(Locale.ROOT).startsWith("file:"));
    }

    /** Null where the value names no file of ours, or one that cannot be shown; the latter is among the problems. */
    private @Nullable String contentId(String written, String place) {
        String value = Parser.unescapeEntities(written, true).strip();
        if (isElsewhere(value)) {
            return null;
        }
        if (value.contains("{{")) {
            problems.add(Reason.at(place, MessageReason.PICTURE_CONTACT.of(SingleLine.of(value))));
            return null;
        }
        Path file = file(value);
        if (file == null) {
            problems.add(
                    Reason.at(place, MessageReason.PICTURE_PATH.of(SingleLine.of(value), TemplateFile.name(folder))));
            return null;
        }
        for (Map.Entry<String, Path> picture : given.entrySet()) {
            if (picture.getValue().toAbsolutePath().normalize().equals(file)) {
                shown.add(picture.getKey());
                return picture.getKey();
            }
        }
        InlineImage known = found.get(file);
        if (known == null) {
            try {
                known = InlineImage.read(freeName(file), file);
            } catch (TemplateException | MissingFileException e) {
                problems.add(Reason.at(place, MessageReason.PICTURE_KIND.of(TemplateFile.name(file))));
                return null;
            }
            found.put(file, known);
        }
        return known.contentId();
    }

    /** Editors write spaces as %20, and Windows its own slashes; file systems differ in how they compose accents. */
    private @Nullable Path file(String value) {
        String slashes = value.replace('\\', '/').replaceFirst("(?i)^file:/*(?=[a-z]:|/)", "");
        String bare = slashes.replaceFirst("[?#].*$", "");
        Set<String> candidates = new LinkedHashSet<>(List.of(slashes, decoded(slashes), bare, decoded(bare)));
        for (String candidate : List.copyOf(candidates)) {
            candidates.add(Normalizer.normalize(candidate, Normalizer.Form.NFC));
            candidates.add(Normalizer.normalize(candidate, Normalizer.Form.NFD));
        }
        for (String candidate : candidates) {
            try {
                Path file = folder.resolve(candidate).normalize();
                if (Files.isRegularFile(file)) {
                    return file;
                }
            } catch (InvalidPathException notHere) {
                // Such as one with a NUL in it.
            }
        }
        return null;
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return path;
        }
    }

    private String freeName(Path file) {
        String name = Normalizer.normalize(file.getFileName().toString(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-");
        Set<String> taken = new LinkedHashSet<>(given.keySet());
        found.values().forEach(picture -> taken.add(picture.contentId()));
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = i + "-" + name;
        }
        return free;
    }
}
