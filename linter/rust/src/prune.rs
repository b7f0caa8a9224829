//! What `--features` and `--cfg` leave out.
//!
//! Without them every alternative of a `cfg` is kept. With them, items that what the user said
//! rules out are removed; nothing is assumed of the platform.

use otplint_model::FileId;

use crate::sources::{LoadedCrate, Sources};
use crate::syntax::{File, Item, ItemKind};
use crate::workspace::{CfgOptions, Tri};

/// Removes the items that no crate compiles under its features and these `--cfg` arguments. Those
/// inside a function's body stay.
pub fn prune(sources: &mut Sources<File>, said: &CfgOptions) {
    let mut known: Vec<Vec<CfgOptions>> = vec![Vec::new(); sources.files.len()];
    for krate in &sources.crates {
        let options = options(krate, said);
        let modules = krate.modules.iter().filter_map(|module| module.file);
        for FileId(file) in krate.root.into_iter().chain(modules) {
            let known = &mut known[file as usize];
            if !known.contains(&options) {
                known.push(options.clone());
            }
        }
    }
    for (file, known) in sources.files.iter_mut().zip(&known) {
        if let Some(parsed) = &mut file.parsed {
            items(&mut parsed.items, known);
        }
    }
}

fn options(krate: &LoadedCrate, said: &CfgOptions) -> CfgOptions {
    if !krate.target.features_given {
        return said.clone();
    }
    let features = krate.target.features.iter().cloned();
    said.clone().with_features(features).with_known_features()
}

fn items(all: &mut Vec<Item>, known: &[CfgOptions]) {
    all.retain(|item| known.is_empty() || known.iter().any(|options| compiled(item, options)));
    for item in all {
        match &mut item.kind {
            ItemKind::Mod(Some(inner)) => items(inner, known),
            ItemKind::Impl(block) => items(&mut block.items, known),
            ItemKind::Trait(def) => items(&mut def.items, known),
            _ => {}
        }
    }
}

fn compiled(item: &Item, options: &CfgOptions) -> bool {
    let mut cfgs = item.attrs.cfg.iter();
    cfgs.all(|cfg| cfg.eval(options) != Tri::False)
}
