//! The corpus from the command line: `cargo run -p otplint-tests --bin corpus -- check`.
#![forbid(unsafe_code)]
#![allow(clippy::print_stderr, reason = "a program for the terminal")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use otplint_tests::corpus::compare::{Comparison, bless, compare};
use otplint_tests::corpus::linter::{Found, Linter};
use otplint_tests::corpus::list::{Krate, List, Service};
use otplint_tests::corpus::precision::Precision;
use otplint_tests::corpus::reading::{judge, show};
use otplint_tests::corpus::verdicts::Judgement;
use otplint_tests::corpus::{Error, folder, sources, verdicts};
use otplint_tests::program;

/// Published crates, and a verdict for every finding on them.
#[derive(Debug, Parser)]
struct Options {
    #[command(subcommand)]
    command: Verb,
    /// Only these crates of the list.
    #[arg(long = "crate", value_name = "NAME", global = true)]
    crates: Vec<String>,
    /// The crates that nobody tunes on, instead of the tuned ones.
    #[arg(long, global = true)]
    unseen: bool,
    /// The services, checked out below this folder, instead of the crates.
    #[arg(long, value_name = "FOLDER", global = true, conflicts_with = "unseen")]
    services: Option<PathBuf>,
    /// The linter to run, instead of the one built from this workspace.
    #[arg(long, value_name = "PROGRAM", global = true)]
    otplint: Option<PathBuf>,
    /// Read `<crate>.json` here instead of running the linter.
    #[arg(long, value_name = "FOLDER", global = true, conflicts_with = "otplint")]
    reports: Option<PathBuf>,
}

#[derive(Clone, Debug, Subcommand)]
enum Verb {
    /// Have the sources through cargo and print their folders.
    Fetch,
    /// Fail on a finding without a verdict and on a true one that is lost.
    Check,
    /// Bring the verdict files up to date; new findings enter as unread.
    Bless,
    /// Show precision by rule, as the verdict files say.
    Precision,
    /// Show findings without a verdict, with their story and the code around it.
    Read {
        /// Only those of this rule.
        #[arg(long)]
        rule: Option<String>,
        /// How many lines above and below each place.
        #[arg(long, default_value_t = 12)]
        context: u32,
    },
    /// Put a verdict to a finding; `bless` first.
    Judge {
        /// The finding's fingerprint, or enough of its beginning.
        fingerprint: String,
        /// What the code says.
        verdict: Judgement,
        /// What in the code decided it, in one line.
        reason: String,
    },
}

fn main() -> ExitCode {
    let mut text = String::new();
    let result = run(&Options::parse(), &mut text);
    // a reader that has gone away (`| head`) is no failure of the corpus
    let _ = std::io::stdout().write_all(text.as_bytes());
    result.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

/// A code base of the corpus.
enum CodeBase<'l> {
    Krate(&'l Krate),
    /// And the folder of all checkouts.
    Service(&'l Service, &'l Path),
}

impl CodeBase<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Krate(krate) => &krate.name,
            Self::Service(service, _) => &service.name,
        }
    }

    /// Which state of it.
    fn version(&self) -> &str {
        match self {
            Self::Krate(krate) => &krate.version,
            Self::Service(service, _) => &service.commit[..12.min(service.commit.len())],
        }
    }

    fn folder(&self) -> Result<PathBuf, Error> {
        match self {
            Self::Krate(krate) => sources::fetch(krate),
            Self::Service(service, checkouts) => sources::checkout(service, checkouts),
        }
    }
}

