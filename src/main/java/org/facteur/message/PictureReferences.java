package org.facteur.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.facteur.message.template.Place;
import org.facteur.message.template.Template;
import org.facteur.reason.Reason;

/** The pictures that an html template asks for, compared with those that the job file gives. */
final class PictureReferences {

    private static final Pattern CID = Pattern.compile("\\bcid:([A-Za-z0-9._@+-]+|\\{\\{)", Pattern.CASE_INSENSITIVE);

    private PictureReferences() {}

    /**
     * @param byPath those that it shows by their paths
     * @param problems receives each picture that the html shows and that is not there
     * @return a warning for each picture that would travel with every letter and be shown in none
     */
    static List<Reason> check(Template html, Set<String> pictures, Set<String> byPath, List<Reason> problems) {
        Set<String> used = new HashSet<>(byPath);
        html.sources().forEach((file, source) -> {
            Place place = new Place(file, source);
            Matcher cid = CID.matcher(source);
            while (cid.find()) {
                String name = cid.group(1);
                used.add(name);
                if (!pictures.contains(name) && !name.equals("{{")) {
                    problems.add(Reason.at(
                            place.at(cid.start()),
                            MessageReason.PICTURE_NONE.of(
                                    name,
                                    pictures.isEmpty() ? name + ": " + name + ".png" : String.join(", ", pictures))));
                }
            }
        });
        List<Reason> warnings = new ArrayList<>();
        for (String picture : pictures) {
            // A name that is made at merge time may be any of them.
            if (!used.contains(picture) && !used.contains("{{")) {
                warnings.add(Reason.at(
                        "campaign.message.inline." + picture, MessageReason.PICTURE_UNUSED.of(html.name(), picture)));
            }
        }
        return warnings;
    }
}
