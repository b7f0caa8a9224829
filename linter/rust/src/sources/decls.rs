//! The module declarations of a parsed file.

use super::ModDecl;
use crate::syntax::{File, Item, ItemKind};

/// Lists `mod name;`, in inline modules and in the item macros that the parser reads through too.
/// Fit to be given to [`super::load`]. Modules declared in a function's body are not listed.
pub fn mod_decls(file: &File) -> Vec<ModDecl> {
    let mut found = Vec::new();
    collect(&file.items, &mut Around::default(), &mut found);
    found
}

#[derive(Default)]
struct Around {
    names: Vec<String>,
    paths: Vec<Option<String>>,
    conditional: bool,
}

fn collect(items: &[Item], around: &mut Around, found: &mut Vec<ModDecl>) {
    for item in items {
        let ItemKind::Mod(content) = &item.kind else {
            continue;
        };
        let conditional = around.conditional || item.attrs.conditional || item.attrs.test;
        match content {
            None => found.push(ModDecl {
                inline_path: around.names.clone(),
                inline_path_attrs: around.paths.clone(),
                name: item.name.as_str().to_owned(),
                path_attr: item.attrs.path.map(|path| path.as_str().to_owned()),
                conditional,
                span: item.name_span,
            }),
            Some(items) => {
                let before = std::mem::replace(&mut around.conditional, conditional);
                around.names.push(item.name.as_str().to_owned());
                around
                    .paths
                    .push(item.attrs.path.map(|path| path.as_str().to_owned()));
                collect(items, around, found);
                around.paths.pop();
                around.names.pop();
                around.conditional = before;
            }
        }
    }
}
