//! What doc comments claim: that a future may be dropped at any time, that something happens whole or not at all.

use memchr::memmem;

use super::Attrs;

/// What is said of futures that may be dropped at any time.
const CANCEL: &[&str] = &[
    "cancel safe",
    "cancel-safe",
    "cancellation safe",
    "cancellation-safe",
];

/// What is said of what happens whole or not at all.
const ATOMIC: &[&str] = &[
    "atomically",
    "is atomic",
    "are atomic",
    "be atomic",
    "atomic operation",
    "atomic step",
    "atomic update",
    "atomic change",
    "atomic transaction",
    "one atomic",
    "single atomic",
    "all-or-nothing",
    "all or nothing",
    "all or none",
    "both or neither",
    "both or none",
    "or not at all",
    "or nothing happens",
    "or nothing has happened",
    "single transaction",
    "one transaction",
    "the same transaction",
    "as a transaction",
    "transactionally",
    "is rolled back",
    "are rolled back",
];

/// What is said before [`NOTHING`].
const WHOLE: &[&str] = &["either ", "all ", "every ", "whole ", "both ", "each "];

/// What is said after [`WHOLE`].
const NOTHING: &[&str] = &[
    " or none of ",
    " or nothing of ",
    " or nothing at all",
    " or none at all",
    " or neither",
    " or nothing is",
    " or none is",
    " or none are",
];

/// What a sentence begins with that claims it in a word.
const IN_A_WORD: &[&str] = &["atomic:", "atomic,", "atomic;", "transactional:"];

/// What is said of what a failure leaves alone.
const UNTOUCHED: &[&str] = &[
    "nothing is changed",
    "nothing changes",
    "nothing is written",
    "nothing is modified",
    "no changes are made",
    "no change is made",
    "unchanged",
    "unmodified",
];

/// What is said of a failure.
const FAILURE: &[&str] = &["error", "fail", "refuse", "invalid"];

/// What is said of what must not be seen.
const HALVES: &[&str] = &[
    "partially applied",
    "partially written",
    "partial update",
    "partial write",
    "half-written",
    "half-applied",
];

/// What turns a claim into its opposite, or keeps halves away.
const DENIALS: &[&str] = &[
    "not ",
    "n't ",
    "non-",
    "no longer ",
    "never ",
    "no ",
    "without ",
];

/// Whether a text may hold one of these words: of most files no doc comment need be read.
pub(super) fn may_claim(text: &str) -> bool {
    // Without what may be a capital.
    let parts = [
        "ancel",
        "ANCEL",
        "tomically",
        " atomic",
        "Atomic:",
        "Atomic.",
        "Atomic,",
        "Atomic;",
        "or none",
        "ransaction",
        "othing",
        "or neither",
        "not at all",
        "olled back",
        "nchanged",
        "nmodified",
        "artial",
        "half-",
    ];
    let mut parts = parts.iter();
    parts.any(|part| memmem::find(text.as_bytes(), part.as_bytes()).is_some())
}

/// Reads the doc comment of an item.
pub(super) fn read(docs: &str, attrs: &mut Attrs) {
    if !may_claim(docs) {
        return;
    }
    let docs = docs.to_lowercase();
    let words: Vec<&str> = docs.split_whitespace().collect();
    let docs = words.join(" ");
    if CANCEL.iter().any(|word| docs.contains(word)) {
        let denies = |word: &&str| {
            ["not ", "non-", "isn't "]
                .iter()
                .any(|denial| docs.contains(&format!("{denial}{word}")))
        };
        if CANCEL.iter().any(denies) {
            attrs.claims_not_cancel_safe = true;
        } else {
            attrs.claims_cancel_safe = true;
        }
    }
    attrs.claims_atomic = docs.split(". ").any(claims_atomic);
}

/// `is atomic, but`: what follows says where it is not.
fn taken_back(rest: &str) -> bool {
    [", but", ", except", ", unless", ", though", ", although"]
        .iter()
        .any(|turn| rest.contains(turn))
}

fn claims_atomic(sentence: &str) -> bool {
    let denied = |before: &str| DENIALS.iter().any(|denial| before.contains(denial));
    let whole = ATOMIC
        .iter()
        .filter_map(|word| sentence.find(word))
        .any(|at| !denied(&sentence[..at]) && !taken_back(&sentence[at..]));
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let no_halves = HALVES
        .iter()
        .filter_map(|word| sentence.find(word))
        .any(|at| denied(&sentence[..at]));
    let sentence = sentence.trim_end_matches('.');
    let in_a_word = sentence == "atomic" || IN_A_WORD.iter().any(|word| sentence.starts_with(word));
    // `Returns all of them or none` is what a reader gets.
    let either = NOTHING
        .iter()
        .filter_map(|word| sentence.find(word))
        .any(|at| {
            let before = &sentence[..at + 1];
            let reads = ["returns ", "yields ", "whether "];
            WHOLE.iter().any(|word| before.contains(word))
                && !reads.iter().any(|word| before.starts_with(word))
                && !denied(before)
        });
    whole || in_a_word || either || has(UNTOUCHED) && has(FAILURE) || no_halves
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atomic(docs: &str) -> bool {
        let mut attrs = Attrs::default();
        read(docs, &mut attrs);
        attrs.claims_atomic
    }

    #[test]
    fn what_claims_to_be_atomic() {
        for docs in [
            "Moves the amount atomically.",
            "Books both. This operation is atomic.",
            "Writes both directions as one atomic step.",
            "All or nothing: the catalog never knows half an article.",
            "Runs as one\ntransaction.",
            "When a line is invalid, the table is left unchanged.",
            "A reader never sees a partially applied batch.",
            "Takes every line of a cart out of the stock, or none of them.",
            "Either the whole journey is booked or nothing of it.",
            "Claims a job. Atomic: of two machines one gets it.",
            "Renames both. Atomic.",
            "Both accounts change, or neither does.",
        ] {
            assert!(atomic(docs), "{docs}");
        }
    }

    #[test]
    fn what_claims_nothing_of_the_kind() {
        for docs in [
            "This is not atomic.",
            "A non-atomic counter.",
            "Usually these changes are atomic, but this flushes them before the end.",
            "The two writes are no longer atomic, see below.",
            "Holds an atomic counter.",
            "Begins a transaction.",
            "Returns the text unchanged.",
            "May leave a partial update behind.",
            "Returns all matching rows, or none of them when the range is empty.",
            "Atomic counters of what was sent.",
            "The key, or nothing at all.",
        ] {
            assert!(!atomic(docs), "{docs}");
        }
    }
}
