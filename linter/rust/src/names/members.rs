//! Methods, associated types and constants by the type that has them.

use std::sync::Arc;

use otplint_model::stub::TraitWord;
use otplint_model::ty::{FLOAT, INTEGER};
use otplint_model::{DefId, Sym, Ty};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::budget::Level;
use super::{ImplData, ImplId, Kind, ModId, Namespace, Owner, Res, Scope, Subst, World};
use crate::syntax::{ItemKind, Type};

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

    /// The methods that `receiver.name(..)` may call where a module says so; several for `cfg`
    /// alternatives. Without a module the traits of all of them are in scope.
    pub fn methods(
        &self,
        receiver: &Ty,
        name: Sym,
        bounds: &[(Ty, otplint_model::ty::Bound)],
        from: Option<ModId>,
    ) -> Vec<Method> {
        let found = self.methods_in(receiver, name, bounds, from);
        // An import that a macro or an unknown prelude makes is not seen.
        if found.is_empty() && from.is_some() {
            return self.methods_along(receiver, name, bounds, None);
        }
        found
    }

    /// The methods of a type or of what it dereferences to.
    fn methods_along(
        &self,
        receiver: &Ty,
        name: Sym,
        bounds: &[(Ty, otplint_model::ty::Bound)],
        from: Option<ModId>,
    ) -> Vec<Method> {
        let mut ty = receiver.clone();
        for _ in 0..10 {
            let found = self.methods_at(&ty, name, bounds, from);
            if !found.is_empty() {
                return found;
            }
            match self.deref(&ty) {
                Some(inner) => ty = inner,
                None => break,
            }
        }
        Vec::new()
    }

    /// With the traits that the module sees.
    fn methods_in(
        &self,
        receiver: &Ty,
        name: Sym,
        bounds: &[(Ty, otplint_model::ty::Bound)],
        from: Option<ModId>,
    ) -> Vec<Method> {
        let found = self.methods_along(receiver, name, bounds, from);
        if !found.is_empty() {
            return found;
        }
        // Extension traits hold for any type; an unknown type may have a method of its own.
        match receiver.peel_refs() {
            Ty::Unknown => Vec::new(),
            Ty::Around(inner) => self.methods_inside(inner, name, bounds, from),
            // A type that nobody described may have any of the traits in scope.
            Ty::Other if self.is_shared(name, from) => Vec::new(),
            // It may have any trait, as far as is known; only those made for all types are likely.
            ty @ (Ty::Other | Ty::Param(_) | Ty::Projection(..)) => {
                let mut found = self.blanket(receiver, name, from);
                found.retain(|method| {
                    self.is_stub(method.def) && (matches!(ty, Ty::Other) || self.is_made_up(method))
                });
                found
            }
            _ => self.blanket(receiver, name, from),
        }
    }

    /// A method of what a type that nobody describes is wrapped around, `Data<State>`: only one that no type in the
    /// stubs has too, as the wrapper may be a channel, a cell or a collection.
    fn methods_inside(
        &self,
        inner: &Ty,
        name: Sym,
        bounds: &[(Ty, otplint_model::ty::Bound)],
        from: Option<ModId>,
    ) -> Vec<Method> {
        match self.members.of_stubs.contains(&name) {
            true => Vec::new(),
            false => self.methods_along(inner, name, bounds, from),
        }
    }

    /// A method of an `Option` or a `Result` by its name, for a receiver of which nothing else is
    /// known; none where the crate or a trait in scope has such a method too.
    pub fn outcome_methods(&self, name: Sym, from: ModId) -> Vec<Method> {
        let traits = self.members.traits_with.get(&name).into_iter().flatten();
        if self.is_own(name, from) || traits.into_iter().any(|of| self.in_scope(from, *of)) {
            return Vec::new();
        }
        let method = |of: Option<DefId>| {
            let found = self.members.methods.get(&(Head::Adt(of?), name))?;
            let (def, _) = found
                .iter()
                .find(|(_, imp)| self.imp(*imp).trait_.is_none())?;
            Some(Method {
                def: *def,
                subst: Subst::default(),
                virtual_: false,
            })
        };
        let both = [self.lang.result, self.lang.option];
        both.into_iter().filter_map(method).collect()
    }

    /// A method of a trait of the workspace by its name, for a receiver of which nothing else is known: only one
    /// such trait is in scope, and no type that anybody describes has such a method.
    pub fn extension(&self, name: Sym, args: usize, from: ModId) -> Option<Method> {
        if self.members.of_stubs.contains(&name) || self.members.inherent.contains(&name) {
            return None;
        }
        let all = self.members.traits_with.get(&name)?;
        let mut seen = all.iter().filter(|def| self.in_scope(from, **def));
        let (def, None) = (*seen.next()?, seen.next()) else {
            return None;
        };
        let method = *self.members.trait_methods.get(&(def, name))?;
        let takes = match self.def(method).kind {
            Kind::Fn(function, _) => function.params.len(),
            _ => return None,
        };
        let mut subst = Subst::default();
        self.bind_trait(def, &[], &Ty::Unknown, &mut subst);
        (!self.is_stub(def) && takes == args).then_some(Method {
            def: method,
            subst,
            virtual_: true,
        })
    }

    /// Whether a type of the same crate has such a method of its own.
    fn is_own(&self, name: Sym, from: ModId) -> bool {
        let krate = self.module(from).krate;
        self.members.own.contains(&(krate, name))
    }

    /// A conversion that any type has, whatever the receiver is.
    pub fn conversion(&self, name: Sym, from: ModId) -> Vec<Method> {
        let any = matches!(name.as_str(), "to_string" | "into" | "try_into");
        if !any || self.is_own(name, from) {
            return Vec::new();
        }
        let mut found = self.blanket(&Ty::Unknown, name, Some(from));
        found.retain(|method| self.is_stub(method.def));
        found
    }

    /// Whether several traits that a module sees have a method of this name.
    fn is_shared(&self, name: Sym, from: Option<ModId>) -> bool {
        let all = self.members.traits_with.get(&name).into_iter().flatten();
        let seen = |def: &&DefId| from.is_none_or(|from| self.in_scope(from, **def));
        all.filter(seen).nth(1).is_some()
    }

    /// Whether the workspace gives a method of this name to a type that nobody describes.
    pub fn is_given_to_others(&self, name: Sym) -> bool {
        self.members.of_others.contains(&name)
    }

    /// Whether a stub keeps a trait to itself: it stands for methods that are inherent.
    fn is_made_up(&self, method: &Method) -> bool {
        match self.def(method.def).kind {
            Kind::Fn(_, Owner::Trait(def)) => {
                self.is_stub(def) && self.def(def).item.is_some_and(|item| !item.public)
            }
            _ => false,
        }
    }

    fn methods_at(
        &self,
        ty: &Ty,
        name: Sym,
        bounds: &[(Ty, otplint_model::ty::Bound)],
        from: Option<ModId>,
    ) -> Vec<Method> {
        match ty {
            Ty::Ref(..) | Ty::Unknown | Ty::Around(_) | Ty::Other | Ty::Never => Vec::new(),
            Ty::Param(_) | Ty::Projection(..) => self
                .bounds_on(ty, bounds)
                .iter()
                .find_map(|bound| self.trait_method(bound.def, &bound.args, ty, name, from))
                .into_iter()
                .collect(),
            Ty::Bounds(found) => found
                .iter()
                .find_map(|bound| self.trait_method(bound.def, &bound.args, ty, name, from))
                .into_iter()
                .collect(),
            ty => {
                let Some(head) = Head::of(ty) else {
                    return Vec::new();
                };
                let Some(found) = self.members.methods.get(&(head, name)) else {
                    return Vec::new();
                };
                let mut methods: Vec<Method> = Vec::new();
                let mut inherent = false;
                for (def, imp) in found {
                    let data = self.imp(*imp);
                    let mut subst = Subst::default();
                    if !self.unify(&data.self_ty, ty, &mut subst) {
                        continue;
                    }
                    if let (Some(from), Some((def, _))) = (from, &data.trait_)
                        && !self.in_scope(from, *def)
                    {
                        continue;
                    }
                    if self.takes_pinned(*def, ty) || !self.may_hand_on(*imp, &subst) {
                        continue;
                    }
                    if data.trait_.is_none() {
                        inherent = true;
                    } else if inherent {
                        break;
                    }
                    if self.def(*def).test && !methods.is_empty() {
                        continue;
                    }
                    if let Some((trait_def, args)) = &data.trait_ {
                        if matches!(self.def(*def).kind, Kind::Fn(_, Owner::Trait(_))) {
                            // A provided method knows the trait's parameters, not those of the `impl`.
                            let args: Vec<Ty> =
                                args.iter().map(|arg| self.apply(arg, &subst)).collect();
                            subst = Subst::default();
                            self.bind_trait(*trait_def, &args, ty, &mut subst);
                        } else {
                            self.bind_trait(*trait_def, args, ty, &mut subst);
                        }
                    }
                    methods.push(Method {
                        def: *def,
                        subst,
                        virtual_: false,
                    });
                }
                methods
            }
        }
    }

    /// An `impl` that hands a trait on to what is inside, `impl<T: Trait> Trait for Box<T>`, is none where that is
    /// known not to have the trait.
    fn may_hand_on(&self, imp: ImplId, subst: &Subst) -> bool {
        let data = self.imp(imp);
        let Some((def, _)) = &data.trait_ else {
            return true;
        };
        let name = self.def(*def).name;
        let mut written = data
            .syntax
            .generics
            .bounds
            .iter()
            .flat_map(|(_, bounds)| bounds);
        if !written.any(|path| path.segments.last().is_some_and(|last| last.name == name)) {
            return true;
        }
        let scope = Scope {
            generics: [Some(&data.syntax.generics), None],
            ..Scope::of(data.module)
        };
        let declared = self.declared_bounds(&scope);
        let mut own = declared.iter().filter(|(_, bound)| bound.def == *def);
        own.all(|(ty, _)| self.implements(&self.apply(ty, subst), *def) != Holds::No)
    }

    /// `self: Pin<&mut Self>` of a pin's own `impl` takes a pinned pin; the method of what is pinned
    /// comes first.
    fn takes_pinned(&self, method: DefId, ty: &Ty) -> bool {
        let Kind::Fn(function, Owner::Impl(_)) = self.def(method).kind else {
            return false;
        };
        let is_pin = ty.adt().is_some() && ty.adt() == self.lang.pin;
        let receiver = function.receiver.as_ref();
        is_pin && receiver.is_some_and(|receiver| receiver.ty.is_some())
    }

    fn bind_trait(&self, def: DefId, args: &[Ty], self_ty: &Ty, subst: &mut Subst) {
        subst.bind("Self".into(), self_ty);
        if let Kind::Trait(syntax) = self.def(def).kind {
            for (param, arg) in syntax.generics.params.iter().zip(args) {
                subst.bind(*param, arg);
            }
        }
    }

    /// A method of a trait or of one that it extends.
    fn trait_method(
        &self,
        def: DefId,
        args: &[Ty],
        self_ty: &Ty,
        name: Sym,
        from: Option<ModId>,
    ) -> Option<Method> {
        let mut open = vec![def];
        let mut seen: SmallVec<[DefId; 4]> = SmallVec::new();
        while let Some(at) = open.pop() {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            if let Some(method) = self.members.trait_methods.get(&(at, name)) {
                let mut subst = Subst::default();
                self.bind_trait(at, if at == def { args } else { &[] }, self_ty, &mut subst);
                return Some(Method {
                    def: *method,
                    subst,
                    virtual_: true,
                });
            }
            open.extend(self.members.supers.get(&at).into_iter().flatten());
        }
        // Extension traits of the bound (`T: AsyncRead` has `read_exact`).
        let bound = otplint_model::ty::Bound {
            def,
            args: Ty::no_args(),
            assoc: Vec::new(),
        };
        let mut method = self
            .blanket(&Ty::Bounds([bound].into()), name, from)
            .into_iter()
            .next()?;
        method.subst.set("Self".into(), self_ty.clone());
        Some(method)
    }

    /// What is known of a type that a parameter decides: what is declared of it, and what a trait
    /// says of its associated types.
    pub fn bounds_on(
        &self,
        ty: &Ty,
        declared: &[(Ty, otplint_model::ty::Bound)],
    ) -> Vec<otplint_model::ty::Bound> {
        let own = declared.iter().filter(|(bounded, _)| bounded == ty);
        let mut found: Vec<_> = own.map(|(_, bound)| bound.clone()).collect();
        if let Ty::Projection(base, name) = ty
            && let Some(_level) = Level::enter()
        {
            for bound in self.bounds_on(base, declared) {
                found.extend(self.assoc_bounds(&bound, base, *name));
            }
        }
        found
    }

    /// What a trait, or one that it extends, says of an associated type.
    fn assoc_bounds(
        &self,
        bound: &otplint_model::ty::Bound,
        self_ty: &Ty,
        name: Sym,
    ) -> Vec<otplint_model::ty::Bound> {
        let mut open = vec![bound.def];
        let mut seen: SmallVec<[DefId; 4]> = SmallVec::new();
        while let Some(at) = open.pop() {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            let data = self.def(at);
            let Kind::Trait(syntax) = data.kind else {
                continue;
            };
            let declared = syntax.items.iter().find(|item| item.name == name);
            if let Some(ItemKind::Alias(alias)) = declared.map(|item| &item.kind)
                && let Some(Type::Impl(paths)) = &alias.1
            {
                let mut subst = Subst::default();
                let args: &[Ty] = if at == bound.def { &bound.args } else { &[] };
                self.bind_trait(at, args, self_ty, &mut subst);
                let scope = Scope {
                    generics: [Some(&syntax.generics), None],
                    ..Scope::of(data.module)
                };
                return paths
                    .iter()
                    .filter_map(|path| self.written_bound(path, &scope))
                    .map(|bound| otplint_model::ty::Bound {
                        args: bound.args.iter().map(|ty| self.apply(ty, &subst)).collect(),
                        assoc: bound
                            .assoc
                            .iter()
                            .map(|(name, ty)| (*name, self.apply(ty, &subst)))
                            .collect(),
                        ..bound
                    })
                    .collect();
            }
            open.extend(self.members.supers.get(&at).into_iter().flatten());
        }
        Vec::new()
    }

    /// A method of an extension trait whose blanket `impl` may hold for this type.
    fn blanket(&self, receiver: &Ty, name: Sym, from: Option<ModId>) -> Vec<Method> {
        let Some(found) = self.members.blanket.get(&name) else {
            return Vec::new();
        };
        let mut best: Option<(Holds, DefId, DefId, ImplId)> = None;
        for (def, method, imp) in found {
            if from.is_some_and(|from| !self.in_scope(from, *def)) {
                continue;
            }
            let holds = self.blanket_holds(*imp, receiver);
            if holds > best.map_or(Holds::No, |(holds, ..)| holds) {
                best = Some((holds, *def, *method, *imp));
            }
        }
        best.map(|(_, def, method, imp)| {
            let mut subst = Subst::default();
            let args = self.blanket_args(imp, receiver.peel_refs());
            self.bind_trait(def, &args, receiver.peel_refs(), &mut subst);
            Method {
                def: method,
                subst,
                virtual_: !self.is_stub(def),
            }
        })
        .into_iter()
        .collect()
    }

    /// The trait's arguments in a blanket `impl`, as far as a type's own `impl` of a bound tells them:
    /// `impl<F: ActorFuture<A>, A> ActorFutureExt<A> for F`.
    fn blanket_args(&self, imp: ImplId, receiver: &Ty) -> Vec<Ty> {
        let data = self.imp(imp);
        let Some((_, written)) = &data.trait_ else {
            return Vec::new();
        };
        if written.is_empty() {
            return Vec::new();
        }
        let scope = Scope {
            generics: [Some(&data.syntax.generics), None],
            ..Scope::of(data.module)
        };
        let mut subst = Subst::default();
        for (ty, bound) in self.declared_bounds(&scope) {
            if ty != data.self_ty || bound.args.is_empty() {
                continue;
            }
            for imp in self.impls_of(bound.def) {
                let imp = self.imp(*imp);
                let mut inner = Subst::default();
                if imp.self_ty.adt().is_some()
                    && imp.self_ty.adt() == receiver.adt()
                    && self.unify(&imp.self_ty, receiver, &mut inner)
                    && let Some((_, args)) = &imp.trait_
                {
                    for (pattern, arg) in bound.args.iter().zip(args.iter()) {
                        self.unify(pattern, &self.apply(arg, &inner), &mut subst);
                    }
                    break;
                }
            }
        }
        let known = |ty: &Ty| match self.apply(ty, &subst) {
            Ty::Param(_) | Ty::Projection(..) => Ty::Unknown,
            ty => ty,
        };
        written.iter().map(known).collect()
    }

    /// Whether a module sees the methods of a trait.
    fn in_scope(&self, from: ModId, def: DefId) -> bool {
        let data = self.def(def);
        // What a stub keeps to itself stands for methods that are inherent.
        let made_up = data.item.is_some_and(|item| !item.public);
        if self.is_stub(def) && (made_up || self.in_prelude(data.name)) {
            return true;
        }
        let mut at = Some(from);
        while let Some(module) = at {
            // Also under another name, or none.
            let names = &self.module(module).names;
            if self.lookup(module, data.name).contains(&Res::Def(def))
                || names.values().any(|found| found.contains(&Res::Def(def)))
            {
                return true;
            }
            let data = self.module(module);
            at = data.parent.filter(|_| data.transparent);
        }
        false
    }

    /// Whether the bounds of a blanket `impl` hold for a type.
    fn blanket_holds(&self, imp: ImplId, receiver: &Ty) -> Holds {
        let data = self.imp(imp);
        let Ty::Param(param) = data.self_ty else {
            return Holds::No;
        };
        let scope = Scope {
            generics: [Some(&data.syntax.generics), None],
            ..Scope::of(data.module)
        };
        let mut all = Holds::Yes;
        for (ty, bound) in self.declared_bounds(&scope) {
            if ty == Ty::Param(param) {
                all = all.min(self.implements(receiver, bound.def));
            }
        }
        all
    }

    /// Whether a type implements a trait.
    pub fn implements(&self, ty: &Ty, def: DefId) -> Holds {
        let mut ty = ty.clone();
        let mut best = Holds::No;
        for _ in 0..6 {
            let here = self.implements_itself(&ty, def);
            best = best.max(here);
            if best == Holds::Yes {
                break;
            }
            match self.deref(&ty) {
                Some(inner) => ty = inner,
                None => break,
            }
        }
        best
    }

    fn implements_itself(&self, ty: &Ty, def: DefId) -> Holds {
        let marker = ["Send", "Sync", "Sized", "Unpin", "Clone", "Debug", "Copy"];
        if marker.contains(&self.def(def).name.as_str()) {
            return Holds::Yes;
        }
        match ty {
            Ty::Unknown | Ty::Around(_) | Ty::Param(_) | Ty::Projection(..) => Holds::Maybe,
            Ty::Other => Holds::Maybe,
            Ty::Future(_) => {
                if Some(def) == self.lang.future {
                    Holds::Yes
                } else {
                    Holds::No
                }
            }
            Ty::Bounds(bounds) => {
                let extends = |bound: &otplint_model::ty::Bound| {
                    bound.def == def || self.extends(bound.def, def, 0)
                };
                let everyone = |imp: &ImplId| {
                    let data = self.imp(*imp);
                    matches!(data.self_ty, Ty::Param(_)) && data.syntax.generics.bounds.is_empty()
                };
                if bounds.iter().any(extends) {
                    Holds::Yes
                } else if self.impls_of(def).iter().any(everyone) {
                    Holds::Maybe
                } else {
                    Holds::No
                }
            }
            ty => {
                let imps = self.impls_of(def);
                let holds = imps.iter().map(|imp| {
                    let data = self.imp(*imp);
                    match &data.self_ty {
                        // What stubs say of every type stands for what nobody wrote down.
                        Ty::Param(_) if data.syntax.generics.bounds.is_empty() => Holds::Maybe,
                        Ty::Param(_) => Holds::No,
                        pattern if self.unify(pattern, ty, &mut Subst::default()) => Holds::Yes,
                        _ => Holds::No,
                    }
                });
                holds.max().unwrap_or(Holds::No).max(self.derived(ty, def))
            }
        }
    }

    /// Frameworks let a derive make an actor of a type, and derives are not seen.
    fn derived(&self, ty: &Ty, def: DefId) -> Holds {
        let stub = |item: &crate::syntax::Item| item.attrs.stub.as_ref()?.trait_.clone();
        let process = (self.def(def).item)
            .and_then(stub)
            .is_some_and(|attrs| attrs.words.contains(&TraitWord::Process));
        let ours = ty.adt().is_some_and(|adt| !self.is_stub(adt));
        match process && ours {
            true => Holds::Maybe,
            false => Holds::No,
        }
    }

    fn extends(&self, def: DefId, wanted: DefId, depth: u32) -> bool {
        depth < 6
            && self
                .members
                .supers
                .get(&def)
                .into_iter()
                .flatten()
                .any(|up| *up == wanted || self.extends(*up, wanted, depth + 1))
    }

    /// All implementations of a trait's method in the workspace that may be those of a type, tests
    /// left out; the method itself where it has a body, a derive may implement it, or there are none.
    pub fn implementations(
        &self,
        method: DefId,
        def: DefId,
        itself: Option<&Ty>,
    ) -> SmallVec<[DefId; 2]> {
        let Kind::Fn(function, _) = self.def(method).kind else {
            return SmallVec::from_slice(&[method]);
        };
        let name = self.def(method).name;
        let known = itself.filter(|ty| {
            !matches!(
                ty,
                Ty::Unknown
                    | Ty::Around(_)
                    | Ty::Other
                    | Ty::Param(_)
                    | Ty::Projection(..)
                    | Ty::Bounds(_)
            )
        });
        // Nobody can list what is derived.
        if known.is_none() && self.lang.derived.contains(&Some(def)) {
            return SmallVec::from_slice(&[method]);
        }
        let mut found: SmallVec<[DefId; 2]> = SmallVec::new();
        let mut lacking = false;
        for imp in self.members.impls_of.get(&def).into_iter().flatten() {
            let data = self.imp(*imp);
            if data.test || self.crates[self.module(data.module).krate as usize].stub {
                continue;
            }
            if known.is_some_and(|ty| {
                !self.unify(
                    data.self_ty.peel_refs(),
                    ty.peel_refs(),
                    &mut Subst::default(),
                )
            }) {
                continue;
            }
            match data.methods.iter().find(|(own, _)| *own == name) {
                Some((_, method)) if !self.def(*method).duplicate => found.push(*method),
                Some(_) => {}
                None => lacking = true,
            }
        }
        if found.is_empty() || (lacking && function.body.is_some()) {
            found.push(method);
        }
        found
    }

    /// The method of this name as a trait itself declares it.
    pub fn declared_in(&self, trait_def: DefId, name: Sym) -> Option<DefId> {
        self.members.trait_methods.get(&(trait_def, name)).copied()
    }

    /// The `impl`s of a trait.
    pub fn impls_of(&self, def: DefId) -> &[ImplId] {
        self.members.impls_of.get(&def).map_or(&[], Vec::as_slice)
    }

    /// An associated function of a type: `Type::name`.
    pub fn associated_fns(
        &self,
        ty: &Ty,
        name: Sym,
        bounds: &[(Ty, otplint_model::ty::Bound)],
        from: Option<ModId>,
    ) -> Vec<Method> {
        let found = self.methods_at(ty, name, bounds, from);
        if !found.is_empty() {
            return found;
        }
        let found = self.methods(ty, name, bounds, from);
        if found
            .iter()
            .all(|method| self.signature(method.def).has_self)
        {
            return found;
        }
        // `Arc::<Mutex<T>>::default()` makes an `Arc`, whatever stands behind that.
        let found = self.blanket(ty, name, from);
        match found.is_empty() {
            true => self.blanket(ty, name, None),
            false => found,
        }
    }

    /// A constant of a type, where there is just one: `Type::NAME`.
    pub fn associated_const(&self, ty: &Ty, name: Sym) -> Option<DefId> {
        match self.members.consts.get(&(Head::of(ty)?, name))?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// What a dereference of a value gives.
    pub fn deref(&self, ty: &Ty) -> Option<Ty> {
        match ty {
            Ty::Ref(_, inner) => Some(Ty::clone(inner)),
            Ty::Adt(..) => {
                let target = self.assoc_type(ty, "Target".into())?;
                Some(target)
            }
            _ => None,
        }
    }

    fn assoc_type(&self, ty: &Ty, name: Sym) -> Option<Ty> {
        let head = Head::of(ty)?;
        let found = self.members.assoc.get(&(head, name))?;
        for id in found {
            let data = self.imp(*id);
            // `Vec<T>`, `&Vec<T>` and `&mut Vec<T>` have impls of their own.
            let mutable = |ty: &Ty| match ty {
                Ty::Ref(mutable, _) => Some(*mutable),
                _ => None,
            };
            if mutable(&data.self_ty) != mutable(ty) {
                continue;
            }
            let mut subst = Subst::default();
            if self.unify(&data.self_ty, ty, &mut subst) {
                let (_, written) = data.assoc.iter().find(|(known, _)| *known == name)?;
                let scope = Scope {
                    self_ty: Some(&data.self_ty),
                    generics: [Some(&data.syntax.generics), None],
                    ..Scope::of(data.module)
                };
                let lowered = self.lower(written, &scope);
                return Some(self.apply(&lowered, &subst));
            }
        }
        None
    }

    /// What an associated type of a type is; stays a projection where a parameter decides.
    pub fn project(&self, ty: &Ty, name: Sym) -> Ty {
        match ty {
            Ty::Future(output) if name == "Output" => return Ty::clone(output),
            Ty::Closure(_, output) | Ty::Fn(_, output) if name == "Output" => {
                return Ty::clone(output);
            }
            Ty::Bounds(bounds) => {
                let found = bounds
                    .iter()
                    .flat_map(|bound| &bound.assoc)
                    .find(|(known, _)| *known == name);
                return found.map_or(Ty::Unknown, |(_, ty)| ty.clone());
            }
            Ty::Param(_) | Ty::Projection(..) => return Ty::Projection(Arc::new(ty.clone()), name),
            Ty::Slice(item) if name == "Item" => return Ty::clone(item),
            Ty::Ref(mutable, inner) if name == "Item" => {
                if let Ty::Slice(item) = &**inner {
                    return Ty::Ref(*mutable, item.clone());
                }
            }
            _ => {}
        }
        if let Some(found) = self.assoc_type(ty, name) {
            return found;
        }
        match ty {
            Ty::Ref(_, inner) => self.project(inner, name),
            _ => Ty::Unknown,
        }
    }

    /// What awaiting a value yields, if it is a future.
    pub fn output(&self, ty: &Ty) -> Option<Ty> {
        let mut ty = ty.clone();
        for _ in 0..6 {
            match &ty {
                Ty::Future(output) => return Some(Ty::clone(output)),
                Ty::Adt(..) => {
                    if let Some(output) = self.assoc_type(&ty, "Output".into()) {
                        return Some(output);
                    }
                }
                Ty::Bounds(_) => {
                    let output = self.project(&ty, "Output".into());
                    if output.is_known() {
                        return Some(output);
                    }
                }
                _ => {}
            }
            ty = self.deref(&ty)?;
        }
        None
    }
}
