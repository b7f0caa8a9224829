//! Runs `tests/cases`, a test for each, and the examples of the rules' pages.
//!
//! `cargo test -p otplint-tests --test cases -- raw-send` runs those of one rule.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use otplint_tests::{cases, pages};

fn main() -> ExitCode {
    let mut trials = Vec::new();
    match cases::all() {
        Ok((cases, strays)) => {
            trials.extend(
                cases
                    .into_iter()
                    .map(|case| Trial::test(case.name(), move || Ok(case.run()?))),
            );
            trials.extend(strays.into_iter().map(|stray| {
                let told = stray.clone();
                Trial::test(stray, move || Err(told.into()))
            }));
        }
        Err(error) => trials.push(Trial::test("tests/cases", move || Err(error.into()))),
    }
    for rule in otplint_rules::all() {
        let meta = rule.meta();
        trials.push(Trial::test(
            format!("{}/page", meta.id),
            move || match pages::run(meta.id, meta.page) {
                problems if problems.is_empty() => Ok(()),
                problems => Err(problems.join("\n").into()),
            },
        ));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
