//! Plants flaws and counts which are found: `cargo run --release -p otplint-tests --bin inject`.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a program for the terminal"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use otplint_tests::injection::carrier::Carrier;
use otplint_tests::injection::mutant::{self, Mutant};
use otplint_tests::injection::score::{self, Outcome, Row};
use otplint_tests::injection::{Error, compile, folder};
use otplint_tests::program;

/// Flaws planted in clean services, and how many of them the linter finds.
#[derive(Debug, Parser)]
struct Options {
    /// Only the flaws of these rules.
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
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
    run(&Options::parse()).unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

fn run(options: &Options) -> Result<ExitCode, Error> {
    let carriers = Carrier::all(&folder())?;
    let mut mutants = Vec::new();
    for carrier in &carriers {
        mutants.extend(mutant::all(carrier)?);
    }
    mutants.retain(|mutant: &Mutant| {
        (options.rule.is_empty() || options.rule.contains(&mutant.rule))
            && options
                .only
                .as_ref()
                .is_none_or(|text| mutant.id.contains(text))
    });
    if options.list {
        for mutant in &mutants {
            println!("{}\t{}\t{}", mutant.rule, mutant.id, mutant.operator);
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
        for found in &findings {
            fit = false;
            println!("not clean: {}: {found}", carrier.name);
        }
        clean.insert(carrier.name.clone(), findings);
    }

    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for mutant in &mutants {
        rows.entry(mutant.rule.clone()).or_default().mutants += 1;
    }
    if !options.no_compile {
        let compiling = compile::compiling(&mutants, &folder(), &target, &mut |text| {
            eprintln!("{text}");
        })?;
        mutants.retain(|mutant| compiling.contains(&mutant.id));
    }
    let outcomes = score::score(&binary, &mutants, &clean, work)?;
    for (mutant, outcome) in mutants.iter().zip(&outcomes) {
        let row = rows.entry(mutant.rule.clone()).or_default();
        row.add(mutant.placement, matches!(outcome, Outcome::Found));
    }

    println!(
        "{:24}{:>8}{:>9}{:>7}{:>7}{:>12}{:>12}{:>12}",
        "rule", "mutants", "compiled", "found", "share", "in place", "same file", "other file"
    );
    for (rule, row) in &rows {
        println!(
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
    println!("\nmissed (otplint why, below {}):", work.join("mutants").display());
    for (mutant, outcome) in mutants.iter().zip(&outcomes) {
        if let Outcome::Missed(others) = outcome {
            println!("{}\t{}\t{}", mutant.rule, mutant.id, mutant.operator);
            for other in others {
                println!("\telsewhere: {other}");
            }
        }
    }
    Ok(if fit {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
