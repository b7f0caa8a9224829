//! What each command does.

use std::io::{self, BufWriter, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::CommandFactory;
use otplint_engine::failure::Result;
use otplint_engine::pipeline::Timing;
use otplint_engine::progress::Progress;
use otplint_engine::{Catalog, CheckOptions, ConfigChoice, Failure, Flags, paths, pipeline};

use crate::args::{Args, Check, Command, Format, Resolution, RulesFormat, Run, Schema, Why};
use crate::terminal::Style;
use crate::{CLEAN, FAILED, FOUND, bar, report};

/// What the user sees of a command that worked: text for stdout, and the exit code.
struct Done {
    text: String,
    code: u8,
}

impl From<String> for Done {
    fn from(text: String) -> Self {
        Self { text, code: CLEAN }
    }
}

/// Runs a command to its exit code.
pub fn run(args: Args) -> u8 {
    let style = Style::stderr(args.color);
    let done = match args.command {
        Command::Check(_) | Command::Why(_) | Command::Resolution(_) => in_folder(args),
        Command::Explain { rule } => explain(&rule).map(Done::from),
        Command::Rules { format } => Ok(rules(format).into()),
        Command::Stub { path } => pipeline::stub(&path).map(Done::from),
        Command::Completions { shell } => Ok(completions(shell).into()),
        Command::Schema { of: Schema::Report } => Ok(report::json::schema().into()),
        Command::Schema { of: Schema::Config } => Ok(otplint_engine::config::schema().into()),
    };
    done.and_then(|done| print(&done.text).map(|()| done.code))
        .unwrap_or_else(|failure| {
            let mut text = String::new();
            let shown = style.handler().render_report(&mut text, &*failure);
            let _ = io::stderr().write_all(if shown.is_ok() {
                text.as_bytes()
            } else {
                b"otplint failed\n"
            });
            FAILED
        })
}

/// Writes to stdout. A reader that left early, as `head` does, is no failure.
fn print(text: &str) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write the report: {error}")))
        }
        _ => Ok(()),
    }
}

/// The commands that read code start from the current folder and work on several threads.
fn in_folder(args: Args) -> Result<Done> {
    let folder = std::env::current_dir()
        .map_err(|error| Failure::new(format!("the current folder cannot be used: {error}")))?;
    match &args.command {
        Command::Check(check_args) => check(check_args, &args, folder),
        Command::Resolution(resolution_args) => resolution(resolution_args, args.quiet, folder),
        Command::Why(why_args) => why(why_args, args.quiet, folder),
        _ => Ok(String::new().into()),
    }
}

fn check(check: &Check, args: &Args, folder: PathBuf) -> Result<Done> {
    let start = Instant::now();
    let mut options = options(&check.run, folder);
    options.paths.clone_from(&check.paths);
    options.flags.fail_on = check.fail_on.map(Into::into);
    options.stdin = check.stdin_filename.clone().map(stdin).transpose()?;
    if check.list_files {
        let files = on_threads(&check.run, || otplint_engine::list_files(&options))??;
        let lines = files
            .iter()
            .map(|file| paths::shown(&options.folder, file) + "\n");
        return Ok(lines.collect::<String>().into());
    }
    let work = || on_threads(&check.run, || otplint_engine::check(&options));
    let found = bar::watched(&options.progress, args.quiet, work)??;
    if check.timings {
        let _ = io::stderr().write_all(timings(&found.timings).as_bytes());
    }
    let text = match check.format {
        Format::Human => report::human::render(&found, &options.folder, Style::stdout(args.color)),
        Format::Short => report::short::render(&found, &options.folder),
        Format::Json => report::json::render(&found, &options.folder),
    };
    let style = Style::stdout(args.color);
    let footer = || report::footer::render(&found, &options.folder, style, start.elapsed());
    let mut done = Done {
        text,
        code: if found.failed { FOUND } else { CLEAN },
    };
    match check.format {
        _ if args.quiet => {}
        Format::Human => done.text += &footer(),
        // For a program that reads lines; the numbers are for the person beside it.
        Format::Short => drop(io::stderr().write_all(footer().as_bytes())),
        Format::Json => {}
    }
    Ok(done)
}

fn why(why: &Why, quiet: bool, folder: PathBuf) -> Result<Done> {
    let mut options = options(&why.run, folder);
    options.paths = vec![why.place.path.clone()];
    let work = || {
        on_threads(&why.run, || {
            otplint_engine::why(&options, &why.place.path, why.place.line)
        })
    };
    Ok(bar::watched(&options.progress, quiet, work)??.into())
}

fn resolution(resolution: &Resolution, quiet: bool, folder: PathBuf) -> Result<Done> {
    let mut options = options(&resolution.run, folder);
    options.paths.clone_from(&resolution.paths);
    let measure = match resolution.calls {
        true => otplint_engine::calls,
        false => otplint_engine::resolution,
    };
    let work = || on_threads(&resolution.run, || measure(&options));
    Ok(bar::watched(&options.progress, quiet, work)??.into())
}

fn options(run: &Run, folder: PathBuf) -> CheckOptions {
    CheckOptions {
        folder,
        config: match &run.config {
            Some(file) => ConfigChoice::File(file.clone()),
            None if run.no_config => ConfigChoice::None,
            None => ConfigChoice::Find,
        },
        flags: Flags {
            select: run.select.clone(),
            ignore: run.ignore.clone(),
            preview: run.preview,
            min_confidence: run.min_confidence.map(Into::into),
            fail_on: None,
            exclude: run.exclude.clone(),
        },
        packages: run.package.clone(),
        features: run.features.clone(),
        cfg: run.cfg.clone(),
        progress: Arc::<Progress>::default(),
        ..CheckOptions::default()
    }
}

/// The whole of stdin, to stand in for the file of this name.
fn stdin(name: PathBuf) -> Result<(PathBuf, String)> {
    let mut bytes = Vec::new();
    let cannot = |why: String| Failure::new(format!("cannot read the source from stdin: {why}"));
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| cannot(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| cannot("it is not valid UTF-8".to_owned()))?;
    Ok((name, text))
}

fn on_threads<T: Send>(run: &Run, work: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = otplint_engine::threads(run.threads.map_or(0, usize::from));
    let pool = pool.map_err(|error| Failure::new(format!("cannot start threads: {error}")))?;
    Ok(pool.install(work))
}

fn timings(timings: &[Timing]) -> String {
    let width = timings
        .iter()
        .map(|timing| timing.name.len())
        .max()
        .unwrap_or_default();
    let line = |timing: &Timing| {
        format!(
            "{:width$}  {:>9.3} ms\n",
            timing.name,
            timing.took.as_secs_f64() * 1e3
        )
    };
    timings.iter().map(line).collect()
}

fn explain(id: &str) -> Result<String> {
    let catalog = Catalog::all();
    let unknown = || Failure::new(format!("no rule is called `{id}`")).help(catalog.advice(id));
    Ok(catalog.get(id).ok_or_else(unknown)?.page.to_owned())
}

fn rules(format: RulesFormat) -> String {
    let catalog = Catalog::all();
    match format {
        RulesFormat::Table => report::rules::table(catalog.metas()),
        RulesFormat::Json => report::rules::json(catalog.metas()),
    }
}

fn completions(shell: clap_complete::Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "otplint", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
