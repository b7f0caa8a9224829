//! From the paths that a user names to the packages behind them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use globset::GlobBuilder;
use otplint_model::SourceError;

use super::manifest::Manifest;
use super::package::{Package, crates};
use super::targets::normalize;
use super::walk::{Walk, walk};
use super::{Options, SkipReason, Skipped, Workspace, error};

/// Finds the crates behind `paths`:
///
/// - a folder with a manifest: its workspace, restricted to the packages below the folder;
/// - a folder without: the manifests below it; if there are none, the package around it; if there
///   is none either, its Rust files as they are;
/// - a Rust file: the package around it and those of its workspace that it depends on, with that
///   file alone asked for; without one, the file.
///
/// Never fails: what is wrong is in [`Workspace::errors`].
pub fn discover(paths: &[PathBuf], options: &Options) -> Workspace {
    let mut search = Search {
        stand_in: options.stand_in.clone(),
        ..Search::default()
    };
    for path in paths {
        search.path(path);
    }
    let mut workspace = search.workspace;
    workspace.crates = crates(&search.packages, options);
    for feature in options
        .features
        .iter()
        .flat_map(|list| list.split([',', ' ']))
    {
        let known = |one: &super::CrateTarget| {
            one.features
                .contains(feature.rsplit('/').next().unwrap_or(feature))
        };
        if !feature.is_empty()
            && !workspace.crates.is_empty()
            && !workspace.crates.iter().any(known)
        {
            workspace.errors.push(error(
                "Cargo.toml",
                format!("no package has the feature `{feature}`"),
            ));
        }
    }
    for list in [
        &mut workspace.loose,
        &mut workspace.asked,
        &mut workspace.trees,
        &mut workspace.found,
    ] {
        list.sort_unstable();
        list.dedup();
    }
    workspace.skipped.sort_unstable();
    workspace.skipped.dedup();
    workspace
        .errors
        .sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
    workspace.errors.dedup();
    workspace
}

#[derive(Default)]
struct Search {
    stand_in: Option<PathBuf>,
    workspace: Workspace,
    packages: BTreeMap<PathBuf, Package>,
    manifests: BTreeMap<PathBuf, Rc<Manifest>>,
}

impl Search {
    fn path(&mut self, given: &Path) {
        if self.stand_in.as_deref() == Some(given) {
            return self.file(given.to_owned());
        }
        let path = match given.canonicalize() {
            Ok(path) => path,
            Err(fault) => return self.report(error(given, format!("cannot be read: {fault}"))),
        };
        if path.is_dir() {
            self.folder(given, path);
        } else if path.file_name().is_some_and(|name| name == "Cargo.toml") {
            let folder = path.parent().map(Path::to_owned).unwrap_or_default();
            self.folder(given, folder);
        } else if path.extension().is_some_and(|extension| extension == "rs") && path.is_file() {
            self.file(path);
        } else {
            self.report(error(
                given,
                "is neither a folder nor a Rust file; name one of these",
            ));
        }
    }

    fn report(&mut self, fault: SourceError) {
        self.workspace.errors.push(fault);
    }

    fn file(&mut self, path: PathBuf) {
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        match self.package_around(&folder) {
            Some(package) => self.add_package_linked(&package),
            None => {
                self.workspace.loose.push(path.clone());
                self.workspace.trees.push(folder);
            }
        }
        self.workspace.asked.push(path);
    }

