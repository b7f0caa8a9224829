//! Methods, associated types and constants by the type that has them.

mod methods;
mod traits;

use otplint_model::ty::{FLOAT, INTEGER};
use otplint_model::{DefId, Sym, Ty};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::{ImplData, ImplId, Kind, Namespace, Owner, Res, Scope, Subst, World};
use crate::syntax::ItemKind;

/// What a type starts with, to look up its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Head {
    /// A struct or enum.
    Adt(DefId),
    /// A primitive.
    Prim(Sym),
    /// A slice or array.
    Slice,
    /// A tuple or unit.
    Tuple,
    /// A trait object, or anything with a bound.
    Trait(DefId),
    /// A function or closure.
    Fn,
    /// A future.
    Future,
    /// Any type.
    Any,
}

/// Methods of one name, with the `impl`s that hold them.
type Candidates = SmallVec<[(DefId, ImplId); 1]>;

/// Extension traits with a method of one name: the trait, the method, the blanket `impl`.
type Extensions = SmallVec<[(DefId, DefId, ImplId); 1]>;

/// Members by head and name.
#[derive(Debug, Default)]
pub struct Members {
    methods: FxHashMap<(Head, Sym), Candidates>,
    assoc: FxHashMap<(Head, Sym), SmallVec<[ImplId; 1]>>,
    /// Constants of each type; several where its `impl`s are for different arguments.
    consts: FxHashMap<(Head, Sym), SmallVec<[DefId; 1]>>,
    /// Methods of each trait, by name.
    trait_methods: FxHashMap<(DefId, Sym), DefId>,
    /// Traits that hold for every type of some kind, by the names of their methods.
    blanket: FxHashMap<Sym, Extensions>,
    /// Traits with a method of one name.
    traits_with: FxHashMap<Sym, SmallVec<[DefId; 1]>>,
    /// Methods that types of a crate of the workspace have of their own.
    own: FxHashSet<(u32, Sym)>,
    /// Methods that some type of the workspace has of its own.
    inherent: FxHashSet<Sym>,
    /// Names of the methods that some stub describes.
    of_stubs: FxHashSet<Sym>,
    /// Methods that the workspace gives to types that nobody describes.
    of_others: FxHashSet<Sym>,
    impls_of: FxHashMap<DefId, Vec<ImplId>>,
    supers: FxHashMap<DefId, Vec<DefId>>,
}

/// A method that was found.
#[derive(Clone, Debug)]
pub struct Method {
    /// The method.
    pub def: DefId,
    /// What the type parameters of its `impl` stand for, and `Self` in traits.
    pub subst: Subst,
    /// Found through a trait whose implementations decide.
    pub virtual_: bool,
}

/// Whether a type implements a trait, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// It does not.
    No,
    /// Nobody knows.
    Maybe,
    /// It does.
    Yes,
}

impl Head {
    fn of(ty: &Ty) -> Option<Self> {
        Some(match ty {
            Ty::Adt(def, _) => Self::Adt(*def),
            Ty::Prim(name) => Self::Prim(match name.as_str() {
                INTEGER => Sym::new("i32"),
                FLOAT => Sym::new("f64"),
                _ => *name,
            }),
            Ty::Slice(_) => Self::Slice,
            Ty::Tuple(_) | Ty::Unit => Self::Tuple,
            Ty::Fn(..) | Ty::Closure(..) => Self::Fn,
            Ty::Future(_) => Self::Future,
            Ty::Bounds(bounds) => Self::Trait(bounds.first()?.def),
            Ty::Param(_) => Self::Any,
            Ty::Ref(_, inner) => return Self::of(inner),
            Ty::Unknown | Ty::Around(_) | Ty::Other | Ty::Never | Ty::Projection(..) => {
                return None;
            }
        })
    }
}

