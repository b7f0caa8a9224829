//! Type parameters: matching and replacing.

use std::sync::Arc;

use otplint_model::ty::Bound;
use otplint_model::{Sym, Ty};
use smallvec::SmallVec;

use super::World;
use super::budget::{Level, step};

/// What type parameters stand for.
#[derive(Clone, Debug, Default)]
pub struct Subst {
    pairs: SmallVec<[(Sym, Ty); 4]>,
}

impl Subst {
    /// Notes what a parameter stands for, unless something is known already.
    pub fn bind(&mut self, name: Sym, ty: &Ty) {
        match self.pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => {
                if !is_concrete(known) {
                    *known = ty.clone();
                }
            }
            None => self.pairs.push((name, ty.clone())),
        }
    }

    /// Replaces what is known of a parameter.
    pub fn set(&mut self, name: Sym, ty: Ty) {
        match self.pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = ty,
            None => self.pairs.push((name, ty)),
        }
    }

    /// Says of parameters of which nothing is known that this is so: they are not those of the same
    /// name where the call is written.
    pub fn close(&mut self, names: impl IntoIterator<Item = Sym>) {
        for name in names {
            if self.get(name).is_none() {
                self.pairs.push((name, Ty::Unknown));
            }
        }
    }

    /// What a parameter stands for.
    pub fn get(&self, name: Sym) -> Option<&Ty> {
        self.pairs
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, ty)| ty)
    }

    /// Whether nothing is bound.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

pub(super) fn is_concrete(ty: &Ty) -> bool {
    concrete_within(ty, 0)
}

fn concrete_within(ty: &Ty, depth: u32) -> bool {
    match ty {
        // Parts may be shared, so that few of them make a tree without end.
        _ if depth > 4 => true,
        Ty::Unknown | Ty::Around(_) => false,
        Ty::Prim(name) => !otplint_model::ty::is_open(*name),
        Ty::Adt(_, args) | Ty::Tuple(args) => {
            args.iter().all(|arg| concrete_within(arg, depth + 1))
        }
        Ty::Ref(_, inner) | Ty::Slice(inner) | Ty::Future(inner) => {
            concrete_within(inner, depth + 1)
        }
        _ => true,
    }
}

impl World<'_> {
    /// Finds what the parameters in `pattern` stand for, so that it becomes `actual`; tells whether
    /// the two can be the same.
    pub fn unify(&self, pattern: &Ty, actual: &Ty, subst: &mut Subst) -> bool {
        match Level::enter() {
            Some(_level) => self.unify_within(pattern, actual, subst),
            // Nothing speaks against it.
            None => true,
        }
    }

    fn unify_within(&self, pattern: &Ty, actual: &Ty, subst: &mut Subst) -> bool {
        if !step() {
            return true;
        }
        match (pattern, actual) {
            // What never comes back tells nothing: `unwrap_or_else(|| panic!())`.
            (Ty::Param(_), Ty::Never) => true,
            (Ty::Param(name), _) => {
                subst.bind(*name, actual);
                true
            }
            (Ty::Unknown | Ty::Around(_) | Ty::Projection(..), _)
            | (_, Ty::Unknown | Ty::Around(_) | Ty::Param(_) | Ty::Projection(..)) => true,
            (Ty::Adt(a, left), Ty::Adt(b, right)) => {
                if a != b {
                    return false;
                }
                left.iter()
                    .zip(right.iter())
                    .all(|(left, right)| self.unify_within(left, right, subst))
            }
            (Ty::Ref(_, left), Ty::Ref(_, right)) => self.unify_within(left, right, subst),
            (Ty::Tuple(left), Ty::Tuple(right)) => {
                left.len() == right.len()
                    && left
                        .iter()
                        .zip(right.iter())
                        .all(|(left, right)| self.unify_within(left, right, subst))
            }
            (Ty::Slice(left), Ty::Slice(right)) => self.unify_within(left, right, subst),
            (Ty::Future(left), _) => match self.output(actual) {
                Some(output) => self.unify_within(left, &output, subst),
                None => matches!(actual, Ty::Other | Ty::Bounds(_)),
            },
            (Ty::Fn(_, left), Ty::Fn(_, right) | Ty::Closure(_, right)) => {
                self.unify_within(left, right, subst)
            }
            (Ty::Bounds(bounds), _) => {
                for bound in bounds.iter() {
                    self.unify_bound(bound, actual, subst);
                }
                true
            }
            (Ty::Prim(left), Ty::Prim(right)) => otplint_model::ty::same_prim(*left, *right),
            (Ty::Unit, Ty::Unit) | (Ty::Never, _) | (_, Ty::Never) | (Ty::Other, Ty::Other) => true,
            _ => false,
        }
    }

    /// Binds what a bound's associated types say, where `actual` tells them.
    pub fn unify_bound(&self, bound: &Bound, actual: &Ty, subst: &mut Subst) {
        for (name, pattern) in &bound.assoc {
            let found = self.project(actual, *name);
            if found.is_known() && !matches!(found, Ty::Projection(..)) {
                self.unify(pattern, &found, subst);
            }
        }
    }

    /// Replaces parameters and resolves what associated types that makes known.
    pub fn apply(&self, ty: &Ty, subst: &Subst) -> Ty {
        match Level::enter() {
            Some(_level) => self.apply_within(ty, subst, 0),
            None => Ty::Unknown,
        }
    }

    fn apply_within(&self, ty: &Ty, subst: &Subst, depth: u32) -> Ty {
        if depth > 12 || !step() {
            return Ty::Unknown;
        }
        let go = |ty: &Ty| self.apply_within(ty, subst, depth + 1);
        match ty {
            Ty::Param(name) => subst.get(*name).cloned().unwrap_or_else(|| ty.clone()),
            Ty::Adt(def, args) if !args.is_empty() => Ty::Adt(*def, args.iter().map(go).collect()),
            Ty::Ref(mutable, inner) => Ty::Ref(*mutable, Arc::new(go(inner))),
            Ty::Tuple(args) => Ty::Tuple(args.iter().map(go).collect()),
            Ty::Slice(inner) => Ty::Slice(Arc::new(go(inner))),
            Ty::Future(inner) => Ty::Future(Arc::new(go(inner))),
            Ty::Around(inner) => Ty::Around(Arc::new(go(inner))),
            Ty::Fn(def, output) => Ty::Fn(*def, Arc::new(go(output))),
            Ty::Closure(body, output) => Ty::Closure(*body, Arc::new(go(output))),
            Ty::Projection(base, name) => {
                let base = go(base);
                self.project(&base, *name)
            }
            Ty::Bounds(bounds) => {
                let bounds = bounds.iter().map(|bound| Bound {
                    def: bound.def,
                    args: bound.args.iter().map(go).collect(),
                    assoc: bound
                        .assoc
                        .iter()
                        .map(|(name, ty)| (*name, go(ty)))
                        .collect(),
                });
                Ty::Bounds(bounds.collect())
            }
            _ => ty.clone(),
        }
    }
}