    fn folder(&mut self, given: &Path, folder: PathBuf) {
        let Walk {
            rust,
            mut manifests,
            skipped,
        } = walk(&folder);
        self.workspace.skipped.extend(skipped);
        self.workspace.asked.push(folder.clone());
        if rust.is_empty() && manifests.is_empty() {
            self.report(error(given, super::NO_RUST));
        } else if folder.join("Cargo.toml").exists() {
            self.add_workspace(&folder, &manifests);
        } else if !manifests.is_empty() {
            manifests.sort_by_key(|folder| folder.components().count());
            let mut tops: Vec<PathBuf> = Vec::new();
            for manifest in &manifests {
                if !tops.iter().any(|top| manifest.starts_with(top)) {
                    tops.push(manifest.clone());
                }
            }
            for top in tops {
                self.add_workspace(&top, &manifests);
            }
        } else if let Some(package) = self.package_around(&folder) {
            self.add_package_linked(&package);
        } else {
            self.workspace.loose.push(folder.clone());
        }
        self.workspace.trees.push(folder);
        self.workspace.found.extend(rust);
    }

    fn manifest(&mut self, folder: &Path) -> Rc<Manifest> {
        if let Some(manifest) = self.manifests.get(folder) {
            return Rc::clone(manifest);
        }
        let manifest = Rc::new(Manifest::read(folder, &mut self.workspace.errors));
        self.manifests
            .insert(folder.to_owned(), Rc::clone(&manifest));
        manifest
    }

    /// The folder of the nearest package that `folder` lies in.
    fn package_around(&mut self, folder: &Path) -> Option<PathBuf> {
        let nearest = folder
            .ancestors()
            .find(|above| above.join("Cargo.toml").is_file())?
            .to_owned();
        self.manifest(&nearest).is_package().then_some(nearest)
    }

    /// The manifest of the workspace that the package in `folder` belongs to.
    fn workspace_around(&mut self, folder: &Path) -> Option<Rc<Manifest>> {
        let manifest = self.manifest(folder);
        if manifest.workspace.is_some() {
            return Some(manifest);
        }
        if let Some(named) = manifest
            .package
            .as_ref()
            .and_then(|package| package.workspace.as_ref())
        {
            let named = normalize(&folder.join(named));
            let root = named
                .join("Cargo.toml")
                .is_file()
                .then(|| self.manifest(&named));
            if let Some(root) = root.filter(|root| root.workspace.is_some()) {
                return Some(root);
            }
            let message = format!(
                "names the workspace `{}`, where there is none",
                named.display()
            );
            self.report(error(manifest.path(), message));
        }
        for above in folder.ancestors().skip(1) {
            if !above.join("Cargo.toml").is_file() {
                continue;
            }
            let candidate = self.manifest(above);
            if let Some(workspace) = &candidate.workspace {
                let excluded = workspace
                    .exclude
                    .iter()
                    .any(|path| folder.starts_with(normalize(&above.join(path))));
                return (!excluded).then_some(candidate);
            }
        }
        None
    }

    /// Adds what the manifest in `folder` stands for, as far as it lies below `folder`;
    /// `manifests` are the folders with manifests that the walk found.
    fn add_workspace(&mut self, folder: &Path, manifests: &[PathBuf]) {
        let below: Vec<&PathBuf> = manifests
            .iter()
            .filter(|one| one.starts_with(folder))
            .collect();
        let manifest = self.manifest(folder);
        if manifest.is_package() {
            self.add_package_and_paths(folder, folder);
        }
        if manifest.broken {
            // Which members it meant is lost, so take all there are.
            for member in &below {
                self.add_package_and_paths(member, folder);
            }
        } else if let Some(root) = self.workspace_around(folder) {
            for member in self.members(&root, folder, &below) {
                self.add_package_and_paths(&member, folder);
            }
        }
        for other in below {
            if !self.packages.contains_key(other) && other != folder {
                let path = other.join("Cargo.toml");
                self.workspace.skipped.push(Skipped {
                    path,
                    reason: SkipReason::NotAMember,
                });
            }
        }
    }

