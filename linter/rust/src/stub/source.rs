//! The items of one crate, module by module, as its source folder says them: what stubs are drawn up from and held
//! against.
//!
//! Every `cfg` but `test` counts as on, and items inside macro calls are looked at where the tokens are items, as in
//! `cfg_rt! { pub mod runtime; }`. What cannot be seen is named in [`CrateItems::unseen`].

use std::path::{Path, PathBuf};

use serde::Deserialize;
use syn::{
    Attribute, ImplItem, Item, ItemImpl, ItemMod, ItemTrait, TraitItem, UseTree, Visibility,
};

use crate::sources::{MAX_FILE_BYTES, STACK_BYTES, too_deep};
use crate::workspace::{Cfg, CfgOptions};

/// Why nothing can be said of a crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StubError {
    /// There is neither a manifest nor a root file.
    #[error("`{}` is no crate: it holds neither Cargo.toml nor src/lib.rs; give the folder that does", .0.display())]
    NoCrate(PathBuf),
    /// The manifest describes no package.
    #[error("`{}` describes no package; give the folder of one of the workspace's members", .0.display())]
    NoPackage(PathBuf),
    /// The package has no library.
    #[error("`{}` has no library at `{}`, and only a library has an API that a stub can describe", .manifest.display(), .root.display())]
    NoLibrary {
        /// The manifest.
        manifest: PathBuf,
        /// Where the library should be.
        root: PathBuf,
    },
    /// A file cannot be read.
    #[error("cannot read `{}`: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The manifest is not TOML, or not a manifest.
    #[error("cannot understand `{}`: {source}", .path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
    /// A file is not Rust.
    #[error("cannot parse `{}` at line {line}, column {column}: {message}", .path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// No thread could be started to parse on.
    #[error("cannot start a thread to parse on: {0}")]
    Thread(std::io::Error),
}

/// A crate's items.
pub struct CrateItems {
    /// Its name in paths.
    pub name: String,
    /// Its version, where the manifest states one.
    pub version: Option<String>,
    /// The root first, parents before their children.
    pub modules: Vec<Module>,
    /// What could not be looked into, in words.
    pub unseen: Vec<String>,
    /// The calls of macros among that.
    pub calls: Vec<syn::Macro>,
}

/// A module's items.
pub struct Module {
    /// The module around it: a position in [`CrateItems::modules`]. The root is its own.
    pub parent: usize,
    /// Empty for the root.
    pub name: String,
    /// Whether it is declared `pub`.
    pub public: bool,
    /// All of them but modules, tests and calls of macros.
    pub items: Vec<Item>,
}

impl std::fmt::Debug for CrateItems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CrateItems")
            .field("name", &self.name)
            .field("modules", &self.modules)
            .field("unseen", &self.unseen)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Module {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Module")
            .field("name", &self.name)
            .field("items", &self.items.len())
            .finish_non_exhaustive()
    }
}

impl CrateItems {
    /// The modules inside a module.
    pub fn children(&self, module: usize) -> impl Iterator<Item = usize> {
        (1..self.modules.len()).filter(move |&index| self.modules[index].parent == module)
    }
}

/// Calls `work` on the items of the crate in the folder `root`.
///
/// The items stay on a thread of their own, which has the stack that deep trees need.
///
/// # Errors
///
/// The folder holds no library crate, or the manifest or root file cannot be read or parsed.
pub fn with_items<T: Send>(
    root: &Path,
    work: impl FnOnce(CrateItems) -> Result<T, StubError> + Send,
) -> Result<T, StubError> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || load(root).and_then(work))
            .map_err(StubError::Thread)?
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[derive(Deserialize)]
struct Manifest {
    package: Option<Package>,
    lib: Option<Library>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    // A member may inherit its version: then this is a table.
    version: Option<toml::Value>,
}

#[derive(Deserialize)]
struct Library {
    name: Option<String>,
    path: Option<PathBuf>,
}

