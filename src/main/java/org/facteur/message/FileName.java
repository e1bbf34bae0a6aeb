package org.facteur.message;

import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ParameterList;
import org.facteur.message.template.SingleLine;

/** Content-Disposition (RFC 2183) with a file name in any alphabet (RFC 2231). */
final class FileName {

    private FileName() {}

    static String disposition(String disposition, String fileName) {
        ParameterList parameters = new ParameterList();
        parameters.set("filename", SingleLine.of(fileName), "UTF-8");
        return new ContentDisposition(disposition, parameters).toString();
    }
}
