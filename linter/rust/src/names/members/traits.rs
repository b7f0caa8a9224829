//! Which traits a type implements, and what they say of it: bounds, blanket `impl`s, associated types.

use std::sync::Arc;

use otplint_model::stub::TraitWord;
use otplint_model::{DefId, Sym, Ty};
use smallvec::SmallVec;

use super::super::budget::Level;
use super::super::{ImplId, Kind, ModId, Res, Scope, Subst, World};
use super::{Head, Holds, Method};
use crate::syntax::{ItemKind, Type};

impl World<'_> {
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
    pub(super) fn blanket(&self, receiver: &Ty, name: Sym, from: Option<ModId>) -> Vec<Method> {
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
    pub(super) fn in_scope(&self, from: ModId, def: DefId) -> bool {
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
