package org.facteur.message.dkim;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.Result;
import org.apache.james.jdkim.exceptions.FailException;

/** Somebody else's opinion of our signatures: jDKIM's, with the records of our keys in place of DNS. */
public final class Verification {

    private final Map<String, String> records;

    public Verification(DkimSigner signer) {
        this.records = signer.keys().stream()
                .collect(Collectors.toMap(
                        selected -> selected.selector().name(),
                        selected -> selected.key().record()));
    }

    /** @return {@code pass}, or why not, for each of its signatures */
    public List<String> of(byte[] letter) {
        DKIMVerifier verifier = new DKIMVerifier(
                (method, selector, domain) -> List.of(String.valueOf(records.get(selector.toString()))));
        try {
            verifier.verify(new ByteArrayInputStream(letter));
        } catch (FailException e) {
            // It stands among the results.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return verifier.getResults().stream().map(Verification::said).toList();
    }

    private static String said(Result result) {
        return result.isSuccess() ? "pass" : result.getResultType() + ": " + result.getErrorMessage();
    }
}
