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

mod kit;
mod server;

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
    vec![test("kit::postgres", kit::postgres)]
}
