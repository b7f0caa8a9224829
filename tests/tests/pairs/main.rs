//! Pairs of programs, a flawed and a corrected one, under the same fault: the first loses, the second does not; and
//! otplint tells them apart.
//!
//! The programs lie in `tests/pairs/<rule>`. They are what runs here and what the linter reads.
#![forbid(unsafe_code)]

mod ad_hoc_timer;
mod fake_atomicity;
mod volatile_state;

use std::path::Path;

use otplint_tests::cases::found::{Found, Source, find};
use otplint_tests::exports;

/// What the linter finds in one program of a pair.
fn findings(rule: &str, program: &str) -> Vec<Found> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pairs");
    let path = folder.join(rule).join(format!("{program}.rs"));
    let text = std::fs::read_to_string(&path).unwrap();
    let name = format!("{program}.rs");
    find(&[Source { name, text }]).unwrap()
}

/// The rule speaks of the flawed program, with a way out that exists, and nothing speaks of the corrected one.
fn assert_told_apart(rule: &str) {
    let flawed = findings(rule, "flawed");
    let own: Vec<_> = flawed.iter().filter(|it| it.rule == rule).collect();
    assert_eq!(own.len(), 1, "{rule}: {flawed:#?}");
    let replacement = own[0].replacement;
    assert!(exports::of_runtime().has(replacement), "{replacement}");
    let corrected = findings(rule, "corrected");
    assert!(corrected.is_empty(), "{rule}: {corrected:#?}");
}
