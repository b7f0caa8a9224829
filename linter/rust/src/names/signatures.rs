//! Signatures of functions, computed when first asked for.

use std::sync::Arc;

use otplint_model::ty::Bound;
use otplint_model::{DefId, Sym, Ty};

use super::budget::Level;
use super::substitute::is_concrete;
use super::{Kind, Owner, Scope, Subst, World};

/// A signature with its parameters open.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// The types of its parameters, `self` first.
    pub params: Vec<Ty>,
    /// It takes `self`.
    pub has_self: bool,
    /// What the call yields: the future's output stands inside [`Ty::Future`].
    pub output: Ty,
    /// `T: Trait<..>`, from the function and from what holds it.
    pub bounds: Vec<(Ty, Bound)>,
}

impl World<'_> {
    /// The signature of a function.
    pub fn signature(&self, def: DefId) -> &Signature {
        static EMPTY: Signature = Signature {
            params: Vec::new(),
            has_self: false,
            output: Ty::Unknown,
            bounds: Vec::new(),
        };
        if !matches!(self.def(def).kind, Kind::Fn(..)) {
            return &EMPTY;
        }
        self.signatures[def.0 as usize].get_or_init(|| self.compute_signature(def))
    }

    fn compute_signature(&self, def: DefId) -> Signature {
        let data = self.def(def);
        let Kind::Fn(function, owner) = data.kind else {
            return Signature::default();
        };
        let scope = self.scope_of(def);
        let mut params = Vec::with_capacity(function.params.len() + 1);
        if let Some(receiver) = &function.receiver {
            let self_ty = scope.self_ty.cloned().unwrap_or(Ty::Param("Self".into()));
            params.push(match &receiver.ty {
                Some(ty) => self.lower(ty, &scope),
                None if receiver.by_ref => Ty::Ref(receiver.mutable, Arc::new(self_ty)),
                None => self_ty,
            });
        }
        params.extend(function.params.iter().map(|param| match &param.ty {
            Some(ty) => self.lower(ty, &scope),
            None => Ty::Unknown,
        }));
        let output = function
            .output
            .as_ref()
            .map_or(Ty::Unit, |ty| self.lower(ty, &scope));
        let output = if function.is_async {
            Ty::Future(Arc::new(output))
        } else {
            output
        };
        let mut bounds = self.declared_bounds(&scope);
        if let Owner::Trait(def) = owner {
            let bound = Bound {
                def,
                args: Ty::no_args(),
                assoc: Vec::new(),
            };
            bounds.push((Ty::Param("Self".into()), bound));
        }
        Signature {
            params,
            has_self: function.receiver.is_some(),
            output,
            bounds,
        }
    }

    /// The type parameters of a function and of what holds it, `Self` of a trait among them.
    pub fn params_of(&self, def: DefId) -> Vec<Sym> {
        let Kind::Fn(_, owner) = self.def(def).kind else {
            return Vec::new();
        };
        let mut params: Vec<Sym> = Vec::new();
        let scope = self.scope_of(def);
        for generics in scope.generics.into_iter().flatten() {
            params.extend(&generics.params);
        }
        if let Owner::Trait(_) = owner {
            params.push("Self".into());
        }
        params
    }

    /// What a call yields, given what is known of the receiver's parameters and of the arguments.
    pub fn call_output(&self, signature: &Signature, args: &[Ty], mut subst: Subst) -> Ty {
        self.bind_call(signature, args, &mut subst);
        self.apply(&signature.output, &subst)
    }

    /// Binds the parameters of a signature by the arguments of a call.
    pub fn bind_call(&self, signature: &Signature, args: &[Ty], subst: &mut Subst) {
        for (param, arg) in signature.params.iter().zip(args) {
            if !matches!(arg, Ty::Unknown) && !self.unify(param, arg, subst) {
                // Auto-referencing and deref coercion: look through one side's references.
                self.unify(param.peel_refs(), arg.peel_refs(), subst);
            }
        }
        self.bind_bounds(signature, subst);
    }

    /// Binds the parameters of a signature by what the bounds of others say of them.
    pub fn bind_bounds(&self, signature: &Signature, subst: &mut Subst) {
        for (ty, bound) in &signature.bounds {
            if let Ty::Param(name) = ty
                && let Some(actual) = subst.get(*name).cloned()
            {
                self.unify_bound(bound, &actual, subst);
                self.refine(*name, bound, subst);
            }
        }
    }

    /// What a parameter stands for, with what the `impl` of its bound tells of its own arguments:
    /// collecting numbers into a `Vec<_>` makes a `Vec` of numbers.
    fn refine(&self, name: Sym, bound: &Bound, subst: &mut Subst) {
        let Some(Ty::Adt(def, args)) = subst.get(name).cloned() else {
            return;
        };
        let ty = Ty::Adt(def, args);
        if bound.args.is_empty() || is_concrete(&ty) {
            return;
        }
        let Some(_level) = Level::enter() else {
            return;
        };
        let wanted: Vec<Ty> = bound
            .args
            .iter()
            .map(|arg| self.apply(arg, subst))
            .collect();
        for imp in self.impls_of(bound.def) {
            let data = self.imp(*imp);
            let Some((_, written)) = &data.trait_ else {
                continue;
            };
            let mut inner = Subst::default();
            if data.self_ty.adt() != Some(def) || !self.unify(&data.self_ty, &ty, &mut inner) {
                continue;
            }
            let pairs = written.iter().zip(&wanted);
            if !pairs.fold(true, |fits, (written, wanted)| {
                fits & self.unify(written, wanted, &mut inner)
            }) {
                continue;
            }
            let scope = Scope {
                generics: [Some(&data.syntax.generics), None],
                ..Scope::of(data.module)
            };
            for (ty, bound) in self.declared_bounds(&scope) {
                if let Ty::Param(name) = ty {
                    self.refine(name, &bound, &mut inner);
                }
            }
            subst.set(name, self.apply(&data.self_ty, &inner));
            return;
        }
    }
}
