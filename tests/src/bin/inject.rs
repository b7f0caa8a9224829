//! Plants flaws and counts which are found: `cargo run --release -p otplint-tests --bin inject`.
#![forbid(unsafe_code)]
#![allow(clippy::print_stderr, reason = "a program for the terminal")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use otplint_tests::injection::carrier::Carrier;
use otplint_tests::injection::mutant::{self, Mutant};
use otplint_tests::injection::score::{self, Outcome, Row};
use otplint_tests::injection::site::Set;
use otplint_tests::injection::{Error, compile, folder};
use otplint_tests::program;

/// Flaws planted in clean services, and how many of them the linter finds.
#[derive(Debug, Parser)]
struct Options {
    /// Only the flaws of these rules.
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// Only the carriers of this set.
    #[arg(long)]
    set: Option<Set>,
    /// Only those whose id contains this.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// The linter to run, instead of the one built from this workspace.
    #[arg(long, value_name = "PROGRAM")]
    otplint: Option<PathBuf>,
    /// Take it for granted that every mutant compiles.
    #[arg(long)]
    no_compile: bool,
    /// Write the mutants here, below `mutants`, instead of into the target folder.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Print the mutants, and stop.
    #[arg(long)]
    list: bool,
}

fn main() -> ExitCode {
    let mut text = String::new();
    let result = run(&Options::parse(), &mut text);
    // a reader that has gone away (`| head`) is no failure
    let _ = std::io::stdout().write_all(text.as_bytes());
    result.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

/// Does what is asked and writes what there is to say into `text`.
fn run(options: &Options, text: &mut String) -> Result<ExitCode, Error> {
    let carriers = Carrier::all(&folder())?;
    let mut mutants = Vec::new();
    for carrier in &carriers {
        mutants.extend(mutant::all(carrier)?);
    }
    mutants.retain(|mutant: &Mutant| {
        (options.rule.is_empty() || options.rule.contains(&mutant.rule))
            && options.set.is_none_or(|set| set == mutant.set)
            && options
                .only
                .as_ref()
                .is_none_or(|part| mutant.id.contains(part))
    });
    if options.list {
        for mutant in &mutants {
            let _ = writeln!(text, "{}\t{}\t{}", mutant.rule, mutant.id, mutant.operator);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let target = folder().join("../../target/injection");
    std::fs::create_dir_all(&target).map_err(|source| Error::File {
        path: target.clone(),
        source,
    })?;
    let target = target.canonicalize().map_err(|source| Error::File {
        path: target.clone(),
        source,
    })?;
    let binary = match &options.otplint {
        Some(binary) => binary.clone(),
        None => program::build()?,
    };
    let work = options.keep.as_ref().unwrap_or(&target);

    let mut fit = true;
    let mut clean = BTreeMap::new();
    for carrier in &carriers {
        if !mutants.iter().any(|mutant| mutant.carrier == carrier.name) {
            continue;
        }
        let findings = score::clean(&binary, carrier, work)?;
        for found in findings.iter().filter(|_| !carrier.published) {
            fit = false;
            let _ = writeln!(text, "not clean: {}: {found}", carrier.name);
        }
        clean.insert(carrier.name.clone(), findings);
    }

    let mut tables: BTreeMap<Set, BTreeMap<String, Row>> = BTreeMap::new();
    for mutant in &mutants {
        let rows = tables.entry(mutant.set).or_default();
        rows.entry(mutant.rule.clone()).or_default().mutants += 1;
    }
    if !options.no_compile {
        let compiling = compile::compiling(&mutants, &folder(), &target, &mut |said| {
            eprintln!("{said}");
        })?;
        mutants.retain(|mutant| compiling.contains(&mutant.id));
    }
    let outcomes = score::score(&binary, &mutants, &clean, work)?;
    for (mutant, outcome) in mutants.iter().zip(&outcomes) {
        let rows = tables.entry(mutant.set).or_default();
        let row = rows.entry(mutant.rule.clone()).or_default();
        row.add(mutant.placement, matches!(outcome, Outcome::Found));
    }

    for (set, rows) in &tables {
        print(*set, rows, text);
    }
    let _ = writeln!(
        text,
        "missed (otplint why, below {}):",
        work.join("mutants").display()
    );
    for (mutant, outcome) in mutants.iter().zip(&outcomes) {
        if let Outcome::Missed(others) = outcome {
            let _ = writeln!(text, "{}\t{}\t{}", mutant.rule, mutant.id, mutant.operator);
            for other in others {
                let _ = writeln!(text, "\telsewhere: {other}");
            }
        }
    }
    Ok(if fit {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The table of a set.
fn print(set: Set, rows: &BTreeMap<String, Row>, text: &mut String) {
    let _ = writeln!(
        text,
        "{:24}{:>8}{:>9}{:>7}{:>7}{:>12}{:>12}{:>12}",
        set.to_string(),
        "mutants",
        "compiled",
        "found",
        "share",
        "in place",
        "same file",
        "other file"
    );
    for (rule, row) in rows {
        let _ = writeln!(
            text,
            "{rule:24}{:>8}{:>9}{:>7}{:>6}%{:>12}{:>12}{:>12}",
            row.mutants,
            row.total.all,
            row.total.found,
            row.total.percent(),
            row.here,
            row.same_file,
            row.other_file
        );
    }
    let _ = writeln!(text);
}
