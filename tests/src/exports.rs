//! The public paths of the runtime, read from its source: what a finding names must exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use syn::{ImplItem, Item, TraitItem, UseTree, Visibility};

/// The public names of a crate.
#[derive(Debug, Default)]
pub struct Exports {
    /// By path without the crate: what can be named there.
    names: BTreeSet<String>,
    /// What a module shows of others: the module, the name there, and the full path behind it.
    shown: BTreeMap<(String, String), String>,
    /// Modules that show everything of another one.
    globs: Vec<(String, String)>,
    crate_name: String,
}

/// The public names of `otp_runtime`.
pub fn of_runtime() -> &'static Exports {
    static RUNTIME: OnceLock<Exports> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/lib.rs");
        Exports::read("otp_runtime", &root)
    })
}

impl Exports {
    /// Reads a crate from its root file. What cannot be read has no names.
    #[must_use]
    pub fn read(crate_name: &str, root: &Path) -> Self {
        let mut exports = Self {
            crate_name: crate_name.to_owned(),
            ..Self::default()
        };
        exports.file(root, root.parent().unwrap_or(root), "");
        exports
    }

    /// Whether `otp_runtime::task::Tasks`, say, or a function of it, can be named from outside.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let rest = path
            .strip_prefix(self.crate_name.as_str())
            .and_then(|rest| rest.strip_prefix("::"));
        rest.is_some_and(|rest| self.reaches(rest, 0))
    }

    fn reaches(&self, path: &str, depth: usize) -> bool {
        // A module that shows itself is no way to a name.
        if depth > 16 {
            return false;
        }
        // Only what `pub use` shows may stand in a private module.
        let open = |module: &str| depth > 0 || self.is_open(module);
        let holder = path.rsplit_once("::").map_or("", |(holder, _)| holder);
        if self.names.contains(path) && open(holder) {
            return true;
        }
        let mut ends: Vec<usize> = path.match_indices("::").map(|(at, _)| at).collect();
        ends.push(path.len());
        ends.into_iter().any(|end| {
            let (module, name) = path[..end].rsplit_once("::").unwrap_or(("", &path[..end]));
            if !open(module) {
                return false;
            }
            let key = (module.to_owned(), name.to_owned());
            let named = self
                .shown
                .get(&key)
                .map(|target| format!("{target}{}", &path[end..]));
            let through = self.globs.iter().filter(|(at, _)| at == module);
            let all = through
                .map(|(_, target)| join(target, path[module.len()..].trim_start_matches("::")));
            named
                .into_iter()
                .chain(all)
                .any(|target| self.reaches(&target, depth + 1))
        })
    }

    /// Whether a path and all above it are public.
    fn is_open(&self, path: &str) -> bool {
        let ends = path
            .match_indices("::")
            .map(|(at, _)| at)
            .chain([path.len()]);
        path.is_empty()
            || ends
                .into_iter()
                .all(|end| self.names.contains(&path[..end]))
    }

    fn file(&mut self, path: &Path, folder: &Path, module: &str) {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if let Ok(file) = syn::parse_file(&text) {
            self.items(&file.items, folder, module);
        }
    }

    fn items(&mut self, items: &[Item], folder: &Path, module: &str) {
        for item in items {
            match item {
                Item::Mod(one) => {
                    let path = join(module, &one.ident.to_string());
                    self.name(&one.vis, &path);
                    // Private modules too: what is shown elsewhere may stand there.
                    let inner: PathBuf = folder.join(one.ident.to_string());
                    match &one.content {
                        Some((_, items)) => self.items(items, &inner, &path),
                        None if inner.with_extension("rs").exists() => {
                            self.file(&inner.with_extension("rs"), &inner, &path);
                        }
                        None => self.file(&inner.join("mod.rs"), &inner, &path),
                    }
                }
                Item::Struct(one) => self.name(&one.vis, &join(module, &one.ident.to_string())),
                Item::Enum(one) => self.name(&one.vis, &join(module, &one.ident.to_string())),
                Item::Type(one) => self.name(&one.vis, &join(module, &one.ident.to_string())),
                Item::Const(one) => self.name(&one.vis, &join(module, &one.ident.to_string())),
                Item::Fn(one) => self.name(&one.vis, &join(module, &one.sig.ident.to_string())),
                Item::Trait(one) => {
                    let path = join(module, &one.ident.to_string());
                    for member in &one.items {
                        if let TraitItem::Fn(method) = member {
                            self.name(&one.vis, &join(&path, &method.sig.ident.to_string()));
                        }
                    }
                    self.name(&one.vis, &path);
                }
                Item::Impl(one) if one.trait_.is_none() => {
                    let syn::Type::Path(of) = &*one.self_ty else {
                        continue;
                    };
                    let Some(of) = of.path.segments.last() else {
                        continue;
                    };
                    for member in &one.items {
                        if let ImplItem::Fn(method) = member {
                            let path = join(module, &of.ident.to_string());
                            self.name(&method.vis, &join(&path, &method.sig.ident.to_string()));
                        }
                    }
                }
                Item::Use(one) if is_public(&one.vis) => self.shown(&one.tree, module, None),
                _ => {}
            }
        }
    }

    fn name(&mut self, vis: &Visibility, path: &str) {
        if is_public(vis) {
            self.names.insert(path.to_owned());
        }
    }

    /// `pub use`: `from` is the path read so far.
    fn shown(&mut self, tree: &UseTree, module: &str, from: Option<String>) {
        let step = |name: &str| match (&from, name) {
            (None, "crate") => String::new(),
            (None, "self") => module.to_owned(),
            (None, "super") => module
                .rsplit_once("::")
                .map_or("", |(above, _)| above)
                .to_owned(),
            (None, name) => join(module, name),
            (Some(from), "self") => from.clone(),
            (Some(from), "super") => from
                .rsplit_once("::")
                .map_or("", |(above, _)| above)
                .to_owned(),
            (Some(from), name) => join(from, name),
        };
        match tree {
            UseTree::Path(path) => {
                let next = step(&path.ident.to_string());
                self.shown(&path.tree, module, Some(next));
            }
            UseTree::Name(name) => {
                let target = step(&name.ident.to_string());
                let last = target.rsplit("::").next().unwrap_or(&target).to_owned();
                self.shown.insert((module.to_owned(), last), target);
            }
            UseTree::Rename(rename) => {
                let target = step(&rename.ident.to_string());
                self.shown
                    .insert((module.to_owned(), rename.rename.to_string()), target);
            }
            UseTree::Glob(_) => self
                .globs
                .push((module.to_owned(), from.unwrap_or_default())),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.shown(tree, module, from.clone());
                }
            }
        }
    }
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() {
        name.to_owned()
    } else {
        format!("{module}::{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exports(files: &[(&str, &str)]) -> Exports {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Exports::read("a", &folder.path().join("lib.rs"))
    }

    #[test]
    fn names_are_reached_as_rust_reaches_them() {
        let exports = exports(&[
            (
                "lib.rs",
                "pub mod task; mod hidden; pub use hidden::Deep as Renamed; pub use task::*;",
            ),
            (
                "task/mod.rs",
                "mod owner; pub use self::owner::{Tasks, Builder}; pub fn spawn() {}",
            ),
            (
                "task/owner.rs",
                "pub struct Tasks; impl Tasks { pub fn start(&self) {} fn own(&self) {} } pub struct Builder; struct Own;",
            ),
            ("hidden.rs", "pub struct Deep;"),
        ]);
        for path in [
            "a::task",
            "a::task::Tasks",
            "a::task::Tasks::start",
            "a::task::spawn",
            "a::spawn",
            "a::Renamed",
            "a::Tasks",
        ] {
            assert!(exports.has(path), "{path}");
        }
        for path in [
            "a::hidden::Deep",
            "a::Deep",
            "a::task::Own",
            "a::task::Tasks::own",
            "b::task",
            "a::task::Task",
            "a",
        ] {
            assert!(!exports.has(path), "{path}");
        }
    }
}
