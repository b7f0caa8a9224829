//! What may be written on the command line.

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use otplint_engine::config::FailOn;
use otplint_model::Confidence;

/// Finds where a service loses data when a task crashes, a future is cancelled, a channel fills or a
/// node restarts
#[derive(Debug, Parser)]
#[command(
    name = "otplint",
    version,
    arg_required_else_help = true,
    propagate_version = true
)]
#[command(
    after_help = "exit codes: 0 nothing found, 1 findings or a file that cannot be used, 2 wrong usage or \
                        configuration"
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours; `auto` heeds NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Print findings only: no footer, no progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check files and folders
    Check(Box<Check>),
    /// Say what is known of a line, and why each rule spoke or declined
    Why(Box<Why>),
    /// Print the page of a rule
    Explain {
        /// A rule id; `otplint rules` lists them
        rule: String,
    },
    /// List the rules
    Rules {
        /// How to print them
        #[arg(long, default_value = "table")]
        format: RulesFormat,
    },
    /// Print signatures of a crate, to begin a stub with
    Stub {
        /// The folder or the root file of the crate
        path: PathBuf,
    },
    /// Print the completions of a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print how many calls are known, and what the others look like
    #[command(hide = true)]
    Resolution(Box<Resolution>),
    /// Print a JSON schema
    #[command(hide = true)]
    Schema {
        /// Of what
        of: Schema,
    },
}

#[derive(Debug, ClapArgs)]
pub struct Check {
    /// Files and folders; the current folder without any
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub run: Run,
    /// How to print findings
    #[arg(long, default_value = "human")]
    pub format: Format,
    /// The lowest level that makes the exit code 1
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<FailOnArg>,
    /// Read the source from stdin, as if it were this file
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
    /// Print the files that would be checked, and stop
    #[arg(long)]
    pub list_files: bool,
    /// Print on stderr how long each stage and each rule took
    #[arg(long)]
    pub timings: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Resolution {
    /// Files and folders; the current folder without any
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub run: Run,
    /// Print every call with what is known of it, one JSON object a line
    #[arg(long)]
    pub calls: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Why {
    /// The line, as reports name it; without a line, all that the rules say of a file or folder
    #[arg(value_name = "PATH[:LINE]", value_parser = place)]
    pub place: Place,
    #[command(flatten)]
    pub run: Run,
}

/// What `check` and `why` share.
#[derive(Debug, ClapArgs)]
pub struct Run {
    /// Run only these rules, preview rules too; `all` for every rule
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub select: Vec<String>,
    /// Do not run these rules
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub ignore: Vec<String>,
    /// Run rules whose precision has not been measured yet
    #[arg(long, help_heading = "Rules")]
    pub preview: bool,
    /// Leave out findings with weaker evidence [default: medium]
    #[arg(long, value_name = "LEVEL", help_heading = "Rules")]
    pub min_confidence: Option<ConfidenceArg>,
    /// Leave out files and folders that match
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub exclude: Vec<String>,
    /// Check only this package of the workspace
    #[arg(long, short, value_name = "PACKAGE", help_heading = "Files")]
    pub package: Vec<String>,
    /// Take these features as on
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        help_heading = "Files"
    )]
    pub features: Vec<String>,
    /// Take this as set, as rustc's --cfg does
    #[arg(long, value_name = "CFG", help_heading = "Files")]
    pub cfg: Vec<String>,
    /// Use this configuration
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        help_heading = "Configuration"
    )]
    pub config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long, help_heading = "Configuration")]
    pub no_config: bool,
    /// Remember nothing from run to run; nothing is remembered yet
    #[arg(long, help_heading = "Configuration")]
    pub no_cache: bool,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Configuration")]
    pub threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the code, and the story of each finding
    Human,
    /// One line for each finding
    Short,
    /// For programs; described by a JSON schema
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// For people
    Table,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Schema {
    /// Of `--format json`
    Report,
    /// Of `otplint.toml`
    Config,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOnArg {
    Never,
    Info,
    Warning,
    Error,
}

impl From<FailOnArg> for FailOn {
    fn from(level: FailOnArg) -> Self {
        match level {
            FailOnArg::Never => Self::Never,
            FailOnArg::Info => Self::Info,
            FailOnArg::Warning => Self::Warning,
            FailOnArg::Error => Self::Error,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ConfidenceArg {
    Low,
    Medium,
    High,
}

impl From<ConfidenceArg> for Confidence {
    fn from(level: ConfidenceArg) -> Self {
        match level {
            ConfidenceArg::Low => Self::Low,
            ConfidenceArg::Medium => Self::Medium,
            ConfidenceArg::High => Self::High,
        }
    }
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub path: PathBuf,
    /// Without one, what the rules say of the whole file or folder
    pub line: Option<u32>,
}

/// Reads `PATH`, `PATH:LINE`, or `PATH:LINE:COLUMN` as reports write it.
fn place(text: &str) -> Result<Place, String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    let split = |text: &str| {
        text.rsplit_once(':')
            .and_then(|(path, last)| Some((path.to_owned(), number(last)?)))
    };
    let Some((path, line)) = split(text) else {
        // A drive is no line, and neither is a colon in the name of a file that is there.
        let last = text.rsplit_once(':').map(|(_, last)| last);
        let meant = last.is_some_and(|last| !last.contains(['/', '\\']));
        if meant && !Path::new(text).exists() {
            return Err("write it as `src/queue.rs:42`".to_owned());
        }
        return Ok(Place {
            path: text.into(),
            line: None,
        });
    };
    let (path, line) = split(&path).unwrap_or((path, line));
    Ok(Place {
        path: path.into(),
        line: Some(line),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn places() {
        let read =
            |text: &str| place(text).map(|place| (place.path.display().to_string(), place.line));
        assert_eq!(read("src/a.rs:3"), Ok(("src/a.rs".to_owned(), Some(3))));
        assert_eq!(read("src/a.rs:3:9"), Ok(("src/a.rs".to_owned(), Some(3))));
        assert_eq!(read("C:\\a.rs:3"), Ok(("C:\\a.rs".to_owned(), Some(3))));
        assert_eq!(read("src"), Ok(("src".to_owned(), None)));
        assert_eq!(read("C:\\a.rs"), Ok(("C:\\a.rs".to_owned(), None)));
        for wrong in ["src/a.rs:", "src/a.rs:0", "src/a.rs:x"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
