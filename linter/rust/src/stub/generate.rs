//! Draws up a stub for a crate from its source: the signatures of its public API, for people to add attributes to.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write;
use std::path::Path;

use syn::{
    Attribute, Ident, ImplItem, Item, ItemImpl, ItemMod, Meta, Type, Visibility, parse_quote,
};

use super::source::{CrateItems, Leaf, StubError, attrs, leaves, with_items};
use super::strip::strip;

/// Traits of `std` and `futures` whose implementations the linter looks at.
const TELLING: &[&str] = &[
    "Clone",
    "Default",
    "Deref",
    "DerefMut",
    "Drop",
    "Extend",
    "From",
    "FromIterator",
    "Future",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Sink",
    "Stream",
    "AsyncRead",
    "AsyncWrite",
    "AsyncBufRead",
    "AsyncSeek",
    "Read",
    "Write",
    "BufRead",
    "Seek",
];

/// A stub of the crate in the folder `root`: what is public through `pub mod` and `pub use`, without attributes.
///
/// Every `cfg` but `test` counts as on; of items that differ by `cfg` the first is taken. Comments at its head name what
/// could not be seen: calls of macros that make items, missing files. Public re-exports stay as they are.
///
/// # Errors
///
/// `root` holds no library crate, or its manifest or root file cannot be read or parsed.
pub fn generate(root: &Path) -> Result<String, StubError> {
    with_items(root, |items| Ok(print(&items)))
}

fn print(items: &CrateItems) -> String {
    let reach = Reach::of(items);
    let mut text = format!(
        "#![otp(krate = {:?}, version = {:?})]\n",
        items.name,
        version(items)
    );
    let unseen: BTreeSet<String> = items
        .unseen
        .iter()
        .map(|unseen| unseen.replace('\n', " "))
        .collect();
    for unseen in unseen {
        let _ = writeln!(text, "// not seen: {unseen}");
    }
    let printer = Printer {
        items,
        reach: &reach,
    };
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: printer.module(0),
    };
    text.push('\n');
    text.push_str(&prettyplease::unparse(&file));
    text
}

fn version(items: &CrateItems) -> &str {
    items.version.as_deref().unwrap_or("0.0.0")
}

/// What can be named from outside.
#[derive(Default)]
struct Reach {
    /// Whole modules.
    modules: BTreeSet<usize>,
    /// Single items, by module and name.
    names: BTreeSet<(usize, String)>,
    /// The names of all types and traits among them.
    types: BTreeSet<String>,
}

impl Reach {
    fn of(items: &CrateItems) -> Self {
        let mut reach = Self::default();
        let mut open = VecDeque::from([(0, None)]);
        while let Some((module, name)) = open.pop_front() {
            let new = match &name {
                None => reach.modules.insert(module),
                Some(name) => reach.names.insert((module, String::clone(name))),
            };
            if !new {
                continue;
            }
            for child in items.children(module) {
                let inner = &items.modules[child];
                if inner.public && name.as_ref().is_none_or(|name| *name == inner.name) {
                    open.push_back((child, None));
                }
            }
            for item in &items.modules[module].items {
                if !is_public(item) || is_hidden(attrs(item)) {
                    continue;
                }
                if let Item::Use(item) = item {
                    for leaf in leaves(&item.tree) {
                        if name.is_none() || leaf.glob || name == leaf.alias {
                            let wanted = if leaf.glob { name.clone() } else { None };
                            open.extend(targets(items, module, &leaf, wanted));
                        }
                    }
                    continue;
                }
                let named = matches!(
                    item,
                    Item::Struct(_) | Item::Enum(_) | Item::Trait(_) | Item::Union(_)
                );
                let own = ident(item).map(Ident::to_string).filter(|_| named);
                reach
                    .types
                    .extend(own.filter(|own| name.as_ref().is_none_or(|name| own == name)));
            }
        }
        reach
    }

    fn has_any(&self, module: usize) -> bool {
        self.modules.contains(&module)
            || self
                .names
                .range((module, String::new())..(module + 1, String::new()))
                .next()
                .is_some()
    }

    fn has(&self, module: usize, name: &Ident) -> bool {
        self.modules.contains(&module) || self.names.contains(&(module, name.to_string()))
    }
}

