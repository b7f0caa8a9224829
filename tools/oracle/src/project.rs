//! A project, copied and loaded.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ra_ap_ide_db::RootDatabase;
use ra_ap_load_cargo::{LoadCargoConfig, ProcMacroServerChoice, load_workspace_at};
use ra_ap_project_model::{CargoConfig, CargoFeatures, RustLibSource};
use ra_ap_vfs::Vfs;

/// Copies a project to where cargo may write a lock file beside it.
pub fn copy(from: &Path, scratch: &Path) -> Result<PathBuf> {
    let from = from
        .canonicalize()
        .with_context(|| format!("cannot find {}", from.display()))?;
    let name = from.file_name().context("a project has a name")?;
    let to = scratch.join(name);
    if !to.join("Cargo.toml").is_file() {
        copy_folder(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(to.canonicalize()?)
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        if kind.is_dir() && name != "target" && name != ".git" && name != ".cargo" {
            copy_folder(&entry.path(), &to.join(&name))?;
        } else if kind.is_file() && name != "rust-toolchain" && name != "rust-toolchain.toml" {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

/// Loads a project with the standard library. Build scripts are not run and procedural macros not
/// expanded: that would build all dependencies. What they generate is unknown to rust-analyzer, and
/// so not compared.
pub fn load(project: &Path, all_features: bool) -> Result<(RootDatabase, Vfs)> {
    let features = match all_features {
        true => CargoFeatures::All,
        false => CargoFeatures::default(),
    };
    let config = CargoConfig {
        sysroot: Some(RustLibSource::Discover),
        features,
        ..CargoConfig::default()
    };
    let load = LoadCargoConfig {
        load_out_dirs_from_check: false,
        with_proc_macro_server: ProcMacroServerChoice::None,
        prefill_caches: false,
        num_worker_threads: 1,
        proc_macro_processes: 1,
    };
    let (db, vfs, _) = load_workspace_at(project, &config, &load, &|_| ())?;
    Ok((db, vfs))
}
