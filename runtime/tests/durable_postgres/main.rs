//! The store on a PostgreSQL server, which these tests start and stop themselves.
//!
//! They need its binaries (`initdb` and `postgres`, on the `PATH` or under `/usr/lib/postgresql`); without them they say
//! so and are skipped, unless `STORE_NEEDS_POSTGRES` is set. As root they run the server as the user `postgres`, or
//! `nobody`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the programs talk to their test, and tests to people"
)]

mod crash;
mod cut;
mod fight;
mod kit;
mod model;
mod nodes;
mod open;
mod proxy;
#[path = "../durable/random.rs"]
mod random;
mod server;
mod services;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use server::{Server, Shared};

/// A runtime like that of a service.
fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test)
}

fn main() -> ExitCode {
    if let Some(code) = fight::program() {
        return code;
    }
    let arguments = Arguments::from_args();
    let Some(binaries) = server::binaries() else {
        eprintln!(
            "no PostgreSQL server is installed (initdb and postgres): ALL TESTS OF THE STORE ON IT ARE SKIPPED"
        );
        return if std::env::var_os("STORE_NEEDS_POSTGRES").is_some() {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        };
    };
    if arguments.list {
        return libtest_mimic::run(&arguments, trials(None)).exit_code();
    }
    let server = Arc::new(Server::start(&binaries, &[]));
    let result = libtest_mimic::run(&arguments, trials(Some(&server)));
    drop(server);
    result.exit_code()
}

fn trials(server: Option<&Shared>) -> Vec<Trial> {
    let test = |name: &str, body: fn(&Server)| {
        let server = server.cloned();
        Trial::test(name, move || {
            if let Some(server) = server {
                body(&server);
            }
            Ok(())
        })
    };
    vec![
        test("kit::postgres", kit::postgres),
        test(
            "model::the_server_does_what_the_memory_does",
            model::the_server_does_what_the_memory_does,
        ),
        test("nodes::they_start_together", nodes::they_start_together),
        test(
            "nodes::counters_lose_no_increment",
            nodes::counters_lose_no_increment,
        ),
        test(
            "nodes::no_two_rely_on_what_the_other_changes",
            nodes::no_two_rely_on_what_the_other_changes,
        ),
        test(
            "nodes::operations_happen_once",
            nodes::operations_happen_once,
        ),
        test(
            "nodes::workers_share_the_jobs",
            nodes::workers_share_the_jobs,
        ),
        test("nodes::news_spreads", nodes::news_spreads),
        test(
            "nodes::messages_keep_their_order",
            nodes::messages_keep_their_order,
        ),
        test(
            "nodes::sagas_are_carried_out_once",
            nodes::sagas_are_carried_out_once,
        ),
        test(
            "nodes::states_are_never_stale",
            nodes::states_are_never_stale,
        ),
        test(
            "nodes::states_follow_their_lease",
            nodes::states_follow_their_lease,
        ),
        test("nodes::leases_have_one_owner", nodes::leases_have_one_owner),
        test(
            "nodes::a_full_queue_is_full_for_all",
            nodes::a_full_queue_is_full_for_all,
        ),
        test(
            "nodes::a_program_follows_another",
            nodes::a_program_follows_another,
        ),
        test(
            "services::workflows_of_a_dead_node_are_taken_over",
            services::workflows_of_a_dead_node_are_taken_over,
        ),
        test("services::timers_come_once", services::timers_come_once),
        test("services::inspecting", services::inspecting),
        test(
            "cut::a_lost_answer_is_found_out",
            cut::a_lost_answer_is_found_out,
        ),
        test(
            "cut::what_cannot_be_found_out_is_unknown",
            cut::what_cannot_be_found_out_is_unknown,
        ),
        test(
            "cut::an_owner_that_stops_in_a_transaction",
            cut::an_owner_that_stops_in_a_transaction,
        ),
        test(
            "open::what_is_no_store_is_left_alone",
            open::what_is_no_store_is_left_alone,
        ),
        test(
            "open::a_newer_schema_is_refused",
            open::a_newer_schema_is_refused,
        ),
        test(
            "open::the_ordinary_tools_can_read_it",
            open::the_ordinary_tools_can_read_it,
        ),
        test(
            "open::a_server_that_does_not_sync_is_refused",
            open::a_server_that_does_not_sync_is_refused,
        ),
        test(
            "open::a_wait_for_a_standby_that_is_cut_short_is_unknown",
            open::a_wait_for_a_standby_that_is_cut_short_is_unknown,
        ),
        test(
            "crash::acknowledged_operations_survive",
            crash::acknowledged_operations_survive,
        ),
        test(
            "fight::a_paused_owner_wakes_after_the_takeover",
            fight::a_paused_owner_wakes_after_the_takeover,
        ),
        test(
            "fight::programs_fight_over_a_lease",
            fight::programs_fight_over_a_lease,
        ),
    ]
}
