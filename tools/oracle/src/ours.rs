//! What otplint prints of each call.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// A call.
#[derive(Debug, Deserialize)]
pub struct Call {
    /// The file, relative to the project.
    pub path: String,
    /// Where its name, or the path that is called, begins: a byte of the file.
    pub start: u32,
    pub name: String,
    pub callee: Answer,
    pub callees: Vec<Function>,
    /// Only methods have one.
    pub receiver: Option<Type>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    Known,
    Other,
    Unknown,
}

/// A definition.
#[derive(Debug, Deserialize)]
pub struct Named {
    pub path: String,
    /// File and byte of its name; `None` in stubs.
    pub at: Option<(String, u32)>,
}

#[derive(Debug, Deserialize)]
pub struct Function {
    #[serde(flatten)]
    pub named: Named,
    /// The struct or enum whose `impl` holds it.
    pub holder: Option<Named>,
    /// The trait that declares it.
    pub declared: Option<Named>,
}

/// A type behind references.
#[derive(Debug, Deserialize)]
pub struct Type {
    pub kind: Kind,
    /// The struct or enum, or the traits.
    pub named: Vec<Named>,
    /// As people read it.
    pub shown: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Unknown,
    Other,
    Tuple,
    Never,
    Prim,
    Adt,
    Ref,
    Slice,
    Param,
    Projection,
    Bounds,
    Future,
    Fn,
}

/// The calls of a project.
pub fn calls(otplint: &Path, project: &Path) -> Result<Vec<Call>> {
    let run = Command::new(otplint)
        .args(["resolution", "--calls", "--no-config", "--quiet", "."])
        .current_dir(project)
        .output()
        .with_context(|| format!("cannot run {}", otplint.display()))?;
    let said = String::from_utf8_lossy(&run.stderr);
    ensure!(run.status.success(), "otplint failed: {said}");
    let text = String::from_utf8(run.stdout)?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("not a call: {line}")))
        .collect()
}
