//! The benchmark: `cargo run --release -p otplint-tests --bin speed`.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Parser;
use otplint_tests::corpus::folder;
use otplint_tests::corpus::list::List;
use otplint_tests::program;
use otplint_tests::speed::baseline::{Parsed, parse};
use otplint_tests::speed::measure::{Run, median, run};
use otplint_tests::speed::sources::gather;

/// A bare parallel `syn::parse_file` against `otplint check`, over the same files.
#[derive(Debug, Parser)]
struct Options {
    /// How often each is run; rounds are interleaved.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Gather dependencies until there are this many lines.
    #[arg(long, default_value_t = 1_000_000)]
    lines: usize,
    /// The linter to run, instead of the one built from this workspace.
    #[arg(long, value_name = "PROGRAM")]
    otplint: Option<PathBuf>,
    /// Check these folders instead of the corpus and its dependencies.
    folders: Vec<PathBuf>,
    /// Only parse the files that this list names, one a line: the baseline's own process.
    #[arg(long, value_name = "LIST", hide = true)]
    parse: Option<PathBuf>,
}

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let options = Options::parse();
    let result = match &options.parse {
        Some(list) => parse_listed(list),
        None => compare(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn read_list(list: &Path) -> Result<Vec<PathBuf>, Fault> {
    Ok(std::fs::read_to_string(list)?
        .lines()
        .map(PathBuf::from)
        .collect())
}

/// The baseline: parses the listed files and prints what it saw as JSON.
fn parse_listed(list: &Path) -> Result<(), Fault> {
    println!("{}", serde_json::to_string(&parse(&read_list(list)?)?)?);
    Ok(())
}

fn compare(options: &Options) -> Result<(), Fault> {
    if cfg!(debug_assertions) {
        return Err("a debug build says nothing about speed; run it with --release".into());
    }
    if options.rounds == 0 {
        return Err("nothing to compare in no rounds; ask for at least one".into());
    }
    let linter = match &options.otplint {
        Some(program) => std::path::absolute(program)?,
        None => program::build()?,
    };
    let folders = match &*options.folders {
        [] => gather(&List::read(&folder().join("crates.toml"))?, options.lines)?,
        some => some
            .iter()
            .map(std::path::absolute)
            .collect::<Result<_, _>>()?,
    };
    let work = tempfile::tempdir()?;
    let check = |arguments: &[&str]| {
        let mut command = Command::new(&linter);
        command
            .args([
                "check",
                "--select",
                "all",
                "--preview",
                "--no-config",
                "--no-cache",
            ])
            .args(arguments)
            .args(&folders)
            .current_dir(work.path());
        command
    };

    let listed = check(&["--list-files"]).output()?;
    // 1 tells of a file that cannot be used; the others are listed all the same
    if !matches!(listed.status.code(), Some(0 | 1)) {
        let message = String::from_utf8_lossy(&listed.stderr);
        return Err(format!("otplint lists no files: {}", message.trim()).into());
    }
    let list = work.path().join("files");
    std::fs::write(&list, &listed.stdout)?;
    let mut baseline = Command::new(std::env::current_exe()?);
    baseline.arg("--parse").arg(&list).current_dir(work.path());
    // also warms the page cache for both; this process parses nothing itself, so that it stays small
    let seen: Parsed = serde_json::from_slice(&baseline.output()?.stdout)?;
    println!(
        "{} files in {} folders, {} lines, {} bytes; {} of them do not parse; {} threads",
        seen.files + seen.failed,
        folders.len(),
        seen.lines,
        seen.bytes,
        seen.failed,
        std::thread::available_parallelism()?
    );

    let mut rounds = Vec::new();
    for round in 1..=options.rounds {
        let pair = (
            run(&mut baseline)?,
            run(&mut check(&["--format", "json", "--quiet"]))?,
        );
        println!(
            "round {round}: parse {:.3?}, check {:.3?}",
            pair.0.wall, pair.1.wall
        );
        rounds.push(pair);
    }
    print_runs(
        "syn, bare parse",
        &rounds.iter().map(|pair| pair.0).collect::<Vec<_>>(),
        seen,
    );
    print_runs(
        "otplint check",
        &rounds.iter().map(|pair| pair.1).collect::<Vec<_>>(),
        seen,
    );
    let ratios = rounds
        .iter()
        .map(|(parse, check)| check.wall.as_secs_f64() / parse.wall.as_secs_f64());
    println!(
        "check / parse: {:.2} times (median of {} rounds)",
        median(ratios.collect()),
        rounds.len()
    );

    let timings = check(&["--format", "json", "--timings"]).output()?;
    println!("\nstages, as otplint --timings tells them:");
    print!("{}", String::from_utf8_lossy(&timings.stderr));
    Ok(())
}

fn print_runs(name: &str, runs: &[Run], seen: Parsed) {
    #[allow(clippy::cast_precision_loss, reason = "numbers for people")]
    let (lines, bytes) = (seen.lines as f64, seen.bytes as f64);
    let of = |value: fn(&Run) -> f64| median(runs.iter().map(value).collect());
    let wall = of(|run| run.wall.as_secs_f64());
    #[allow(clippy::cast_precision_loss, reason = "numbers for people")]
    let peak = of(|run| run.peak as f64);
    println!(
        "{name:<16} {wall:>7.3} s wall, {:>7.3} s on all cores, {:>9.0} lines/s, peak {:>6.0} MB, {:.1} bytes a source byte",
        of(|run| run.cpu.as_secs_f64()),
        lines / wall,
        peak / 1e6,
        peak / bytes,
    );
}
