//! Which features of a package are on.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::dependencies::Declared;

/// Features of one package: those that are on, and the optional dependencies that they bring.
#[derive(Debug, Default)]
pub(super) struct Enabled {
    pub features: BTreeSet<String>,
    pub dependencies: BTreeSet<String>,
}

/// Follows features from `default` and the options through the package's own `[features]`.
/// Features that only another package's manifest turns on are not followed.
pub(super) fn enabled(
    package: &str,
    table: &BTreeMap<String, Vec<String>>,
    dependencies: &[Declared],
    options: &Options,
) -> Enabled {
    let mut queue: Vec<String> = Vec::new();
    if !options.no_default_features || options.all_features {
        queue.push("default".to_owned());
    }
    if options.all_features {
        queue.extend(table.keys().cloned());
        queue.extend(
            dependencies
                .iter()
                .filter(|one| one.optional)
                .map(|one| one.key.clone()),
        );
    }
    for feature in options
        .features
        .iter()
        .flat_map(|list| list.split([',', ' ']))
    {
        match feature.split_once('/') {
            Some((owner, feature)) if owner == package => queue.push(feature.to_owned()),
            Some(_) => {}
            None => queue.push(feature.to_owned()),
        }
    }

    let hidden: BTreeSet<&str> = table
        .values()
        .flatten()
        .filter_map(|value| value.strip_prefix("dep:"))
        .collect();
    let optional = |name: &str| {
        dependencies
            .iter()
            .any(|one| one.optional && one.key == name)
    };
    let mut result = Enabled::default();
    while let Some(feature) = queue.pop() {
        if let Some(dependency) = feature.strip_prefix("dep:") {
            result.dependencies.insert(dependency.to_owned());
        } else if let Some((dependency, _)) = feature.split_once('/') {
            if !dependency.ends_with('?') && optional(dependency) {
                result.dependencies.insert(dependency.to_owned());
                if !hidden.contains(dependency) {
                    result.features.insert(dependency.to_owned());
                }
            }
        } else if let Some(implied) = table.get(&feature) {
            if result.features.insert(feature) {
                queue.extend(implied.iter().cloned());
            }
        } else if optional(&feature) && !hidden.contains(feature.as_str()) {
            result.dependencies.insert(feature.clone());
            result.features.insert(feature);
        }
    }
    result
}
