//! The store on the disk beside rusqlite and raw writes used directly.
//!
//! `cargo bench -p otp-runtime --bench durable [-- ROUNDS [sqlite | postgres]]`. Disks vary tenfold from minute to minute, so the ways are
//! run in turn, and the medians of the rounds' ratios are what counts.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

mod direct;
mod ours;
mod postgres;
#[path = "../../tests/durable_postgres/server.rs"]
#[allow(dead_code, reason = "the tests do more with it")]
mod server;

use std::path::Path;
use std::time::Duration;

/// Small appends of each writer in a round.
const APPENDS: usize = 4096;
/// Events that a recovery reads.
const EVENTS: u64 = 100_000;

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Does its work in the folder, and answers how long it took.
type Run<'a> = &'a dyn Fn(&Path) -> Duration;

/// Runs each way in turn on an empty folder, and prints the medians as ratios to the first.
fn compare(title: &str, rounds: usize, ways: &[(&str, Run<'_>)]) {
    let mut times = vec![Vec::new(); ways.len()];
    for _ in 0..rounds {
        for ((_, way), times) in ways.iter().zip(&mut times) {
            let folder = tempfile::tempdir().unwrap();
            times.push(way(folder.path()).as_secs_f64());
        }
    }
    println!("{title}");
    for ((name, _), way) in ways.iter().zip(&times) {
        let ratios = way
            .iter()
            .zip(&times[0])
            .map(|(time, first)| time / first)
            .collect();
        let time = Duration::from_secs_f64(median(way.clone()));
        println!("  {name:<44} {time:>10.1?}  × {:.2}", median(ratios));
    }
}

fn main() {
    let rounds = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(7);
    let only = |which: &str| {
        let other = if which == "sqlite" {
            "postgres"
        } else {
            "sqlite"
        };
        std::env::args().all(|argument| argument != other)
    };
    if only("postgres") {
        match server::binaries() {
            Some(binaries) => postgres::compare(&binaries, rounds),
            None => println!("no PostgreSQL server is installed: its part is left out"),
        }
    }
    if only("sqlite") {
        sqlite(rounds);
    }
}

fn sqlite(rounds: usize) {
    for writers in [1, 64] {
        let each = if writers == 1 {
            APPENDS / 16
        } else {
            APPENDS / writers
        };
        let (_, commits, groups) = {
            let folder = tempfile::tempdir().unwrap();
            ours::append(folder.path(), writers, each)
        };
        let batch = (commits as f64 / groups as f64).round() as usize;
        println!(
            "{writers} writers: {:.1} operations a sync",
            commits as f64 / groups as f64
        );
        let total = writers * each;
        compare(
            &format!(
                "{total} small appends by {writers} writers, in batches of {batch} where it is direct"
            ),
            rounds,
            &[
                ("rusqlite, the same rows and batches", &|folder| {
                    direct::append(folder, total, batch)
                }),
                ("write + fdatasync, preallocated", &|folder| {
                    direct::raw(folder, total, batch)
                }),
                ("Durable::append", &|folder| {
                    ours::append(folder, writers, each).0
                }),
                ("Map::insert", &|folder| ours::insert(folder, writers, each)),
            ],
        );
    }
    compare(
        &format!("recovery of a state from {EVENTS} events"),
        rounds,
        &[
            ("rusqlite: scan, decode, apply", &|folder| {
                ours::fill(folder, EVENTS);
                direct::recover(folder, EVENTS)
            }),
            ("Store::durable", &|folder| {
                ours::fill(folder, EVENTS);
                ours::recover(folder, EVENTS)
            }),
        ],
    );
    compare(
        &format!("{APPENDS} jobs through a queue, 64 producers and 64 workers"),
        rounds,
        &[
            ("Durable::append of as many events", &|folder| {
                ours::append(folder, 64, APPENDS / 64).0
            }),
            ("push, lease, ack", &|folder| ours::queue(folder, APPENDS)),
        ],
    );
}