/// What a `use` in `module` names inside the crate: modules as a whole, or an item of one. Nothing for other crates.
fn targets(
    items: &CrateItems,
    module: usize,
    leaf: &Leaf,
    wanted: Option<String>,
) -> Vec<(usize, Option<String>)> {
    let mut at = vec![module];
    let mut rest = leaf.path.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        let next: Vec<usize> = match first.as_str() {
            "self" => at.clone(),
            "crate" => vec![0],
            "super" => at
                .iter()
                .map(|&module| items.modules[module].parent)
                .collect(),
            name => at
                .iter()
                .flat_map(|&module| items.children(module))
                .filter(|&child| items.modules[child].name == name)
                .collect(),
        };
        if next.is_empty() {
            break;
        }
        at = next;
        rest = tail;
    }
    match rest {
        [] => at
            .into_iter()
            .map(|module| (module, wanted.clone()))
            .collect(),
        // A path that begins with neither a module of the crate nor a keyword is another crate's.
        [name] if !leaf.glob => at
            .into_iter()
            .map(|module| (module, Some(name.clone())))
            .collect(),
        _ => Vec::new(),
    }
}

struct Printer<'a> {
    items: &'a CrateItems,
    reach: &'a Reach,
}

impl Printer<'_> {
    fn module(&self, module: usize) -> Vec<Item> {
        let mut printed = self.own_items(module);
        // Names must resolve in a stub as they do in Rust.
        let mut whole = self.imports(module, &printed);
        whole.append(&mut printed);
        whole.extend(self.child_modules(module));
        whole
    }

    fn own_items(&self, module: usize) -> Vec<Item> {
        let mut printed = Vec::new();
        let mut names = BTreeSet::new();
        for item in &self.items.modules[module].items {
            let Some(kept) = self.keep(module, item) else {
                continue;
            };
            // The same name under another `cfg` would be declared twice.
            let space = matches!(kept, Item::Fn(_));
            let new = match ident(&kept) {
                Some(name) => names.insert((space, name.to_string())),
                None => true,
            };
            if new {
                printed.push(kept);
            }
        }
        printed
    }

    /// The private imports that signatures mention.
    fn imports(&self, module: usize, printed: &[Item]) -> Vec<Item> {
        if printed.is_empty() {
            return Vec::new();
        }
        let file = syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: printed.to_vec(),
        };
        let text = prettyplease::unparse(&file);
        let words: BTreeSet<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .collect();
        let mut imports = BTreeSet::new();
        for item in &self.items.modules[module].items {
            let Item::Use(item) = item else { continue };
            if matches!(item.vis, Visibility::Public(_)) && self.reach.modules.contains(&module) {
                continue;
            }
            for leaf in leaves(&item.tree) {
                let root = if item.leading_colon.is_some() {
                    "::"
                } else {
                    ""
                };
                let path = leaf.path.join("::");
                match &leaf.alias {
                    _ if path.is_empty() => {}
                    None => {
                        imports.insert(format!("use {root}{path}::*;"));
                    }
                    Some(alias) if !words.contains(alias.as_str()) => {}
                    Some(alias) if leaf.path.last() == Some(alias) => {
                        imports.insert(format!("use {root}{path};"));
                    }
                    Some(alias) => {
                        imports.insert(format!("use {root}{path} as {alias};"));
                    }
                }
            }
        }
        imports
            .iter()
            .filter_map(|import| syn::parse_str(import).ok())
            .collect()
    }

    fn child_modules(&self, module: usize) -> Vec<Item> {
        let mut printed = Vec::new();
        let mut seen = BTreeSet::new();
        let modules = &self.items.modules;
        for child in self.items.children(module) {
            if !seen.insert(&modules[child].name) {
                continue;
            }
            // The same module under another `cfg` would be declared twice: what can be named counts.
            let mut twins = self
                .items
                .children(module)
                .filter(|&twin| modules[twin].name == modules[child].name);
            let child = twins
                .find(|twin| self.reach.has_any(*twin))
                .unwrap_or(child);
            let content = self.module(child);
            let Ok(name) = syn::parse_str::<Ident>(&modules[child].name) else {
                continue;
            };
            if content.is_empty() {
                continue;
            }
            let vis: Visibility = if modules[child].public {
                parse_quote!(pub)
            } else {
                Visibility::Inherited
            };
            printed.push(Item::Mod(ItemMod {
                attrs: Vec::new(),
                vis,
                unsafety: None,
                mod_token: Default::default(),
                ident: name,
                content: Some((Default::default(), content)),
                semi: None,
            }));
        }
        printed
    }

    fn keep(&self, module: usize, item: &Item) -> Option<Item> {
        if is_hidden(attrs(item)) {
            return None;
        }
        let mut kept = match item {
            Item::Impl(block) => self.implementation(block)?,
            Item::Use(item) => {
                // What a private module imports is needed there to name types, but nobody sees it.
                let reached = self.reach.modules.contains(&module);
                return (reached && is_public(&Item::Use(item.clone()))).then(|| {
                    let mut item = item.clone();
                    item.attrs.clear();
                    Item::Use(item)
                });
            }
            Item::Macro(rules)
                if rules
                    .attrs
                    .iter()
                    .any(|attr| attr.path().is_ident("macro_export")) =>
            {
                let name = rules.ident.clone()?;
                return Some(parse_quote!(macro_rules! #name { () => {}; }));
            }
            Item::Fn(_)
            | Item::Struct(_)
            | Item::Enum(_)
            | Item::Trait(_)
            | Item::Type(_)
            | Item::Const(_)
            | Item::Static(_)
                if is_public(item) && self.reach.has(module, ident(item)?) =>
            {
                item.clone()
            }
            _ => return None,
        };
        strip(&mut kept);
        Some(kept)
    }

    /// The public part of an `impl` of a type that can be named.
    fn implementation(&self, block: &ItemImpl) -> Option<Item> {
        let of = type_name(&block.self_ty);
        let mut block = block.clone();
        match &block.trait_ {
            None => {
                if !self.reach.types.contains(&of?) {
                    return None;
                }
                let mut names = BTreeSet::new();
                block.items.retain(|item| match item {
                    ImplItem::Fn(method) => {
                        matches!(method.vis, Visibility::Public(_))
                            && !is_hidden(&method.attrs)
                            && names.insert(method.sig.ident.to_string())
                    }
                    _ => false,
                });
                if block.items.is_empty() {
                    return None;
                }
            }
            Some((path, _)) => {
                let name = path.segments.last()?.ident.to_string();
                let own = self.reach.types.contains(&name);
                // A parameter (a blanket `impl`) counts as a type that can be named.
                let param = of
                    .as_ref()
                    .is_some_and(|of| block.generics.type_params().any(|param| param.ident == *of));
                let known = of.is_some_and(|of| self.reach.types.contains(&of)) || param;
                if !known || !(own || TELLING.contains(&name.as_str()) && !param) {
                    return None;
                }
                block.items.retain(|item| match item {
                    ImplItem::Type(_) => true,
                    ImplItem::Fn(method) => ["clone", "default", "from", "drop"]
                        .contains(&method.sig.ident.to_string().as_str()),
                    _ => false,
                });
            }
        }
        block.unsafety = None;
        Some(Item::Impl(block))
    }
}

fn is_public(item: &Item) -> bool {
    let vis = match item {
        Item::Const(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Static(item) => &item.vis,
        Item::Struct(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::Type(item) => &item.vis,
        Item::Union(item) => &item.vis,
        Item::Use(item) => &item.vis,
        _ => return false,
    };
    matches!(vis, Visibility::Public(_))
}

fn ident(item: &Item) -> Option<&Ident> {
    match item {
        Item::Const(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Macro(item) => item.ident.as_ref(),
        Item::Static(item) => Some(&item.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        Item::Union(item) => Some(&item.ident),
        _ => None,
    }
}

fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        Type::Reference(reference) => type_name(&reference.elem),
        _ => None,
    }
}

fn is_hidden(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| match &attr.meta {
        Meta::List(list) if list.path.is_ident("doc") => list
            .tokens
            .clone()
            .into_iter()
            .any(|token| token.to_string() == "hidden"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a crate made of these files.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, text).expect("a file");
        }
        folder
    }

    const MANIFEST: &str = "[package]\nname = \"my-queue\"\nversion = \"1.2.3\"\n";

    #[test]
    fn the_public_api_of_a_crate_becomes_signatures() {
        let folder = folder(&[
            ("Cargo.toml", MANIFEST),
            (
                "src/lib.rs",
                "mod inner;\npub mod open;\npub use inner::Queue;\n#[cfg(test)] mod tests { pub fn no() {} }\n\
                 /// Text.\npub async fn drain<'a, T: Send + 'static>(queue: &'a mut Queue<'a, T>) -> Vec<T> { Vec::new() }\n\
                 fn private() {}\nthread_local! { static X: u8 = 1 }\n#[doc(hidden)] pub fn hidden() {}\n\
                 wrap! { pub struct Wrapped { pub shown: u8, secret: u8 } }\n#[macro_export] macro_rules! put { ($x:expr) => { $x } }",
            ),
            (
                "src/inner.rs",
                "use std::sync::Arc;\nuse std::fmt::Debug;\npub struct Queue<'a, T> { items: &'a [T] }\npub struct Left;\n\
                 impl<'a, T> Queue<'a, T> where T: 'a { pub fn push(&mut self, mut item: Arc<T>) -> bool { true } fn no(&self) {} }\n\
                 impl<'a, T> Clone for Queue<'a, T> { fn clone(&self) -> Self { todo!() } }\n\
                 impl<T> std::fmt::Debug for Queue<'_, T> { fn fmt(&self) {} }",
            ),
            (
                "src/open/mod.rs",
                "mod deep;\npub use self::deep::*;\npub trait Act { const N: u8; fn act(&self) -> u8; fn twice(&self) -> u8 { 2 } }",
            ),
            (
                "src/open/deep.rs",
                "pub enum State<'a> { On(&'a str), Off = 3 }\npub(crate) fn no() {}",
            ),
        ]);
        let text = generate(folder.path()).expect("a stub");
        let expected = r#"#![otp(krate = "my_queue", version = "1.2.3")]
// not seen: a call of `thread_local!` in crate

pub use inner::Queue;
pub async fn drain<T>(queue: &mut Queue<T>) -> Vec<T> {}
pub struct Wrapped {
    pub shown: u8,
}
macro_rules! put {
    () => {};
}
mod inner {
    use std::sync::Arc;
    pub struct Queue<T>;
    impl<T> Queue<T> {
        pub fn push(&mut self, item: Arc<T>) -> bool {}
    }
    impl<T> Clone for Queue<T> {
        fn clone(&self) -> Self {}
    }
}
pub mod open {
    pub use self::deep::*;
    pub trait Act {
        const N: u8;
        fn act(&self) -> u8;
        fn twice(&self) -> u8 {}
    }
    mod deep {
        pub enum State {
            On(&str),
            Off,
        }
    }
}
"#;
        assert_eq!(text, expected);
    }

    #[test]
    fn a_folder_without_a_manifest_has_no_version() {
        let folder = folder(&[("src/lib.rs", "pub fn f() {}")]);
        let text = generate(folder.path()).expect("a stub");
        assert!(
            text.contains("version = \"0.0.0\"") && text.ends_with("pub fn f() {}\n"),
            "{text}"
        );
    }

    #[test]
    fn what_is_no_crate_is_an_error_that_says_so() {
        let empty = folder(&[]);
        assert!(matches!(generate(empty.path()), Err(StubError::NoCrate(_))));
        let workspace = folder(&[("Cargo.toml", "[workspace]\n")]);
        assert!(matches!(
            generate(workspace.path()),
            Err(StubError::NoPackage(_))
        ));
        let program = folder(&[("Cargo.toml", MANIFEST), ("src/main.rs", "fn main() {}")]);
        assert!(matches!(
            generate(program.path()),
            Err(StubError::NoLibrary { .. })
        ));
        let broken = folder(&[("Cargo.toml", "[package\n"), ("src/lib.rs", "")]);
        assert!(matches!(
            generate(broken.path()),
            Err(StubError::Manifest { .. })
        ));
        let binary = folder(&[("Cargo.toml", MANIFEST)]);
        std::fs::create_dir_all(binary.path().join("src")).expect("a folder");
        std::fs::write(binary.path().join("src/lib.rs"), [0xff, 0xfe]).expect("a file");
        assert!(matches!(
            generate(binary.path()),
            Err(StubError::Read { .. })
        ));
    }

    #[test]
    fn a_file_that_does_not_parse_is_named_with_its_place() {
        let root = folder(&[
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", "pub fn f() {}\npub fn {"),
        ]);
        match generate(root.path()) {
            Err(StubError::Parse { path, line, .. }) => {
                assert!(
                    path.ends_with("src/lib.rs") && line == 2,
                    "{} {line}",
                    path.display()
                );
            }
            other => panic!("{other:?}"),
        }
        let child = folder(&[
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", "pub mod a;"),
            ("src/a.rs", "fn"),
        ]);
        let text = generate(child.path()).expect("the rest");
        assert!(text.contains("// not seen: cannot parse"), "{text}");
    }

    #[test]
    fn deep_nesting_and_modules_that_name_themselves_end() {
        let deep = format!(
            "pub const X: u8 = {}1{};",
            "(".repeat(100_000),
            ")".repeat(100_000)
        );
        let folder_of_deep = folder(&[("src/lib.rs", &deep)]);
        assert!(matches!(
            generate(folder_of_deep.path()),
            Err(StubError::Parse { .. })
        ));
        let circle = folder(&[
            ("src/lib.rs", "pub mod a;"),
            ("src/a.rs", "#[path = \"a.rs\"] pub mod a; pub fn f() {}"),
        ]);
        assert!(
            generate(circle.path())
                .expect("a stub")
                .contains("pub fn f() {}")
        );
    }
}