/// Does what is asked and writes what there is to say into `text`.
fn run(options: &Options, text: &mut String) -> Result<ExitCode, Error> {
    let list = List::read(&folder().join("crates.toml"))?;
    let crates: Vec<CodeBase<'_>> = match &options.services {
        Some(checkouts) => list
            .services(&options.crates)?
            .into_iter()
            .map(|service| CodeBase::Service(service, checkouts))
            .collect(),
        None => list
            .choose(options.unseen, &options.crates)?
            .into_iter()
            .map(CodeBase::Krate)
            .collect(),
    };
    match &options.command {
        Verb::Fetch => {
            for krate in crates {
                let _ = writeln!(text, "{}", krate.folder()?.display());
            }
            return Ok(ExitCode::SUCCESS);
        }
        Verb::Judge {
            fingerprint,
            verdict,
            reason,
        } => {
            put_verdict(&crates, fingerprint, *verdict, reason)?;
            return Ok(ExitCode::SUCCESS);
        }
        Verb::Precision => {
            text.push_str(&Precision::stored()?.to_string());
            text.push_str("\non first sight, before anything was mended for these code bases:\n");
            text.push_str(&Precision::first_sight()?.to_string());
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let linter = match (&options.reports, &options.otplint) {
        (Some(reports), _) => Linter::Reports(reports.clone()),
        (None, Some(program)) => Linter::Binary(absolute(program)?),
        (None, None) => Linter::Binary(program::build()?),
    };
    let mut failed = false;
    for krate in &crates {
        let (path, comparison) = examine(krate, &linter)?;
        match &options.command {
            Verb::Check => {
                describe(krate, &comparison, text);
                failed |= comparison.fails();
            }
            Verb::Bless => verdicts::write(&path, &bless(&comparison))?,
            Verb::Read { rule, context } => {
                let folder = krate.folder()?;
                let wanted = |found: &&Found| rule.as_ref().is_none_or(|rule| found.rule == *rule);
                for found in comparison.unread.iter().filter(wanted) {
                    let _ = writeln!(
                        text,
                        "== {} {}\n{}",
                        krate.name(),
                        krate.version(),
                        show(found, &folder, *context)
                    );
                }
            }
            Verb::Fetch | Verb::Judge { .. } | Verb::Precision => {}
        }
    }
    if failed {
        text.push_str(
            "\n`corpus read` shows the new findings in their code; then `corpus bless`, and `corpus judge` each\n",
        );
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// A crate's verdict file, and how the linter's findings stand to it.
fn examine(krate: &CodeBase<'_>, linter: &Linter) -> Result<(PathBuf, Comparison), Error> {
    let report = linter.report(krate.name(), &krate.folder()?)?;
    for error in &report.errors {
        eprintln!("{}: not checked: {error}", krate.name());
    }
    let path = verdict_file(krate);
    let comparison = compare(report.findings, &verdicts::read(&path)?);
    Ok((path, comparison))
}

fn verdict_file(krate: &CodeBase<'_>) -> PathBuf {
    folder()
        .join("verdicts")
        .join(format!("{}.toml", krate.name()))
}

/// Finds the crate whose findings include the fingerprint and puts the verdict there.
fn put_verdict(
    crates: &[CodeBase<'_>],
    fingerprint: &str,
    verdict: Judgement,
    reason: &str,
) -> Result<(), Error> {
    let mut holders = Vec::new();
    for krate in crates {
        let path = verdict_file(krate);
        let verdicts = verdicts::read(&path)?;
        if verdicts.keys().any(|key| key.starts_with(fingerprint)) {
            holders.push((path, verdicts));
        }
    }
    match &mut *holders {
        [(path, verdicts)] => {
            judge(verdicts, fingerprint, verdict, reason).map_err(Error::Judging)?;
            verdicts::write(path, verdicts)
        }
        [] => Err(Error::Judging(format!(
            "no finding's fingerprint begins with {fingerprint}; `corpus bless` first"
        ))),
        _ => Err(Error::Judging(format!(
            "several crates have fingerprints that begin with {fingerprint}; name one with --crate"
        ))),
    }
}

fn describe(krate: &CodeBase<'_>, comparison: &Comparison, text: &mut String) {
    let _ = writeln!(
        text,
        "{} {}: {} judged, {} without a verdict, {} lost, {} stale",
        krate.name(),
        krate.version(),
        comparison.judged.len(),
        comparison.unread.len(),
        comparison.lost.len(),
        comparison.stale.len(),
    );
    let mut show = |what: &str, rule: &str, path: &str, line: u32, message: &str| {
        let _ = writeln!(text, "  {what}: {rule} {path}:{line}: {message}");
    };
    for found in &comparison.unread {
        show(
            "no verdict",
            &found.rule,
            &found.path,
            found.range.start.line,
            &found.message,
        );
    }
    for found in &comparison.doubled {
        show(
            "fingerprint seen before",
            &found.rule,
            &found.path,
            found.range.start.line,
            &found.message,
        );
    }
    for verdict in &comparison.lost {
        show(
            "lost",
            &verdict.rule,
            &verdict.path,
            verdict.line,
            &verdict.reason,
        );
    }
    for verdict in &comparison.stale {
        show(
            "stale",
            &verdict.rule,
            &verdict.path,
            verdict.line,
            &verdict.reason,
        );
    }
}

fn absolute(path: &PathBuf) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|source| Error::File {
        path: path.clone(),
        source,
    })
}
