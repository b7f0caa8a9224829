//! The published crates, had through cargo.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use serde::Deserialize;

use crate::index::Index;

/// What cargo says of the crates and their sources.
pub struct Registry {
    packages: BTreeMap<String, Package>,
    by_library: BTreeMap<String, String>,
    indexes: RefCell<BTreeMap<String, Rc<Index>>>,
}

struct Package {
    version: String,
    root: PathBuf,
    is_macro: bool,
    /// The names of its dependencies' libraries, and which packages they are.
    dependencies: BTreeMap<String, String>,
}

/// A published crate and what it re-exports from its dependencies.
pub struct Published<'a> {
    pub version: &'a str,
    registry: &'a Registry,
    id: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<MetaPackage>,
    resolve: MetaResolve,
}

#[derive(Deserialize)]
struct MetaPackage {
    id: String,
    version: String,
    manifest_path: PathBuf,
    targets: Vec<MetaTarget>,
}

#[derive(Deserialize)]
struct MetaTarget {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct MetaResolve {
    root: String,
    nodes: Vec<MetaNode>,
}

#[derive(Deserialize)]
struct MetaNode {
    id: String,
    deps: Vec<MetaDependency>,
}

#[derive(Deserialize)]
struct MetaDependency {
    name: String,
    pkg: String,
}

impl Registry {
    /// Asks cargo for the sources: from its home where they are complete, else from the registry.
    pub fn open() -> Result<Self, String> {
        let mut registry = Self {
            packages: BTreeMap::new(),
            by_library: BTreeMap::new(),
            indexes: RefCell::default(),
        };
        for manifest in ["Cargo.toml", "sqlx/Cargo.toml"] {
            let manifest = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/stub-crates")
                .join(manifest);
            let output = metadata(&manifest, true).or_else(|_| metadata(&manifest, false))?;
            let metadata = serde_json::from_slice(&output)
                .map_err(|error| format!("cargo metadata: {error}"))?;
            registry.add(metadata);
        }
        Ok(registry)
    }

    fn add(&mut self, metadata: Metadata) {
        let mut nodes: BTreeMap<String, Vec<MetaDependency>> = metadata
            .resolve
            .nodes
            .into_iter()
            .map(|node| (node.id, node.deps))
            .collect();
        let roots = nodes.remove(&metadata.resolve.root).unwrap_or_default();
        self.by_library
            .extend(roots.into_iter().map(|root| (root.name, root.pkg)));
        for package in metadata.packages {
            let kinds = || package.targets.iter().flat_map(|target| &target.kind);
            let is_macro = kinds().any(|kind| kind == "proc-macro");
            let is_library = is_macro || kinds().any(|kind| kind.contains("lib"));
            let Some(root) = package.manifest_path.parent().filter(|_| is_library) else {
                continue;
            };
            let version = package.version;
            let known = self
                .packages
                .entry(package.id.clone())
                .or_insert_with(|| Package {
                    version,
                    root: root.to_owned(),
                    is_macro,
                    dependencies: BTreeMap::new(),
                });
            let dependencies = nodes.remove(&package.id).unwrap_or_default();
            known.dependencies.extend(
                dependencies
                    .into_iter()
                    .map(|dependency| (dependency.name, dependency.pkg)),
            );
        }
    }

    /// The crate that the manifest names, by its name in paths.
    pub fn published(&self, library: &str) -> Option<Published<'_>> {
        let id = self.by_library.get(library)?;
        let package = self.packages.get(id)?;
        Some(Published {
            version: &package.version,
            registry: self,
            id: id.clone(),
        })
    }

    fn index(&self, id: &str) -> Rc<Index> {
        if let Some(index) = self.indexes.borrow().get(id) {
            return Rc::clone(index);
        }
        let package = &self.packages[id];
        let index = Index::of_crate(&package.root)
            .unwrap_or_else(|error| panic!("cannot look into the source of {id}: {error}"));
        let index = Rc::new(index);
        self.indexes
            .borrow_mut()
            .insert(id.to_owned(), Rc::clone(&index));
        index
    }
}

impl Published<'_> {
    /// Its own items, then those of the crates whose items it re-exports or wraps in aliases, and of theirs.
    pub fn crates(&self) -> Vec<Rc<Index>> {
        let mut found = vec![self.registry.index(&self.id)];
        let mut seen = vec![self.id.clone()];
        let mut last = seen.clone();
        for _ in 0..2 {
            let mut next = Vec::new();
            for id in &last {
                let index = self.registry.index(id);
                let package = &self.registry.packages[id];
                for (name, origin) in &package.dependencies {
                    let known = self.registry.packages.contains_key(origin);
                    if index.names_from.contains(name) && known && !seen.contains(origin) {
                        seen.push(origin.clone());
                        found.push(self.registry.index(origin));
                        // What a procedural macro is made with is nobody's API.
                        if !self.registry.packages[origin].is_macro {
                            next.push(origin.clone());
                        }
                    }
                }
            }
            last = next;
        }
        found
    }
}

fn metadata(manifest: &Path, offline: bool) -> Result<Vec<u8>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--manifest-path",
        ])
        .arg(manifest);
    if offline {
        command.arg("--offline");
    }
    let output = command
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!(
            "cargo metadata failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ))
    }
}
