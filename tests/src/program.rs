//! The linter of this workspace, as a program.

use std::path::PathBuf;
use std::process::Command;

use crate::corpus::Error;

/// Builds the linter in the profile of the running program, so that nothing is ever said of an old
/// build, and returns where it is.
///
/// # Errors
///
/// When cargo does not run or the linter does not build.
pub fn build() -> Result<PathBuf, Error> {
    let fault = |message: String| Error::Linter {
        krate: "anything".to_owned(),
        message,
    };
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--package", "otplint"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let status = cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .map_err(|error| {
            fault(format!(
                "cargo does not run: {error}; name a program with --otplint"
            ))
        })?;
    if !status.success() {
        return Err(fault("it does not build; see above".to_owned()));
    }
    let here = std::env::current_exe().map_err(|error| fault(error.to_string()))?;
    Ok(here.with_file_name(format!("otplint{}", std::env::consts::EXE_SUFFIX)))
}
