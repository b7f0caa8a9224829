//! How often otplint is wrong about what a call calls and what it is called on: its answers and
//! rust-analyzer's for the same calls, place by place.
#![forbid(unsafe_code)]

mod compare;
mod ours;
mod project;
mod report;
#[cfg(test)]
mod tests;
mod theirs;

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;

use compare::Verdict;
use report::Report;
use theirs::Theirs;

/// Compares what otplint takes calls and receivers for with what rust-analyzer knows of them
#[derive(Debug, Parser)]
struct Options {
    /// Folders of cargo packages or workspaces; they are copied, and cargo has their dependencies
    #[arg(required = true)]
    projects: Vec<PathBuf>,
    /// The otplint to ask
    #[arg(long, value_name = "PROGRAM")]
    otplint: PathBuf,
    /// How many calls of each project to compare
    #[arg(long, value_name = "N", default_value_t = 2000)]
    sample: usize,
    /// Compare all calls
    #[arg(long, conflicts_with = "sample")]
    all: bool,
    /// Which calls the sample takes: the same number takes the same calls
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Build with all features, not only the default ones
    #[arg(long)]
    all_features: bool,
    /// Where projects are copied to
    #[arg(long, value_name = "FOLDER")]
    scratch: Option<PathBuf>,
    /// Print every call that is wrong
    #[arg(long)]
    wrong: bool,
    /// Print every receiver that otplint does not know and rust-analyzer does
    #[arg(long)]
    unknown: bool,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let scratch = options.scratch.clone();
    let scratch = scratch.unwrap_or_else(|| std::env::temp_dir().join("otplint-oracle"));
    let otplint = options.otplint.canonicalize();
    let otplint = otplint.with_context(|| format!("no {}", options.otplint.display()))?;
    let mut total = Report::default();
    for project in &options.projects {
        let name = project.file_name().unwrap_or(project.as_os_str());
        let name = name.to_string_lossy().into_owned();
        match compare(&options, &otplint, project, &scratch) {
            Ok(report) => {
                if options.wrong {
                    print!("{}", report.wrong());
                }
                if options.unknown {
                    print!("{}", report.unknown());
                }
                println!("{}", report.table(&name));
                total.add(report);
            }
            Err(error) => println!("{name}: left out: {error:#}\n"),
        }
    }
    println!("{}", total.table("all projects"));
    Ok(())
}

fn compare(options: &Options, otplint: &Path, project: &Path, scratch: &Path) -> Result<Report> {
    let project = project::copy(project, scratch)?;
    let mut calls = ours::calls(otplint, &project)?;
    if !options.all {
        let order = |call: &ours::Call| {
            let mut hasher = DefaultHasher::new();
            (options.seed, &call.path, call.start).hash(&mut hasher);
            hasher.finish()
        };
        calls.sort_by_cached_key(order);
        calls.truncate(options.sample);
    }
    // Neighbours share what is inferred of their function.
    calls.sort_by(|a, b| (&a.path, a.start).cmp(&(&b.path, b.start)));
    judge_all(&project, &calls, options.all_features)
}

/// The verdicts on the calls of a project.
fn judge_all(project: &Path, calls: &[ours::Call], all_features: bool) -> Result<Report> {
    let (db, vfs) = project::load(project, all_features)?;
    let mut report = Report::default();
    ra_ap_hir::attach_db(&db, || {
        let mut theirs = Theirs::new(&db, &vfs, project);
        theirs.note_described(calls.iter().flat_map(|call| {
            let holders = call.callees.iter().filter_map(|one| one.holder.as_ref());
            let receivers = call.receiver.iter().flat_map(|ty| &ty.named);
            holders.chain(receivers)
        }));
        for call in calls {
            // rust-analyzer is no compiler: code that it cannot follow may make it panic.
            let judged = catch_unwind(AssertUnwindSafe(|| judge(&mut theirs, call)));
            match judged {
                Ok(Some((receiver, callee, known))) => {
                    let place = place(project, call);
                    report.note(&place, call, receiver, callee, known);
                }
                Ok(None) => report.unseen += 1,
                Err(_) => report.panicked += 1,
            }
        }
    });
    Ok(report)
}

/// Where a call stands, as people find it.
fn place(project: &Path, call: &ours::Call) -> String {
    let path = project.join(&call.path);
    let text = std::fs::read(&path).unwrap_or_default();
    let before = text.get(..call.start as usize).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    format!("{}:{line}", path.display())
}

/// The verdict on the receiver and on the callee, and the receiver's type as rust-analyzer shows it.
fn judge(theirs: &mut Theirs<'_>, call: &ours::Call) -> Option<(Option<Verdict>, Verdict, String)> {
    let site = theirs.site(call)?;
    let receiver = compare::receiver(theirs, call, &site);
    let callee = compare::callee(theirs, call, &site);
    let known = match (&receiver, &site.subject) {
        (Some(Verdict::Unknown), Some(ty)) => theirs.show(ty),
        _ => String::new(),
    };
    Some((receiver, callee, known))
}
