//! Names: modules, imports, types and members of the whole workspace, without a compiler.

mod budget;
mod collect;
mod imports;
mod lang;
mod members;
mod paths;
mod signatures;
mod substitute;
mod types;

use std::sync::OnceLock;

use otplint_model::{DefId, FileId, Sym, Ty};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::syntax;

pub use collect::{CrateInput, Extern, SourceTree};
pub use lang::Lang;
pub use members::{Head, Method};
pub use paths::Namespace;
pub use signatures::Signature;
pub use substitute::Subst;
pub use types::Scope;

/// A module, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ModId(pub u32);

/// An `impl`, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImplId(pub u32);

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Res {
    /// A module.
    Mod(ModId),
    /// A definition.
    Def(DefId),
    /// Something of a crate that no stub describes.
    Other,
}

/// A module or the items of a function's body.
#[derive(Debug)]
pub struct Module {
    /// Its crate.
    pub krate: u32,
    /// The module around it.
    pub parent: Option<ModId>,
    /// Its path, with the crate's name.
    pub path: String,
    /// The names that it declares or imports.
    pub names: FxHashMap<Sym, SmallVec<[Res; 1]>>,
    /// What it imports whole: modules and enums.
    pub globs: Vec<Res>,
    /// Names of its parent are seen too (the items of a function's body).
    pub transparent: bool,
}

/// A crate of the workspace, or a stub.
#[derive(Debug)]
pub struct Crate {
    /// Its name in paths.
    pub name: Sym,
    /// Its root module.
    pub root: ModId,
    /// The crates that it can name.
    pub externs: FxHashMap<Sym, Extern>,
    /// Described by a stub.
    pub stub: bool,
}

/// A definition as the front end sees it.
#[derive(Debug)]
pub struct DefData<'a> {
    /// Its name.
    pub name: Sym,
    /// What it is.
    pub kind: Kind<'a>,
    /// The module that holds it.
    pub module: ModId,
    /// Its file; `None` in stubs.
    pub file: Option<FileId>,
    /// The item; `None` for variants.
    pub item: Option<&'a syntax::Item>,
    /// Compiled for tests only.
    pub test: bool,
    /// Its file was collected before, for another crate.
    pub duplicate: bool,
    /// The names inside its body, where that holds items.
    pub inner: Option<ModId>,
}

/// What a definition is.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// A function or method.
    Fn(&'a syntax::Fn, Owner),
    /// A struct or enum; `true` for an enum.
    Adt(&'a syntax::Adt, bool),
    /// A variant.
    Variant(DefId, u32, &'a syntax::Variant),
    /// A trait.
    Trait(&'a syntax::Trait),
    /// A type alias.
    Alias(&'a syntax::Generics, Option<&'a syntax::Type>),
    /// A constant or static, with its value where that is written as an integer.
    Const(&'a syntax::Type, &'a syntax::Initial),
    /// A macro.
    Macro(&'a syntax::MacroRules),
}

/// What holds a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A module.
    Module,
    /// An `impl`.
    Impl(ImplId),
    /// A trait.
    Trait(DefId),
}

/// An `impl` as the front end sees it.
#[derive(Debug)]
pub struct ImplData<'a> {
    /// Its text.
    pub syntax: &'a syntax::Impl,
    /// The module that holds it.
    pub module: ModId,
    /// Its methods.
    pub methods: Vec<(Sym, DefId)>,
    /// Its associated types.
    pub assoc: Vec<(Sym, &'a syntax::Type)>,
    /// Its constants.
    pub consts: Vec<(Sym, DefId)>,
    /// Compiled for tests only.
    pub test: bool,
    /// The type; set once imports are resolved.
    pub self_ty: Ty,
    /// The trait with its arguments; set once imports are resolved.
    pub trait_: Option<(DefId, otplint_model::ty::Args)>,
    /// An attribute on it makes each of its methods the handler of a message; set with the trait.
    pub handles: bool,
}

/// The fields of an ADT by variant, with its parameters open.
type Fields = Vec<Vec<(Sym, Ty)>>;

/// All names of the workspace and of the stubs in use.
#[derive(Debug)]
pub struct World<'a> {
    /// The crates: the workspace's, then the stubs.
    pub crates: Vec<Crate>,
    /// The modules.
    pub modules: Vec<Module>,
    /// The definitions.
    pub defs: Vec<DefData<'a>>,
    /// The `impl`s.
    pub impls: Vec<ImplData<'a>>,
    /// Definitions that the language itself knows.
    pub lang: Lang,
    uses: Vec<imports::Import>,
    members: members::Members,
    /// Names of the methods that stubs give an effect.
    effect_names: rustc_hash::FxHashSet<Sym>,
    signatures: Vec<OnceLock<Signature>>,
    fields: Vec<OnceLock<Fields>>,
}

impl<'a> World<'a> {
    /// Resolves all names of `tree`.
    pub fn new(tree: &'a SourceTree<'a>) -> Self {
        let mut world = collect::collect(tree);
        world.resolve_imports();
        world.lang = Lang::find(&world);
        world.resolve_impls();
        world.index_members();
        world.note_effect_names();
        world.signatures = std::iter::repeat_with(OnceLock::new)
            .take(world.defs.len())
            .collect();
        world.fields = std::iter::repeat_with(OnceLock::new)
            .take(world.defs.len())
            .collect();
        world
    }

    /// The definition.
    pub fn def(&self, id: DefId) -> &DefData<'a> {
        &self.defs[id.0 as usize]
    }

    /// The module.
    pub fn module(&self, id: ModId) -> &Module {
        &self.modules[id.0 as usize]
    }

    /// The `impl`.
    pub fn imp(&self, id: ImplId) -> &ImplData<'a> {
        &self.impls[id.0 as usize]
    }

    /// Whether the definition comes from a stub.
    pub fn is_stub(&self, id: DefId) -> bool {
        let module = self.module(self.def(id).module);
        self.crates[module.krate as usize].stub
    }

    fn note_effect_names(&mut self) {
        let effects = |data: &&DefData<'_>| {
            let stub = data.item.and_then(|item| item.attrs.stub.as_ref());
            stub.and_then(|stub| stub.function.as_ref())
                .is_some_and(|attrs| !attrs.effects.is_empty())
        };
        self.effect_names = self
            .defs
            .iter()
            .filter(effects)
            .map(|data| data.name)
            .collect();
    }
}
