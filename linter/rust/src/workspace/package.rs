//! Packages, one by one, and how their crates hang together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use otplint_model::SourceError;

use super::dependencies::{Declared, Use, declared};
use super::features::enabled;
use super::manifest::Manifest;
use super::targets::{Found, package_name, targets};
use super::{CrateTarget, Dependency, Options, TargetKind};

/// A package that is part of the checked tree.
#[derive(Debug)]
pub(super) struct Package {
    pub name: String,
    pub dependencies: Vec<Declared>,
    features: BTreeMap<String, Vec<String>>,
    targets: Vec<Found>,
}

impl Package {
    pub(super) fn new(
        manifest: &Manifest,
        root: Option<&Manifest>,
        errors: &mut Vec<SourceError>,
    ) -> Self {
        Self {
            name: package_name(manifest),
            dependencies: declared(manifest, root, errors),
            features: manifest.features.clone(),
            targets: targets(manifest, root, errors),
        }
    }
}

/// The crates of all packages, which are ordered by their folders.
pub(super) fn crates(packages: &BTreeMap<PathBuf, Package>, options: &Options) -> Vec<CrateTarget> {
    let mut libs: BTreeMap<&PathBuf, (usize, &str)> = BTreeMap::new();
    let mut position = 0;
    for (folder, package) in packages {
        for target in &package.targets {
            if target.kind == TargetKind::Lib {
                libs.insert(folder, (position, target.name.as_str()));
            }
            position += 1;
        }
    }

    let mut result = Vec::with_capacity(position);
    for (folder, package) in packages {
        let for_tests = is_below_tests(packages, folder);
        let on = enabled(
            &package.name,
            &package.features,
            &package.dependencies,
            options,
        );
        for target in &package.targets {
            let mut dependencies = Vec::new();
            if target.kind != TargetKind::Lib
                && target.kind != TargetKind::BuildScript
                && let Some((member, name)) = libs.get(folder)
            {
                dependencies.push(Dependency {
                    extern_name: (*name).to_owned(),
                    package: package.name.clone(),
                    version_req: None,
                    member: Some(*member),
                    dev: false,
                });
            }
            for declared in &package.dependencies {
                let wanted = match declared.used {
                    Use::Build => target.kind == TargetKind::BuildScript,
                    Use::Normal | Use::Dev => target.kind != TargetKind::BuildScript,
                };
                let off = declared.optional
                    && options.features_are_given()
                    && !on.dependencies.contains(&declared.key);
                if !wanted || off {
                    continue;
                }
                let lib = declared.folder.as_ref().and_then(|folder| libs.get(folder));
                // A library may be called other than its package; a rename has the last word.
                let extern_name = match lib {
                    Some((_, name)) if !declared.renamed => (*name).to_owned(),
                    _ => declared.key.replace('-', "_"),
                };
                if dependencies
                    .iter()
                    .any(|other| other.extern_name == extern_name)
                {
                    continue;
                }
                dependencies.push(Dependency {
                    extern_name,
                    package: declared.package.clone(),
                    version_req: declared.version_req.clone(),
                    member: lib.map(|(position, _)| *position),
                    dev: declared.used == Use::Dev,
                });
            }
            result.push(CrateTarget {
                name: target.name.clone(),
                package: package.name.clone(),
                kind: target.kind,
                root: target.root.clone(),
                edition: target.edition,
                dependencies,
                features: on.features.clone(),
                features_given: options.features_are_given(),
                test: for_tests || matches!(target.kind, TargetKind::Test | TargetKind::Bench),
            });
        }
    }
    mark_test_support(&mut result);
    result
}

/// Whether a package of a larger tree lies in or below a folder of that tree that is called `tests`: a harness, a
/// peer to talk to, a load generator.
fn is_below_tests(packages: &BTreeMap<PathBuf, Package>, folder: &Path) -> bool {
    // Of paths in order, the first and the last share what all share.
    let ends = packages.keys().next().zip(packages.keys().next_back());
    let shared = ends.map_or(0, |(first, last)| {
        let both = first.components().zip(last.components());
        both.take_while(|(one, other)| one == other).count()
    });
    let mut inner = folder.components().skip(shared);
    inner.any(|part| part.as_os_str() == "tests")
}

/// What a library that only tests use is called.
const SUPPORT: &[&str] = &[
    "test",
    "tests",
    "testing",
    "testkit",
    "testutil",
    "testutils",
    "mock",
    "mocks",
    "fixture",
    "fixtures",
];

/// Marks the libraries that say by their name that they serve tests, and that only tests use.
fn mark_test_support(crates: &mut [CrateTarget]) {
    let named = |krate: &CrateTarget| {
        krate.kind == TargetKind::Lib && (krate.name.split('_')).any(|word| SUPPORT.contains(&word))
    };
    let mut open: Vec<usize> = (0..crates.len()).filter(|at| named(&crates[*at])).collect();
    loop {
        let served = |at: usize| {
            let mut uses = crates.iter().flat_map(|krate| {
                let here = krate.dependencies.iter();
                here.filter(|dependency| {
                    dependency.member == Some(at) && krate.package != crates[at].package
                })
                .map(|dependency| dependency.dev || krate.test)
            });
            uses.next()
                .is_some_and(|first| first && uses.all(|test| test))
        };
        let (support, others): (Vec<usize>, Vec<usize>) = open.iter().partition(|at| served(**at));
        if support.is_empty() {
            return;
        }
        for at in support {
            crates[at].test = true;
        }
        open = others;
    }
}
