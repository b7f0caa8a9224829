//! Signatures of functions, computed when first asked for.

use std::sync::Arc;

use otplint_model::ty::Bound;
use otplint_model::{DefId, Ty};

use super::{Kind, Owner, Subst, World};

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
        for (ty, bound) in &signature.bounds {
            if let Ty::Param(name) = ty
                && let Some(actual) = subst.get(*name).cloned()
            {
                self.unify_bound(bound, &actual, subst);
            }
        }
    }
}