fn load(root: &Path) -> Result<CrateItems, StubError> {
    let manifest = root.join("Cargo.toml");
    let (name, version, file) = if manifest.is_file() {
        let parsed: Manifest =
            toml::from_str(&read(&manifest)?).map_err(|source| StubError::Manifest {
                path: manifest.clone(),
                source: Box::new(source),
            })?;
        let package = parsed
            .package
            .ok_or_else(|| StubError::NoPackage(manifest.clone()))?;
        let library = parsed.lib.unwrap_or(Library {
            name: None,
            path: None,
        });
        let file = root.join(library.path.unwrap_or_else(|| "src/lib.rs".into()));
        if !file.is_file() {
            return Err(StubError::NoLibrary {
                manifest,
                root: file,
            });
        }
        let version = package
            .version
            .and_then(|version| Some(version.as_str()?.to_owned()));
        (library.name.unwrap_or(package.name), version, file)
    } else {
        let file = root.join("src/lib.rs");
        let name = root
            .canonicalize()
            .ok()
            .and_then(|full| Some(full.file_name()?.to_string_lossy().into_owned()));
        match name {
            Some(name) if file.is_file() => (name, None, file),
            _ => return Err(StubError::NoCrate(root.to_owned())),
        }
    };
    let mut loader = Loader {
        modules: Vec::new(),
        unseen: Vec::new(),
        calls: Vec::new(),
        open: Vec::new(),
    };
    let items = parse(&file)?;
    let place = Place {
        folder: parent(&file),
        inline_folder: parent(&file),
    };
    loader.module(0, String::new(), true, items, &place);
    Ok(CrateItems {
        name: name.replace('-', "_"),
        version,
        modules: loader.modules,
        unseen: loader.unseen,
        calls: loader.calls,
    })
}

fn read(path: &Path) -> Result<String, StubError> {
    let failed = |source| StubError::Read {
        path: path.to_owned(),
        source,
    };
    let bytes = std::fs::metadata(path).map_err(failed)?.len();
    if bytes > MAX_FILE_BYTES {
        return Err(failed(std::io::Error::other(
            "it is too large for source text",
        )));
    }
    std::fs::read_to_string(path).map_err(failed)
}

fn parse(path: &Path) -> Result<Vec<Item>, StubError> {
    let text = read(path)?;
    let failed = |line, column, message| StubError::Parse {
        path: path.to_owned(),
        line,
        column,
        message,
    };
    if let Some((span, message)) = too_deep(&text) {
        let before = &text[..text.floor_char_boundary(span.start as usize)];
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |last| last.chars().count())
            + 1;
        return Err(failed(line, column, message));
    }
    let file = syn::parse_file(&text).map_err(|error| {
        let start = error.span().start();
        failed(start.line, start.column + 1, error.to_string())
    })?;
    Ok(file.items)
}

