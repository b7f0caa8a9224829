//! Disks that fail under a running program, by errors that `strace` injects into its calls.
//!
//! The program goes on: it reopens its store where it must, asks for outcomes by repeating its operations with their
//! ids, and at the end everything is there once.

use std::process::Stdio;

use crate::check::{Said, check};
use crate::child::Task;
use crate::trace;

/// Runs the program once for each place at which a call fails; the errors that it had.
fn survives(
    calls: &str,
    error: &str,
    places: impl IntoIterator<Item = &'static str>,
) -> Vec<String> {
    let inject = |place| run(&format!("{calls}:error={error}:when={place}"));
    places.into_iter().flat_map(inject).collect()
}

fn run(inject: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let task = Task::new(&folder.path().join("s.db"), 25);
    let calls = inject.split_once(':').map_or(inject, |(calls, _)| calls);
    let (trace, inject) = (format!("trace={calls}"), format!("inject={inject}"));
    let before = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        &trace,
        "-e",
        &inject,
    ];
    let output = task
        .command(&before)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", output.status);
    let mut said = Said::default();
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .for_each(|line| said.line(line));
    assert_eq!(said.acknowledged.len(), 100);
    check(&task.path, &said).unwrap();
    said.errors
}

fn assert_some(errors: &[String], expected: &str) {
    assert!(
        errors.iter().any(|error| error.contains(expected)),
        "{expected}: {errors:#?}"
    );
}

pub fn a_sync_that_fails() {
    if !trace::available() {
        return;
    }
    // Of a commit or of a checkpoint.
    let errors = survives(
        "fsync,fdatasync",
        "EIO",
        ["16", "17", "18", "19", "20", "21", "22", "23+15"],
    );
    assert_some(&errors, "it is not known whether this was written");
    assert_some(&errors, "the store refuses writes since an earlier failure");
}

pub fn a_write_that_fails() {
    if !trace::available() {
        return;
    }
    let errors = survives("pwrite64", "EIO", ["150", "171", "202+70"]);
    assert_some(&errors, "disk I/O error");
}

pub fn a_full_disk() {
    if !trace::available() {
        return;
    }
    let errors = survives("pwrite64", "ENOSPC", ["200..230"]);
    assert_some(&errors, "nothing was written: database or disk is full");
    assert!(
        !errors.iter().any(|error| error.contains("refuses writes")),
        "{errors:#?}"
    );
}
