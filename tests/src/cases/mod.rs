//! The cases of the rules: `tests/cases/<rule>/flawed` and `tests/cases/<rule>/near-miss`.
//!
//! A case is one Rust file, or a folder with several files or packages. Every rule runs over it at
//! medium confidence or better, and what is reported must be exactly what the case's comments say:
//!
//! ```text
//! let _ = tx.send(job).await; //~ raw-send: the job is lost
//!
//! let _ = tx.send(job).await;
//! //~^ raw-send: the job is lost               on the line above; ^^ two lines above, and so on
//! //~| related: the channel is created here    on the same line as the one before
//!
//!     let _ = tx.send(job).await;
//! //~         ^^^^^^^^^^^^ raw-send            on the nearest line of code above, at these columns
//! ```
//!
//! After the colon stands a part of the message; without a colon any message will do. A single `^` in
//! the last form pins where the finding starts, several pin where it ends too. `related:` asks for a
//! step of some finding's story.
//!
//! A flawed case expects at least one finding of its own rule, a near-miss case none of it.

pub mod annotations;
pub mod compare;
pub mod conventions;
pub mod found;

use std::fs;
use std::path::{Path, PathBuf};

use annotations::{Expected, What};
use found::Source;

/// What a case must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The rule speaks.
    Flawed,
    /// It looks like the flaw and is none.
    NearMiss,
}

impl Kind {
    /// The folder's name.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Flawed => "flawed",
            Self::NearMiss => "near-miss",
        }
    }
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The rule whose case it is.
    pub rule: String,
    /// What it must show.
    pub kind: Kind,
    /// A file, or a folder.
    pub path: PathBuf,
}

/// The folder `tests/cases` of this workspace.
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// Every case, by rule, kind and name, and what lies among them that is none.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn all() -> std::io::Result<(Vec<Case>, Vec<String>)> {
    let (mut cases, mut strays) = (Vec::new(), Vec::new());
    if !folder().exists() {
        return Ok((cases, strays));
    }
    for rule in entries(&folder())? {
        let name = rule
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !rule.is_dir() || otplint_engine::Catalog::all().get(&name).is_none() {
            strays.push(format!("tests/cases/{name}: no rule has this name"));
            continue;
        }
        for kind in entries(&rule)? {
            let known = [Kind::Flawed, Kind::NearMiss].into_iter();
            let Some(which) = known
                .into_iter()
                .find(|known| kind.ends_with(known.folder()))
            else {
                let other = kind
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                strays.push(format!(
                    "tests/cases/{name}/{other}: cases lie in `flawed` or `near-miss`"
                ));
                continue;
            };
            for path in entries(&kind)? {
                cases.push(Case {
                    rule: name.clone(),
                    kind: which,
                    path,
                });
            }
        }
    }
    Ok((cases, strays))
}

fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

impl Case {
    /// `raw-send/flawed/pool.rs`.
    #[must_use]
    pub fn name(&self) -> String {
        let file = self.path.file_name().unwrap_or_default().to_string_lossy();
        format!("{}/{}/{file}", self.rule, self.kind.folder())
    }

    /// Runs the case; the error is for people and shows the lines of code.
    ///
    /// # Errors
    ///
    /// What differs from what the comments say.
    pub fn run(&self) -> Result<(), String> {
        let sources = self
            .sources()
            .map_err(|error| format!("{}: {error}", self.path.display()))?;
        let mut expected = Vec::new();
        for source in &sources {
            expected.extend(annotations::read(source)?);
        }
        self.fits(&expected)?;
        let found = found::find(&sources)?;
        let mut problems = compare::compare(&expected, &found, &sources);
        for one in &found {
            problems.extend(conventions::of_finding(one));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems.join("\n"))
        }
    }

    /// Whether the comments say what a case of this kind must say.
    fn fits(&self, expected: &[Expected]) -> Result<(), String> {
        let own = expected
            .iter()
            .any(|one| one.what == What::Finding(self.rule.clone()));
        match (self.kind, own) {
            (Kind::Flawed, false) => Err(format!(
                "nothing says where `{}` must speak; write `//~ {}: part of the message` behind the line",
                self.rule, self.rule
            )),
            (Kind::NearMiss, true) => Err(format!(
                "a near miss in which `{}` speaks is flawed; move it, or take the comment out",
                self.rule
            )),
            _ => Ok(()),
        }
    }

    /// The files of the case, by their paths in it.
    fn sources(&self) -> std::io::Result<Vec<Source>> {
        let mut sources = Vec::new();
        let top = self.path.parent().unwrap_or(&self.path);
        let mut waiting = vec![self.path.clone()];
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                waiting.extend(entries(&path)?);
                continue;
            }
            let name = path
                .strip_prefix(top)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            sources.push(Source {
                name,
                text: fs::read_to_string(&path)?,
            });
        }
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(sources)
    }
}
