package org.facteur.message;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.template.Place;
import org.facteur.message.template.Template;
import org.facteur.reason.Reason;

/** The pictures that an html template asks for, compared with those that the job file gives. */
final class PictureReferences {

    private static final Pattern CID = Pattern.compile("\\bcid:([A-Za-z0-9._@+-]+|\\{\\{)", Pattern.CASE_INSENSITIVE);

    private static final String MADE = "{{";

    private PictureReferences() {}

    /**
     * @param problems receives each picture that the html shows and that is not there
     * @return the names that it shows; two braces stand for one that is made at merge time
     */
    static Set<String> shown(Template html, Set<String> pictures, List<Reason> problems) {
        Set<String> used = new HashSet<>();
        html.sources().forEach((file, source) -> {
            Place place = new Place(file, source);
            List<MatchResult> unseen = PathPictures.comments(source);
            Matcher cid = CID.matcher(source);
            while (cid.find()) {
                if (PathPictures.isIn(unseen, cid.start())) {
                    continue;
                }
                String name = cid.group(1);
                used.add(name);
                if (!pictures.contains(name) && !name.equals(MADE)) {
                    problems.add(Reason.at(
                            place.at(cid.start()),
                            MessageReason.PICTURE_NONE.of(
                                    name,
                                    pictures.isEmpty() ? name + ": " + name + ".png" : String.join(", ", pictures))));
                }
            }
        });
        return used;
    }

    /**
     * @param html names of what shows them
     * @return a warning for each picture that would travel with every letter and be shown in none
     */
    static List<Reason> unused(String html, Set<String> pictures, Set<String> shown) {
        // A name that is made at merge time may be any of them.
        return shown.contains(MADE)
                ? List.of()
                : pictures.stream()
                        .filter(picture -> !shown.contains(picture))
                        .map(picture -> Reason.at(
                                "campaign.message.inline." + picture, MessageReason.PICTURE_UNUSED.of(html, picture)))
                        .toList();
    }
}
