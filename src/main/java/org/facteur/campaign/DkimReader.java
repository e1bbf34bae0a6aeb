package org.facteur.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.facteur.address.Domain;
import org.facteur.address.Mailbox;
import org.facteur.message.dkim.DkimKey;
import org.facteur.message.dkim.DkimSigner;
import org.facteur.message.dkim.DkimSigner.Selected;
import org.facteur.message.dkim.Selector;
import org.facteur.message.dkim.SignatureAlgorithm;
import org.facteur.reason.InvalidValueException;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/** Reads {@code campaign.dkim}: who signs the letters, with which keys. */
final class DkimReader {

    private final Section dkim;
    private final boolean needed;

    DkimReader(Section dkim) {
        this.dkim = dkim;
        this.needed = dkim.reading().purpose().needsKeys();
    }

    /**
     * Null where it cannot be used, which is among the problems then, and where nobody signs.
     *
     * @param from the campaign's; null where it cannot be used
     */
    @Nullable
    DkimSigner read(@Nullable Mailbox from, List<RelayRoute> routes) {
        Domain domain = dkim.required("domain", Domain::new, "domain: ecole.example");
        Selected first = selected(dkim, SignatureAlgorithm.RSA);
        Selected second = dkim.has("ed25519") ? ed25519(dkim.section("ed25519"), first) : null;
        dkim.refuseOthers();
        if (domain == null || first == null) {
            return null;
        }
        DkimSigner signer = new DkimSigner(
                domain, Stream.of(first, second).filter(Objects::nonNull).toList());
        if (from != null && !signer.alignsWith(from.address().domain())) {
            dkim.problem("domain", JobFileReason.DKIM_FROM.of(domain, from.address()));
        }
        for (RelayRoute route : routes) {
            Mailbox own = route.relay().from();
            if (own != null && !signer.alignsWith(own.address().domain())) {
                dkim.warn(
                        "domain",
                        JobFileReason.DKIM_RELAY.of(domain, route.relay().name(), own.address()));
            }
        }
        return signer;
    }

    private @Nullable Selected ed25519(Section section, @Nullable Selected first) {
        Selected second = selected(section, SignatureAlgorithm.ED25519);
        section.refuseOthers();
        if (first != null && second != null && first.selector().equals(second.selector())) {
            section.problem("selector", JobFileReason.DKIM_SELECTOR_SAME.of(second.selector()));
        }
        return second;
    }

    private @Nullable Selected selected(Section section, SignatureAlgorithm algorithm) {
        Selector selector = section.required("selector", Selector::new, "selector: facteur");
        if (!section.has("key-file")) {
            section.problem("key-file", JobFileReason.DKIM_KEY.of());
        }
        Path file = needed ? FileForms.file(section, "key-file") : null;
        DkimKey key = file == null ? null : key(section, file, algorithm);
        return selector == null || key == null ? null : new Selected(selector, key);
    }

    private static @Nullable DkimKey key(Section section, Path file, SignatureAlgorithm wanted) {
        try {
            if (Secrets.othersMayRead(file)) {
                section.problem("key-file", JobFileReason.DKIM_OTHERS.of(file));
                return null;
            }
            DkimKey key = DkimKey.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (key.algorithm() != wanted) {
                section.problem("key-file", wrongKind(file, wanted));
                return null;
            }
            if (wanted == SignatureAlgorithm.RSA && key.bits() < DkimKey.RECOMMENDED) {
                section.warn("key-file", JobFileReason.DKIM_SHORT.of(file, key.bits(), DkimKey.RECOMMENDED));
            }
            return key;
        } catch (InvalidValueException e) {
            section.problem("key-file", Reason.about(file.toString(), e.reason()));
        } catch (IOException e) {
            section.problem("key-file", JobFileReason.SECRET_UNREADABLE.of(file));
        }
        return null;
    }

    private static Reason wrongKind(Path file, SignatureAlgorithm wanted) {
        return switch (wanted) {
            case RSA -> JobFileReason.DKIM_RSA.of(file);
            case ED25519 -> JobFileReason.DKIM_ED25519.of(file);
        };
    }
}
