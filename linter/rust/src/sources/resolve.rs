//! From a module declaration to a file, by rustc's rules.

use std::path::{Path, PathBuf};

use super::ModDecl;
use crate::workspace::normalize;

/// Where a file's modules live.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// The folder for `mod name;`: that of the file itself for a crate's root, a `mod.rs` and a
    /// file named by `#[path]`, else the folder named like the file.
    pub folder: PathBuf,
    /// Tried next, for a file that no manifest describes: it may be a crate's root or a module.
    pub second: Option<PathBuf>,
}

impl Place {
    pub(super) fn root(file: &Path, loose: bool) -> Self {
        Self {
            folder: parent(file).to_owned(),
            second: loose.then(|| file.with_extension("")),
        }
    }
}

/// What a declaration may stand for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub file: PathBuf,
    pub place: Place,
}

fn parent(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// The files that may hold the module, the likeliest first; rustc wants exactly one of them.
pub(super) fn candidates(file: &Path, place: &Place, decl: &ModDecl) -> Vec<Candidate> {
    let here = parent(file);
    if let Some(path) = &decl.path_attr {
        let base = if decl.inline_path.is_empty() {
            here.to_owned()
        } else {
            inline(here, &place.folder, decl)
        };
        let file = normalize(&base.join(path.replace('\\', "/")));
        let place = Place::root(&file, false);
        return vec![Candidate { file, place }];
    }
    let name = decl.name.strip_prefix("r#").unwrap_or(&decl.name);
    let mut found = Vec::new();
    for folder in [Some(&place.folder), place.second.as_ref()]
        .into_iter()
        .flatten()
    {
        let folder = inline(here, folder, decl);
        let module = folder.join(name);
        let own = |file: PathBuf| Candidate {
            file,
            place: Place {
                folder: module.clone(),
                second: None,
            },
        };
        found.push(own(folder.join(format!("{name}.rs"))));
        found.push(own(module.join("mod.rs")));
    }
    found
}

/// The folder of the inline modules around a declaration.
fn inline(here: &Path, folder: &Path, decl: &ModDecl) -> PathBuf {
    let mut at: Option<PathBuf> = None;
    for (depth, name) in decl.inline_path.iter().enumerate() {
        let attribute = decl.inline_path_attrs.get(depth).and_then(Option::as_ref);
        at = Some(match attribute {
            Some(path) => normalize(&at.unwrap_or_else(|| here.to_owned()).join(path)),
            None => at
                .unwrap_or_else(|| folder.to_owned())
                .join(name.strip_prefix("r#").unwrap_or(name)),
        });
    }
    at.unwrap_or_else(|| folder.to_owned())
}
