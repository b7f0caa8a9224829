//! otp-runtime beside raw tokio in one run with interleaved rounds. Prints the median of each, and its ratio to raw tokio.
//!
//! `cargo bench -p otp-runtime [-- FILTER]`

mod otp;
mod raw;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// What one round measured: nanoseconds, or bytes, for one operation.
type Round = Pin<Box<dyn Future<Output = f64>>>;

/// One way to do the same thing.
struct Way {
    name: &'static str,
    run: fn() -> Round,
}

macro_rules! ways {
    ($($name:literal => $run:expr),* $(,)?) => {
        vec![$(Way { name: $name, run: || Box::pin($run) }),*]
    };
}

const CAPACITY: usize = 256;
const SECOND: Duration = Duration::from_secs(1);

/// Runs `total` operations and answers nanoseconds for one.
pub async fn timed(total: usize, work: impl Future<Output = ()>) -> f64 {
    let start = std::time::Instant::now();
    work.await;
    start.elapsed().as_nanos() as f64 / total as f64
}

/// Measures in a program of its own, where nothing was allocated and freed before.
fn fresh(way: &str) -> f64 {
    let exe = std::env::current_exe().expect("this program");
    let output = std::process::Command::new(exe)
        .arg(way)
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .expect("it prints a number")
}

/// Resident memory of this program in bytes.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<f64>().ok());
    pages.unwrap_or(f64::NAN) * 4096.0
}

fn runtime(threads: usize) -> tokio::runtime::Runtime {
    let mut builder = if threads == 1 {
        tokio::runtime::Builder::new_current_thread()
    } else {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(threads);
        builder
    };
    builder.enable_all().build().expect("a tokio runtime")
}

fn cases() -> Vec<(&'static str, usize, Vec<Way>)> {
    vec![
        (
            "cast 24 B",
            31,
            ways!["raw tokio" => raw::cast::<3>(), "otp-runtime" => otp::cast::<3>()],
        ),
        (
            "cast 256 B",
            31,
            ways!["raw tokio" => raw::cast::<32>(), "otp-runtime" => otp::cast::<32>()],
        ),
        (
            "call with deadline (raw: without)",
            31,
            ways!["raw tokio" => raw::call(), "otp-runtime" => otp::call()],
        ),
        (
            "start, init, stop",
            15,
            ways!["raw tokio" => raw::spawn(), "otp-runtime" => otp::spawn()],
        ),
        (
            "memory of an idle process (bytes)",
            3,
            ways![
                "raw tokio" => async { fresh("memory-of-raw") },
                "otp-runtime" => async { fresh("memory-of-otp") },
            ],
        ),
        (
            "crash to restarted",
            7,
            ways!["raw tokio" => raw::restart(), "otp-runtime" => otp::restart()],
        ),
        (
            "timer: schedule",
            5,
            ways!["raw tokio" => raw::schedule(), "otp-runtime" => otp::schedule()],
        ),
        (
            "timer: cancel",
            5,
            ways!["raw tokio" => raw::cancel(), "otp-runtime" => otp::cancel()],
        ),
    ]
}

#[allow(clippy::print_stdout, reason = "printing is what a benchmark is for")]
fn main() {
    // Crashes are measured too, and need not be printed.
    std::panic::set_hook(Box::new(|_| {}));
    match std::env::args().nth(1).as_deref() {
        Some("memory-of-raw") => return println!("{}", runtime(1).block_on(raw::memory())),
        Some("memory-of-otp") => return println!("{}", runtime(1).block_on(otp::memory())),
        _ => {}
    }
    let filter = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    for threads in [1, 2] {
        println!(
            "\n{threads} worker thread{}",
            if threads == 1 { "" } else { "s" }
        );
        for (name, rounds, ways) in cases() {
            if filter
                .as_ref()
                .is_some_and(|filter| !name.contains(&**filter))
            {
                continue;
            }
            let mut results = vec![Vec::new(); ways.len()];
            for _ in 0..rounds {
                for (way, results) in ways.iter().zip(&mut results) {
                    // A task on the runtime's own threads, as in a service; `block_on` alone would run beside them.
                    let local = runtime(threads);
                    results.push(local.block_on((way.run)()));
                }
            }
            let medians: Vec<_> = results.into_iter().map(median).collect();
            for (way, median) in ways.iter().zip(&medians) {
                println!(
                    "  {name:36} {:12} {median:10.1}  {:5.2}",
                    way.name,
                    median / medians[0]
                );
            }
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