impl<'a> World<'a> {
    /// Finds out what each `impl` is for.
    pub(super) fn resolve_impls(&mut self) {
        let resolve = |data: &ImplData<'a>| {
            let scope = Scope {
                generics: [Some(&data.syntax.generics), None],
                ..Scope::of(data.module)
            };
            let self_ty = self.lower(&data.syntax.self_ty, &scope);
            let trait_ = data.syntax.trait_.as_ref().and_then(|path| {
                match self.resolve(data.module, path, Namespace::Type)? {
                    (Res::Def(def), _) if matches!(self.def(def).kind, Kind::Trait(_)) => {
                        let scope = Scope {
                            self_ty: Some(&self_ty),
                            ..scope
                        };
                        let args = path
                            .segments
                            .last()
                            .and_then(|segment| segment.args.as_deref());
                        let args = args.map_or_else(Ty::no_args, |args| {
                            args.types.iter().map(|ty| self.lower(ty, &scope)).collect()
                        });
                        Some((def, args))
                    }
                    _ => None,
                }
            });
            let handles = trait_.is_none() && self.makes_handlers(data);
            (self_ty, trait_, handles)
        };
        let resolved: Vec<_> = self.impls.par_iter().map(resolve).collect();
        for (data, (self_ty, trait_, handles)) in self.impls.iter_mut().zip(resolved) {
            data.self_ty = self_ty;
            data.trait_ = trait_;
            data.handles = handles;
        }
    }

    /// Whether an attribute of an `impl` is a macro that makes handlers of its methods.
    fn makes_handlers(&self, data: &ImplData<'a>) -> bool {
        data.syntax.attributes.iter().any(|path| {
            let names: Vec<Sym> = path.segments.iter().map(|segment| segment.name).collect();
            let Some(found) = self.resolve_macro(data.module, &names) else {
                return false;
            };
            let stub = (self.def(found).item).and_then(|item| item.attrs.stub.as_deref());
            stub.and_then(|stub| stub.function.as_ref())
                .is_some_and(|attrs| attrs.handler)
        })
    }

    /// Builds the look-up tables.
    pub(super) fn index_members(&mut self) {
        let mut members = Members::default();
        let mut provided: FxHashMap<DefId, Vec<(Sym, DefId)>> = FxHashMap::default();
        for (index, data) in self.defs.iter().enumerate() {
            let id = DefId(index as u32);
            match data.kind {
                Kind::Fn(function, Owner::Trait(def)) => {
                    members.trait_methods.insert((def, data.name), id);
                    members.traits_with.entry(data.name).or_default().push(def);
                    if function.body.is_some() {
                        provided.entry(def).or_default().push((data.name, id));
                    }
                }
                Kind::Trait(syntax) => {
                    let supers = syntax.supers.iter().filter_map(|path| {
                        match self.resolve(data.module, path, Namespace::Type)? {
                            (Res::Def(def), _) => Some(def),
                            _ => None,
                        }
                    });
                    members.supers.insert(id, supers.collect());
                }
                _ => {}
            }
        }
        for (index, data) in self.impls.iter().enumerate() {
            let id = ImplId(index as u32);
            if let Some((def, _)) = data.trait_ {
                members.impls_of.entry(def).or_default().push(id);
            }
            let krate = self.module(data.module).krate;
            if data.trait_.is_none() && !self.crates[krate as usize].stub {
                let names = data.methods.iter().map(|(name, _)| (krate, *name));
                members.own.extend(names);
                members
                    .inherent
                    .extend(data.methods.iter().map(|(name, _)| *name));
            }
            if self.crates[krate as usize].stub {
                members
                    .of_stubs
                    .extend(data.methods.iter().map(|(name, _)| *name));
            }
            if data.self_ty == Ty::Other {
                members
                    .of_others
                    .extend(data.methods.iter().map(|(name, _)| *name));
                let provided = data.trait_.as_ref().and_then(|(def, _)| provided.get(def));
                let provided = provided.into_iter().flatten();
                members.of_others.extend(provided.map(|(name, _)| *name));
            }
            let Some(head) = Head::of(&data.self_ty) else {
                continue;
            };
            for (name, _) in &data.assoc {
                members.assoc.entry((head, *name)).or_default().push(id);
            }
            for (name, def) in &data.consts {
                members.consts.entry((head, *name)).or_default().push(*def);
            }
            if head == Head::Any {
                if let Some((def, _)) = data.trait_
                    && let Kind::Trait(syntax) = self.def(def).kind
                {
                    for item in &syntax.items {
                        if let (ItemKind::Fn(_), Some(method)) =
                            (&item.kind, members.trait_methods.get(&(def, item.name)))
                        {
                            members
                                .blanket
                                .entry(item.name)
                                .or_default()
                                .push((def, *method, id));
                        }
                    }
                }
                continue;
            }
            for (name, method) in &data.methods {
                members
                    .methods
                    .entry((head, *name))
                    .or_default()
                    .push((*method, id));
            }
            if let Some((def, _)) = data.trait_ {
                for (name, method) in provided.get(&def).into_iter().flatten() {
                    if !data.methods.iter().any(|(own, _)| own == name) {
                        members
                            .methods
                            .entry((head, *name))
                            .or_default()
                            .push((*method, id));
                    }
                }
            }
        }
        // Workspace code first, inherent methods before those of traits, tests last.
        let rank = |(method, imp): &(DefId, ImplId)| {
            (
                self.def(*method).test,
                self.imp(*imp).trait_.is_some(),
                method.0,
            )
        };
        for found in members.methods.values_mut() {
            found.sort_by_key(rank);
        }
        self.members = members;
    }

    /// The method of this name as a trait itself declares it.
    pub fn declared_in(&self, trait_def: DefId, name: Sym) -> Option<DefId> {
        self.members.trait_methods.get(&(trait_def, name)).copied()
    }

    /// The `impl`s of a trait.
    pub fn impls_of(&self, def: DefId) -> &[ImplId] {
        self.members.impls_of.get(&def).map_or(&[], Vec::as_slice)
    }

    /// A constant of a type, where there is just one: `Type::NAME`.
    pub fn associated_const(&self, ty: &Ty, name: Sym) -> Option<DefId> {
        match self.members.consts.get(&(Head::of(ty)?, name))?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}