    /// The members of the workspace `root` that lie below `folder`.
    fn members(&mut self, root: &Manifest, folder: &Path, below: &[&PathBuf]) -> Vec<PathBuf> {
        let Some(workspace) = &root.workspace else {
            return Vec::new();
        };
        let excluded = |member: &Path| {
            workspace
                .exclude
                .iter()
                .any(|path| member.starts_with(normalize(&root.folder.join(path))))
        };
        let mut members = Vec::new();
        for written in &workspace.members {
            if !written.contains(['*', '?', '[']) {
                let member = normalize(&root.folder.join(written));
                if !member.starts_with(folder) {
                    continue;
                }
                let inside = member
                    .canonicalize()
                    .is_ok_and(|end| end.starts_with(folder));
                if !member.join("Cargo.toml").exists() {
                    let message =
                        format!("names the member `{written}`, where there is no manifest");
                    self.report(error(root.path(), message));
                } else if inside {
                    members.push(member.canonicalize().unwrap_or(member));
                } else {
                    self.workspace.skipped.push(Skipped {
                        path: member,
                        reason: SkipReason::LinkOutOfTree,
                    });
                }
                continue;
            }
            let trimmed = written.trim_start_matches("./").trim_end_matches('/');
            // As cargo matches: a star does not cross a folder.
            match GlobBuilder::new(trimmed)
                .literal_separator(true)
                .build()
                .map(|glob| glob.compile_matcher())
            {
                Ok(pattern) => members.extend(below.iter().filter_map(|member| {
                    let relative = member.strip_prefix(&root.folder).ok()?;
                    let fits = pattern.is_match(relative) && !excluded(member);
                    fits.then(|| (*member).clone())
                })),
                Err(fault) => {
                    let message = format!(
                        "has the member `{written}`, which is not a pattern: {}",
                        fault.kind()
                    );
                    self.report(error(root.path(), message));
                }
            }
        }
        members.sort_unstable();
        members.dedup();
        members
    }

    /// Adds a package and those that its path dependencies name within `tree`.
    fn add_package_and_paths(&mut self, folder: &Path, tree: &Path) {
        let mut queue = vec![folder.to_owned()];
        while let Some(folder) = queue.pop() {
            if self.packages.contains_key(&folder) {
                continue;
            }
            self.add_package(&folder);
            let paths = self
                .packages
                .get(&folder)
                .into_iter()
                .flat_map(|package| &package.dependencies);
            let paths: Vec<(String, PathBuf)> = paths
                .filter_map(|one| Some((one.key.clone(), one.folder.clone()?)))
                .collect();
            for (key, path) in paths {
                let real = path
                    .canonicalize()
                    .ok()
                    .filter(|real| real.join("Cargo.toml").is_file());
                match real {
                    Some(real) if real.starts_with(tree) => queue.push(real),
                    Some(_) => {}
                    None => {
                        let message = format!(
                            "names the dependency `{key}` at a path where there is no manifest"
                        );
                        self.report(error(folder.join("Cargo.toml"), message));
                    }
                }
            }
        }
    }

    /// Adds a package, and those of its workspace that its path dependencies name.
    fn add_package_linked(&mut self, folder: &Path) {
        let root = self
            .workspace_around(folder)
            .map(|root| root.folder.clone());
        let tree = root.filter(|root| folder.starts_with(root));
        let tree = tree.unwrap_or_else(|| folder.to_owned());
        self.add_package_and_paths(folder, &tree);
    }

    fn add_package(&mut self, folder: &Path) {
        if self.packages.contains_key(folder) {
            return;
        }
        let manifest = self.manifest(folder);
        let root = if manifest.broken {
            None
        } else {
            self.workspace_around(folder)
        };
        if !manifest.is_package() || manifest.workspace.is_some() && manifest.package.is_none() {
            return;
        }
        // Modules of a member may lie elsewhere in its workspace.
        let tree = root.as_ref().map_or(folder, |root| root.folder.as_path());
        let tree = if folder.starts_with(tree) {
            tree
        } else {
            folder
        };
        self.workspace.trees.push(tree.to_owned());
        let package = Package::new(&manifest, root.as_deref(), &mut self.workspace.errors);
        self.packages.insert(folder.to_owned(), package);
    }
}
