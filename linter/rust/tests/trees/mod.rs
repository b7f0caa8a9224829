//! Trees of files, and the smallest parse step that knows modules.
#![allow(dead_code, reason = "each test program uses a part")]

use std::path::{Path, PathBuf};

use otplint_model::Span;
use otplint_rust::sources::{ModDecl, Options as Loading, ParseError, Sources, load, threads};
use otplint_rust::workspace::{Options, Workspace, discover};
use tempfile::TempDir;

/// A folder that holds `files`: pairs of path and text.
pub fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(&folder, path, text.as_bytes());
    }
    folder
}

pub fn write(folder: &TempDir, path: &str, bytes: &[u8]) {
    let path = folder.path().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

pub fn find(folder: &TempDir, path: &str) -> Workspace {
    discover(&[folder.path().join(path)], &Options::default())
}

/// Loads on so many threads.
pub fn load_on<T: Send + Sync>(
    count: usize,
    workspace: Workspace,
    parse: impl Fn(&str) -> Result<T, ParseError> + Send + Sync,
    modules: impl Fn(&T) -> Vec<ModDecl> + Send + Sync,
) -> Sources<T> {
    let pool = threads(count).unwrap();
    pool.install(|| load(workspace, Loading::default(), parse, modules))
}

pub fn load_at(folder: &TempDir, path: &str) -> Sources<Vec<ModDecl>> {
    load_on(2, find(folder, path), parse, Clone::clone)
}

/// A path below the tree, as the test wrote it.
pub fn below(folder: &TempDir, path: &Path) -> String {
    let real = folder.path().canonicalize().unwrap();
    path.strip_prefix(real)
        .or_else(|_| path.strip_prefix(folder.path()))
        .unwrap_or(path)
        .display()
        .to_string()
}

pub fn files<T>(folder: &TempDir, sources: &Sources<T>) -> Vec<String> {
    sources
        .files
        .iter()
        .map(|file| below(folder, &file.source.path))
        .collect()
}

/// `parent::inline::name -> file`, sorted, of one crate.
pub fn modules<T>(folder: &TempDir, sources: &Sources<T>, number: usize) -> Vec<String> {
    let path = |id: otplint_model::FileId| below(folder, &sources.files[id.0 as usize].source.path);
    let edges = sources.crates[number].modules.iter().map(|module| {
        let mut names = module.decl.inline_path.clone();
        names.push(module.decl.name.clone());
        let end = module.file.map_or("missing".to_owned(), path);
        format!("{} {} -> {end}", path(module.parent), names.join("::"))
    });
    edges.collect()
}

pub fn messages(folder: &TempDir, errors: &[otplint_model::SourceError]) -> Vec<String> {
    errors
        .iter()
        .map(|one| format!("{}: {}", below(folder, &one.path), one.message))
        .collect()
}

pub fn path(folder: &TempDir, path: &str) -> PathBuf {
    folder.path().canonicalize().unwrap().join(path)
}

/// Module declarations, those in `cfg_if!` and `cfg_select!` included.
pub fn parse(text: &str) -> Result<Vec<ModDecl>, ParseError> {
    let file = syn::parse_file(text).map_err(|fault| {
        let range = fault.span().byte_range();
        ParseError {
            span: Span::new(range.start as u32, range.end as u32),
            message: fault.to_string(),
        }
    })?;
    let mut found = Vec::new();
    items(
        &file.items,
        &mut Vec::new(),
        &mut Vec::new(),
        false,
        &mut found,
    );
    Ok(found)
}

fn items(
    list: &[syn::Item],
    inline: &mut Vec<String>,
    attrs: &mut Vec<Option<String>>,
    conditional: bool,
    found: &mut Vec<ModDecl>,
) {
    for item in list {
        match item {
            syn::Item::Mod(module) => {
                let path = module
                    .attrs
                    .iter()
                    .find(|attr| attr.path().is_ident("path"))
                    .and_then(|attr| {
                        let value = &attr.meta.require_name_value().ok()?.value;
                        let syn::Expr::Lit(syn::ExprLit {
                            lit: syn::Lit::Str(text),
                            ..
                        }) = value
                        else {
                            return None;
                        };
                        Some(text.value())
                    });
                let conditional =
                    conditional || module.attrs.iter().any(|attr| attr.path().is_ident("cfg"));
                match &module.content {
                    Some((_, list)) => {
                        inline.push(module.ident.to_string());
                        attrs.push(path);
                        items(list, inline, attrs, conditional, found);
                        attrs.pop();
                        inline.pop();
                    }
                    None => {
                        let range = module.ident.span().byte_range();
                        found.push(ModDecl {
                            inline_path: inline.clone(),
                            inline_path_attrs: attrs.clone(),
                            name: module.ident.to_string(),
                            path_attr: path,
                            conditional,
                            span: Span::new(range.start as u32, range.end as u32),
                        });
                    }
                }
            }
            syn::Item::Macro(call)
                if call
                    .mac
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == "cfg_if" || last.ident == "cfg_select") =>
            {
                for token in call.mac.tokens.clone() {
                    if let proc_macro2::TokenTree::Group(group) = token
                        && let Ok(file) = syn::parse2::<syn::File>(group.stream())
                    {
                        items(&file.items, inline, attrs, true, found);
                    }
                }
            }
            _ => {}
        }
    }
}
