//! From written paths to definitions.

use otplint_model::{DefId, Sym};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::{Kind, ModId, Res, World};
use crate::syntax::Path;

/// Types and values may share a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// Modules, structs, enums, traits and aliases.
    Type,
    /// Functions, constants, variants and constructors.
    Value,
}

/// What the standard prelude brings into every module, by its path in `std`.
const PRELUDE: &[(&str, &str)] = &[
    ("Option", "option"),
    ("Result", "result"),
    ("Vec", "vec"),
    ("String", "string"),
    ("Box", "boxed"),
    ("ToString", "string"),
    ("Clone", "clone"),
    ("Default", "default"),
    ("Drop", "ops"),
    ("Fn", "ops"),
    ("FnMut", "ops"),
    ("FnOnce", "ops"),
    ("Iterator", "iter"),
    ("IntoIterator", "iter"),
    ("FromIterator", "iter"),
    ("DoubleEndedIterator", "iter"),
    ("ExactSizeIterator", "iter"),
    ("Extend", "iter"),
    ("PartialEq", "cmp"),
    ("PartialOrd", "cmp"),
    ("Eq", "cmp"),
    ("Ord", "cmp"),
    ("From", "convert"),
    ("Into", "convert"),
    ("TryFrom", "convert"),
    ("TryInto", "convert"),
    ("AsRef", "convert"),
    ("AsMut", "convert"),
    ("ToOwned", "borrow"),
    ("drop", "mem"),
    ("Future", "future"),
    ("IntoFuture", "future"),
    ("Send", "marker"),
    ("Sync", "marker"),
    ("Copy", "marker"),
    ("Sized", "marker"),
    ("Unpin", "marker"),
];

impl<'a> World<'a> {
    /// A name of a module: its own, then what it imports whole.
    pub(super) fn lookup(&self, module: ModId, name: Sym) -> SmallVec<[Res; 2]> {
        let mut found = SmallVec::new();
        let data = self.module(module);
        match data.names.get(&name) {
            Some(own) => found.extend(own.iter().copied()),
            None if data.globs.is_empty() && !data.transparent => {}
            None => self.lookup_into(module, name, &mut FxHashSet::default(), &mut found),
        }
        found
    }

    /// Modules that import each other whole are looked at once; there may be thousands of them.
    fn lookup_into(
        &self,
        module: ModId,
        name: Sym,
        seen: &mut FxHashSet<ModId>,
        found: &mut SmallVec<[Res; 2]>,
    ) {
        if !seen.insert(module) {
            return;
        }
        let data = self.module(module);
        if let Some(own) = data.names.get(&name) {
            for res in own {
                if !found.contains(res) {
                    found.push(*res);
                }
            }
        }
        if !found.is_empty() {
            return;
        }
        for &glob in &data.globs {
            match glob {
                Res::Mod(target) => self.lookup_into(target, name, seen, found),
                Res::Def(def) => found.extend(self.variant(def, name).map(Res::Def)),
                _ => {}
            }
        }
        if found.is_empty()
            && data.transparent
            && let Some(parent) = data.parent
        {
            self.lookup_into(parent, name, seen, found);
        }
    }

    /// A variant of an enum, through aliases.
    pub fn variant(&self, def: DefId, name: Sym) -> Option<DefId> {
        let Kind::Adt(adt, true) = self.def(def).kind else {
            return None;
        };
        let index = adt
            .variants
            .iter()
            .position(|variant| variant.name == name)?;
        // Variants are defined right after their enum, in order.
        Some(DefId(def.0 + 1 + index as u32))
    }

    /// What stands under a name in a module or enum.
    pub(super) fn member_of(&self, res: Res, name: Sym) -> SmallVec<[Res; 2]> {
        match res {
            Res::Mod(module) if name == "self" => SmallVec::from_slice(&[Res::Mod(module)]),
            Res::Mod(module) => self.lookup(module, name),
            Res::Def(def) => self.variant(def, name).map(Res::Def).into_iter().collect(),
            Res::Other => SmallVec::from_slice(&[Res::Other]),
        }
    }

    /// Resolves as much of a path as names modules, types and values; returns what was found and how
    /// many segments it took. The rest are associated items.
    pub fn resolve(
        &self,
        module: ModId,
        path: &Path,
        namespace: Namespace,
    ) -> Option<(Res, usize)> {
        let names: SmallVec<[Sym; 4]> = path.segments.iter().map(|segment| segment.name).collect();
        self.resolve_names(module, &names, path.global, namespace)
    }

