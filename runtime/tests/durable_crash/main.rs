//! Programs that die with a store open, by `kill -9` and by power loss, and disks that fail under them.
//!
//! The programs are this file's own executable, started again with a task in its environment. `CRASH_ROUNDS` sets how
//! many of them are killed. Power loss and failing disks need `strace`; without it these tests say so and are skipped,
//! unless `CRASH_NEEDS_STRACE` is set.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the programs talk to their test, and tests to people"
)]

mod check;
mod child;
mod disk;
mod failing;
mod kill;
mod opening;
mod power;
mod service;
mod trace;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    if let Some(task) = child::Task::from_environment() {
        return child::run(task);
    }
    if let Some(path) = service::task() {
        return service::run(&path);
    }
    if let Some(code) = opening::task() {
        return code;
    }
    let arguments = Arguments::from_args();
    let test = |name, body: fn()| {
        Trial::test(name, move || {
            body();
            Ok(())
        })
    };
    let trials = vec![
        test(
            "kill::acknowledged_operations_survive",
            kill::acknowledged_operations_survive,
        ),
        test(
            "service::what_was_accepted_goes_on",
            service::what_was_accepted_goes_on,
        ),
        test(
            "power::acknowledged_operations_survive",
            power::acknowledged_operations_survive,
        ),
        test(
            "power::what_was_seen_after_a_kill_survives",
            power::what_was_seen_after_a_kill_survives,
        ),
        test(
            "power::a_failed_sync_is_not_believed",
            power::a_failed_sync_is_not_believed,
        ),
        test(
            "power::a_store_that_never_syncs_is_found_out",
            power::a_store_that_never_syncs_is_found_out,
        ),
        test(
            "power::an_answer_before_its_sync_is_found_out",
            power::an_answer_before_its_sync_is_found_out,
        ),
        test(
            "opening::a_read_only_file_system",
            opening::a_read_only_file_system,
        ),
        test(
            "opening::a_folder_of_somebody_else",
            opening::a_folder_of_somebody_else,
        ),
        test("opening::a_second_program", opening::a_second_program),
        test("failing::a_sync_that_fails", failing::a_sync_that_fails),
        test("failing::a_write_that_fails", failing::a_write_that_fails),
        test("failing::a_full_disk", failing::a_full_disk),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}
