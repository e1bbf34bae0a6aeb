package org.facteur.verdict;

import org.facteur.reason.ReasonKey;

/** What a reply means in other words than {@link Category}, {@link Scope} and {@link Reaction}, and what may be wrong with rules. */
enum VerdictReason implements ReasonKey {
    RUN_BLOCKED,
    RUN_CONTENT,
    RUN_TOO_LARGE,
    RUN_UNKNOWN,
    RULES_NONE,
    RULES_DEVICE,
    RULES_UNREADABLE,
    RULES_LIST,
    RULES_EMPTY,
    RULES_YAML_PLACE,
    RULES_YAML,
    RULES_FIELDS,
    RULES_FIELD,
    RULES_TWICE,
    RULES_ALL,
    RULES_MADE_FOR,
    RULES_NEED,
    RULES_TERM,
    RULES_PATTERN,
    RULES_CHOICE,
    RULES_LINE,
    ASKED_HOURS,
    ASKED_MINUTES,
    ASKED_SECONDS,
    EXPLAIN_NO_REPLY,
    EXPLAIN_MEANS,
    EXPLAIN_CONCERNS,
    EXPLAIN_RUN,
    EXPLAIN_EXAMPLE,
    EXPLAIN_WORDS,
    RULES_RULE,
    RULES_FILE,
    RULES_TERMS,
    RULES_NAMED,
    RULES_CHOICE_OF,
    RULES_MADE_FOR_EXAMPLE
}
