//! The methods that a call may mean: of a type, of what it dereferences to, of traits in scope.

use otplint_model::{DefId, Sym, Ty};
use smallvec::SmallVec;

use super::super::{ImplId, Kind, ModId, Owner, Scope, Subst, World};
use super::{Head, Holds, Method};

impl World<'_> {
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

    pub(super) fn bind_trait(&self, def: DefId, args: &[Ty], self_ty: &Ty, subst: &mut Subst) {
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
}
