//! Measures ways of doing the same thing side by side: interleaved rounds in one run, ratios to the first way.
//!
//! Rounds are short and many, and the lower quartile counts: what else the machine does makes a round slower, never
//! faster, and the median of a busy machine says more about its neighbours.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// What one round measured: nanoseconds, or bytes, for one operation.
pub type Round = Pin<Box<dyn Future<Output = f64>>>;

/// One way to do something.
pub struct Way {
    pub name: &'static str,
    pub run: fn() -> Round,
}

/// Something that can be done in several ways.
pub struct Case {
    pub name: &'static str,
    pub rounds: usize,
    pub ways: Vec<Way>,
}

/// `ways!["cast 24 B", 31, "raw tokio" => raw::cast(), …]`
#[macro_export]
macro_rules! case {
    ($case:literal, $rounds:literal, $($name:literal => $run:expr),* $(,)?) => {
        $crate::harness::Case {
            name: $case,
            rounds: $rounds,
            ways: vec![$($crate::harness::Way { name: $name, run: || Box::pin($run) }),*],
        }
    };
}

pub const CAPACITY: usize = 256;
pub const CASTS: usize = 20_000;
pub const CALLS: usize = 5_000;
pub const STARTS: usize = 1_000;
pub const IDLE: usize = 50_000;
pub const CRASHES: usize = 300;
pub const TIMERS: usize = 1_000_000;
pub const SECOND: Duration = Duration::from_secs(1);

/// Runs `total` operations and answers nanoseconds for one.
pub async fn timed(total: usize, work: impl Future<Output = ()>) -> f64 {
    let start = std::time::Instant::now();
    work.await;
    start.elapsed().as_nanos() as f64 / total as f64
}

/// A task on the runtime's own threads, as in a service; `block_on` alone would run beside them.
pub async fn in_task(work: impl Future<Output = f64> + Send + 'static) -> f64 {
    tokio::spawn(work).await.expect("no panic")
}

/// Measures memory in a program of its own, where nothing was allocated and freed before.
pub async fn fresh(way: &str) -> f64 {
    let exe = std::env::current_exe().expect("this program");
    let output = std::process::Command::new(exe)
        .arg(format!("{MEMORY_OF}{way}"))
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .expect("it prints a number")
}

const MEMORY_OF: &str = "memory-of-";

/// Resident memory of this program in bytes.
pub fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<f64>().ok());
    pages.unwrap_or(f64::NAN) * 4096.0
}

pub fn runtime(threads: usize) -> tokio::runtime::Runtime {
    let mut builder = if threads == 1 {
        tokio::runtime::Builder::new_current_thread()
    } else {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(threads);
        builder
    };
    builder.enable_all().build().expect("a tokio runtime")
}

/// Runs what the command line asks for: `[CASE [WAY [THREADS]]]`, all by default.
#[allow(clippy::print_stdout, reason = "printing is what a benchmark is for")]
pub fn main(cases: Vec<Case>, memory: Vec<Way>) {
    // Crashes are measured too, and need not be printed.
    std::panic::set_hook(Box::new(|_| {}));
    let arguments: Vec<_> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let of = |index: usize| arguments.get(index).map_or("", String::as_str);
    if let Some(name) = of(0).strip_prefix(MEMORY_OF) {
        let way = memory.iter().find(|way| way.name == name);
        let used = way.map(|way| runtime(1).block_on((way.run)()));
        return println!("{}", used.unwrap_or(f64::NAN));
    }
    for threads in [1, 2] {
        if !of(2).is_empty() && of(2) != threads.to_string() {
            continue;
        }
        println!("\n{threads} worker thread{}", &"s"[..threads - 1]);
        for case in cases.iter().filter(|case| case.name.contains(of(0))) {
            measure(case, of(1), threads);
        }
    }
}

#[allow(clippy::print_stdout, reason = "printing is what a benchmark is for")]
fn measure(case: &Case, only: &str, threads: usize) {
    let ways: Vec<_> = case
        .ways
        .iter()
        .filter(|way| way.name.contains(only))
        .collect();
    let mut results = vec![Vec::new(); ways.len()];
    for _ in 0..case.rounds {
        for (way, results) in ways.iter().zip(&mut results) {
            results.push(runtime(threads).block_on((way.run)()));
        }
    }
    let results: Vec<_> = results.into_iter().map(lower_quartile).collect();
    for (way, result) in ways.iter().zip(&results) {
        let ratio = result / results[0];
        println!(
            "  {:36} {:12} {result:10.1}  {ratio:5.2}",
            case.name, way.name
        );
    }
}

fn lower_quartile(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 4]
}