    /// The same for bare names.
    pub fn resolve_names(
        &self,
        module: ModId,
        names: &[Sym],
        global: bool,
        namespace: Namespace,
    ) -> Option<(Res, usize)> {
        let krate = &self.crates[self.module(module).krate as usize];
        let &first = names.first()?;
        let last = names.len() == 1;
        let mut used = 1;
        let mut at = match first.as_str() {
            "crate" => Res::Mod(krate.root),
            "self" if !last => Res::Mod(self.nearest(module)),
            "super" => {
                let mut target = self.parent(module)?;
                while names.get(used).is_some_and(|name| *name == "super") {
                    target = self.parent(target)?;
                    used += 1;
                }
                Res::Mod(target)
            }
            _ => {
                let wanted = if last { namespace } else { Namespace::Type };
                let own = if global {
                    None
                } else {
                    self.pick(&self.lookup(module, first), wanted)
                };
                match own {
                    Some(res) => res,
                    None => match self.external(module, first) {
                        Some(res) if !last || global => res,
                        _ => self.prelude(first, wanted)?,
                    },
                }
            }
        };
        while used < names.len() {
            let next = match at {
                Res::Mod(target) => {
                    let wanted = if used + 1 == names.len() {
                        namespace
                    } else {
                        Namespace::Type
                    };
                    self.pick(&self.lookup(target, names[used]), wanted)?
                }
                Res::Def(def) => match self.variant(def, names[used]) {
                    Some(variant) => Res::Def(variant),
                    None => break,
                },
                Res::Other => return Some((Res::Other, names.len())),
            };
            at = next;
            used += 1;
        }
        Some((at, used))
    }

