package org.facteur.message;

import org.facteur.reason.ReasonKey;

/** What may be wrong with a letter, a picture or an attachment. Names and values are arguments, never words of the text. */
enum MessageReason implements ReasonKey {
    FILE_PERMISSIONS,
    NOTHING,
    LOCALE,
    SUBJECT_EMPTY,
    PICTURE_NAME,
    PICTURE_KIND,
    PICTURE_HTML,
    PICTURE_NONE,
    PICTURE_UNUSED,
    MAILTO,
    URL,
    LETTER_EMPTY,
    PICTURE_PATH,
    PICTURE_CONTACT,
    HTML_BLANK,
    HTML_MARKDOWN,
    HTML_TEXT,
    SHEET_LINK,
    ATTACHMENT_OUT
}