fn parent(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

/// Where the files of a module's children are.
#[derive(Clone)]
struct Place {
    /// The folder of the file itself: what `#[path]` starts from.
    folder: PathBuf,
    /// The folder of `name.rs` and `name/mod.rs`.
    inline_folder: PathBuf,
}

struct Loader {
    modules: Vec<Module>,
    unseen: Vec<String>,
    calls: Vec<syn::Macro>,
    /// The files that are being looked into: a file may name itself.
    open: Vec<PathBuf>,
}

impl Loader {
    fn module(
        &mut self,
        parent: usize,
        name: String,
        public: bool,
        items: Vec<Item>,
        place: &Place,
    ) {
        let index = self.modules.len();
        self.modules.push(Module {
            parent,
            name,
            public,
            items: Vec::new(),
        });
        self.items(index, items, place);
    }

    fn items(&mut self, module: usize, items: Vec<Item>, place: &Place) {
        for item in items {
            match item {
                Item::Mod(item) if !is_test(&item.attrs) => self.child(module, item, place),
                Item::Mod(_) => {}
                Item::Macro(call) if call.ident.is_none() => {
                    let inner = syn::parse2::<syn::File>(call.mac.tokens.clone());
                    match inner {
                        Ok(file) if !is_test(&call.attrs) => self.items(module, file.items, place),
                        Ok(_) => {}
                        Err(_) => self.unseen_call(module, &call.mac),
                    }
                }
                item if is_test(attrs(&item)) => {}
                mut item => {
                    self.members(module, &mut item);
                    self.modules[module].items.push(item);
                }
            }
        }
    }

    /// Puts what calls of macros hold in their place, inside an `impl` or trait.
    fn members(&mut self, module: usize, item: &mut Item) {
        match item {
            Item::Impl(block) => {
                for inner in std::mem::take(&mut block.items) {
                    let ImplItem::Macro(call) = &inner else {
                        block.items.push(inner);
                        continue;
                    };
                    let tokens = &call.mac.tokens;
                    match syn::parse2::<ItemImpl>(quote::quote!(impl X { #tokens })) {
                        Ok(held) => block.items.extend(held.items),
                        Err(_) => self.unseen_call(module, &call.mac),
                    }
                }
            }
            Item::Trait(item) => {
                for inner in std::mem::take(&mut item.items) {
                    let TraitItem::Macro(call) = &inner else {
                        item.items.push(inner);
                        continue;
                    };
                    let tokens = &call.mac.tokens;
                    match syn::parse2::<ItemTrait>(quote::quote!(trait X { #tokens })) {
                        Ok(held) => item.items.extend(held.items),
                        Err(_) => self.unseen_call(module, &call.mac),
                    }
                }
            }
            _ => {}
        }
    }

    fn unseen_call(&mut self, module: usize, call: &syn::Macro) {
        let name = call
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default();
        let path = self.path(module);
        self.unseen.push(format!("a call of `{name}!` in {path}"));
        self.calls.push(call.clone());
    }

    fn child(&mut self, module: usize, item: ItemMod, place: &Place) {
        let name = item.ident.to_string();
        let file_name = name.strip_prefix("r#").unwrap_or(&name).to_owned();
        let public = matches!(item.vis, Visibility::Public(_));
        if let Some((_, items)) = item.content {
            let place = Place {
                inline_folder: place.inline_folder.join(file_name),
                ..place.clone()
            };
            return self.module(module, name, public, items, &place);
        }
        let candidates: Vec<(PathBuf, bool)> = match path_attr(&item.attrs) {
            Some(path) => vec![(place.folder.join(path), true)],
            None => vec![
                (place.inline_folder.join(format!("{file_name}.rs")), false),
                (place.inline_folder.join(&file_name).join("mod.rs"), true),
            ],
        };
        let Some((file, is_root)) = candidates.into_iter().find(|(file, _)| file.is_file()) else {
            let path = self.path(module);
            return self
                .unseen
                .push(format!("the file of `mod {name};` in {path}"));
        };
        if self.open.contains(&file) {
            return;
        }
        match parse(&file) {
            Ok(items) => {
                let folder = parent(&file);
                let inline_folder = if is_root {
                    folder.clone()
                } else {
                    folder.join(&file_name)
                };
                self.open.push(file);
                self.module(
                    module,
                    name,
                    public,
                    items,
                    &Place {
                        folder,
                        inline_folder,
                    },
                );
                self.open.pop();
            }
            Err(error) => self.unseen.push(error.to_string()),
        }
    }

    fn path(&self, mut module: usize) -> String {
        let mut names = Vec::new();
        while module != 0 {
            names.push(self.modules[module].name.as_str());
            module = self.modules[module].parent;
        }
        names.push("crate");
        names.reverse();
        names.join("::")
    }
}

fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| match &attr.meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) if list.path.is_ident("cfg") => {
            Cfg::parse(list.tokens.clone()).only_test(&CfgOptions::default())
        }
        _ => false,
    })
}

fn path_attr(attrs: &[Attribute]) -> Option<String> {
    attrs.iter().find_map(|attr| match &attr.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

/// The attributes of an item.
pub fn attrs(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// One name of a `use`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// From the first segment on, without the alias.
    pub path: Vec<String>,
    /// What it is called from here on; none for a glob.
    pub alias: Option<String>,
    /// Whether it is `path::*`.
    pub glob: bool,
}

/// The names that a `use` declares.
pub fn leaves(tree: &UseTree) -> Vec<Leaf> {
    fn walk(tree: &UseTree, path: &mut Vec<String>, found: &mut Vec<Leaf>) {
        match tree {
            UseTree::Path(inner) => {
                path.push(inner.ident.to_string());
                walk(&inner.tree, path, found);
                path.pop();
            }
            UseTree::Name(name) if name.ident == "self" => {
                found.push(Leaf {
                    path: path.clone(),
                    alias: path.last().cloned(),
                    glob: false,
                });
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                let path = path.iter().cloned().chain([name.clone()]).collect();
                found.push(Leaf {
                    path,
                    alias: Some(name),
                    glob: false,
                });
            }
            UseTree::Rename(rename) => {
                let own = (rename.ident != "self").then(|| rename.ident.to_string());
                let path = path.iter().cloned().chain(own).collect();
                found.push(Leaf {
                    path,
                    alias: Some(rename.rename.to_string()),
                    glob: false,
                });
            }
            UseTree::Glob(_) => found.push(Leaf {
                path: path.clone(),
                alias: None,
                glob: true,
            }),
            UseTree::Group(group) => group
                .items
                .iter()
                .for_each(|inner| walk(inner, path, found)),
        }
    }
    let mut found = Vec::new();
    walk(tree, &mut Vec::new(), &mut found);
    found
}