    fn nearest(&self, module: ModId) -> ModId {
        let mut at = module;
        while self.module(at).transparent {
            match self.module(at).parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
        at
    }

    fn prelude(&self, name: Sym, namespace: Namespace) -> Option<Res> {
        let std = self
            .crates
            .iter()
            .find(|krate| krate.stub && krate.name == "std")?
            .root;
        let lookup = |path: &[&str], namespace: Namespace| {
            let mut at = std;
            let (last, modules) = path.split_last()?;
            for name in modules {
                at = match self.pick(&self.lookup(at, Sym::new(name)), Namespace::Type)? {
                    Res::Mod(module) => module,
                    _ => return None,
                };
            }
            self.pick(&self.lookup(at, Sym::new(last)), namespace)
        };
        match name.as_str() {
            "Some" | "None" => {
                self.variant_of(lookup(&["option", "Option"], Namespace::Type)?, name)
            }
            "Ok" | "Err" => self.variant_of(lookup(&["result", "Result"], Namespace::Type)?, name),
            text => {
                let (_, module) = PRELUDE.iter().find(|(prelude, _)| *prelude == text)?;
                lookup(&[module, text], namespace)
            }
        }
    }

    /// Whether the standard prelude brings this name.
    pub(super) fn in_prelude(&self, name: Sym) -> bool {
        PRELUDE.iter().any(|(prelude, _)| name == *prelude)
    }

    fn variant_of(&self, res: Res, name: Sym) -> Option<Res> {
        match res {
            Res::Def(def) => self.variant(def, name).map(Res::Def),
            _ => None,
        }
    }

    /// The first that fits the namespace: what is described before what is not, as `cfg` alternatives
    /// may stand for either, and workspace code before tests.
    fn pick(&self, found: &[Res], namespace: Namespace) -> Option<Res> {
        let fits = |res: &&Res| match res {
            Res::Mod(_) => namespace == Namespace::Type,
            Res::Other => true,
            Res::Def(def) => match self.def(*def).kind {
                Kind::Fn(..) | Kind::Const(..) => namespace == Namespace::Value,
                Kind::Variant(..) => true,
                Kind::Trait(_) => namespace == Namespace::Type,
                Kind::Alias(..) => namespace == Namespace::Type,
                // A tuple struct is its own constructor.
                Kind::Adt(adt, is_enum) => {
                    namespace == Namespace::Type
                        || (!is_enum
                            && adt
                                .variants
                                .iter()
                                .all(|variant| variant.tuple || variant.fields.is_empty()))
                }
                Kind::Macro(_) => false,
            },
        };
        let in_test = |res: &&Res| matches!(res, Res::Def(def) if self.def(*def).test);
        found
            .iter()
            .filter(fits)
            .filter(|res| !in_test(res))
            .find(|res| !matches!(res, Res::Other))
            .or_else(|| found.iter().find(fits))
            .copied()
    }

    /// All that a path may name.
    pub(super) fn beside(&self, module: ModId, path: &Path) -> Vec<DefId> {
        let names: SmallVec<[Sym; 4]> = path.segments.iter().map(|segment| segment.name).collect();
        let Some((last, prefix)) = names.split_last() else {
            return Vec::new();
        };
        let holder = match prefix.is_empty() {
            true => Some((Res::Mod(module), 0)),
            false => self.resolve_names(module, prefix, path.global, Namespace::Type),
        };
        let found = match holder {
            Some((Res::Mod(holder), used)) if used == prefix.len() => self.lookup(holder, *last),
            _ => SmallVec::new(),
        };
        let defs = found.into_iter().filter_map(|res| match res {
            Res::Def(def) => Some(def),
            _ => None,
        });
        defs.collect()
    }

    /// A function of a module, and those that stand beside it under the same name.
    pub fn alternatives(&self, def: DefId) -> impl Iterator<Item = DefId> {
        let data = self.def(def);
        let own = self.module(data.module).names.get(&data.name);
        let beside = own.into_iter().flatten().filter_map(move |res| match res {
            Res::Def(other) => Some(*other).filter(|other| {
                let beside = self.def(*other);
                *other != def
                    && !beside.test
                    && beside.module == data.module
                    && matches!(beside.kind, Kind::Fn(..))
            }),
            _ => None,
        });
        std::iter::once(def).chain(beside)
    }

    /// A macro by its name, in the module or anywhere in its crate.
    pub fn find_macro(&self, module: ModId, name: Sym) -> Option<DefId> {
        let is_macro = |res: &Res| match res {
            Res::Def(def) if matches!(self.def(*def).kind, Kind::Macro(_)) => Some(*def),
            _ => None,
        };
        let root = self.crates[self.module(module).krate as usize].root;
        [module, root]
            .into_iter()
            .find_map(|module| self.lookup(module, name).iter().find_map(is_macro))
    }

    /// A definition by the path that a reader would write, for example `tokio::sync::Mutex`.
    pub fn find(&self, path: &str) -> Option<DefId> {
        let mut names = path.split("::");
        let first = names.next()?;
        let krate = self
            .crates
            .iter()
            .find(|krate| krate.stub && krate.name == first)?;
        let mut at = Res::Mod(krate.root);
        for name in names {
            let found = self.member_of(at, Sym::new(name));
            at = self
                .pick(&found, Namespace::Type)
                .or_else(|| self.pick(&found, Namespace::Value))?;
        }
        match at {
            Res::Def(def) => Some(def),
            _ => None,
        }
    }
}

impl World<'_> {
    /// A macro by a path or imported name, `macro_rules!` of stubs included.
    pub fn resolve_macro(&self, module: ModId, names: &[Sym]) -> Option<DefId> {
        let (last, prefix) = names.split_last()?;
        let is_macro = |res: &Res| match res {
            Res::Def(def) if matches!(self.def(*def).kind, Kind::Macro(_)) => Some(*def),
            _ => None,
        };
        if prefix.is_empty() {
            return self.lookup(module, *last).iter().find_map(is_macro);
        }
        // A crate is no type: only a path that goes on into it names it.
        let (res, used) = self
            .resolve_names(module, prefix, false, Namespace::Type)
            .or_else(|| self.resolve_names(module, prefix, true, Namespace::Type))?;
        if used != prefix.len() {
            return None;
        }
        self.member_of(res, *last).iter().find_map(is_macro)
    }

    /// What a macro of a stub yields, as its `returns` says.
    pub fn macro_output(&self, def: DefId) -> otplint_model::Ty {
        let data = self.def(def);
        let written = data
            .item
            .and_then(|item| item.attrs.stub.as_ref())
            .and_then(|stub| stub.function.as_ref());
        let Some(text) = written.and_then(|attrs| attrs.returns.as_deref()) else {
            return otplint_model::Ty::Unknown;
        };
        match crate::syntax::parse_type(text) {
            Some(ty) => self.lower(&ty, &super::Scope::of(data.module)),
            None => otplint_model::Ty::Unknown,
        }
    }

    /// Whether some stub gives an effect to a method of this name.
    pub fn is_stub_effect(&self, name: Sym) -> bool {
        self.effect_names.contains(&name)
    }
}
