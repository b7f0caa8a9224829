//! Patterns: names for values and for parts of places.

use otplint_model::body::{LocalKind, Op};
use otplint_model::stub::{TypeAttrs, TypeWord};
use otplint_model::{DefId, Place, Step, Sym, Ty, Value};
use smallvec::SmallVec;

use super::{Lower, Val};
use crate::names::{Kind, Namespace, Res};
use crate::syntax::{Pat, PatKind, Path};

impl<'w> Lower<'w, '_> {
    /// Declares the names of a pattern for a value.
    pub(super) fn bind(&mut self, pat: &'w Pat, val: &Val) {
        match &pat.kind {
            PatKind::Bind {
                name, by_ref, sub, ..
            } => {
                if self.is_constant(*name, &val.ty) {
                    return;
                }
                if let Some(sub) = sub {
                    self.bind(sub, val);
                }
                self.name(*name, val, *by_ref, pat);
            }
            PatKind::TupleStruct(path, elems) => {
                let parts = self.parts(path, &val.ty, elems.len());
                let rest = elems
                    .iter()
                    .position(|elem| matches!(elem.kind, PatKind::Rest));
                for (index, elem) in elems.iter().enumerate() {
                    // After `..` the positions count from the end.
                    let index = match rest {
                        Some(rest) if index > rest => {
                            parts.len().saturating_sub(elems.len() - index)
                        }
                        _ => index,
                    };
                    let (step, ty) = parts.get(index).cloned().unwrap_or((None, Ty::Unknown));
                    let part = self.part(val, step, ty);
                    self.bind(elem, &part);
                }
            }
            PatKind::Struct(path, fields) => {
                for (name, field) in fields {
                    let (step, ty) = self.field_of(path, &val.ty, *name);
                    let part = self.part(val, step, ty);
                    self.bind(field, &part);
                }
            }
            PatKind::Tuple(elems) => {
                let types: Vec<Ty> = match val.ty.peel_refs() {
                    Ty::Tuple(types) => types.to_vec(),
                    _ => Vec::new(),
                };
                let rest = elems
                    .iter()
                    .position(|elem| matches!(elem.kind, PatKind::Rest));
                for (index, elem) in elems.iter().enumerate() {
                    let index = match rest {
                        Some(rest) if index > rest => {
                            types.len().saturating_sub(elems.len() - index)
                        }
                        _ => index,
                    };
                    let ty = types.get(index).cloned().unwrap_or_default();
                    let step = Step::Field(None, Sym::new(&index.to_string()));
                    let part = self.part(val, Some(step), ty);
                    self.bind(elem, &part);
                }
            }
            PatKind::Slice(elems) => {
                let ty = match val.ty.peel_refs() {
                    Ty::Slice(inner) => Ty::clone(inner),
                    other => other.clone(),
                };
                for elem in elems {
                    let part = self.part(val, Some(Step::Elem), ty.clone());
                    self.bind(elem, &part);
                }
            }
            PatKind::Ref(inner) => {
                let ty = match &val.ty {
                    Ty::Ref(_, inner) => Ty::clone(inner),
                    other => other.clone(),
                };
                let val = Val {
                    ty,
                    by_ref: false,
                    ..val.clone()
                };
                self.bind(inner, &val);
            }
            PatKind::Or(cases) => {
                // All cases bind the same names.
                if let Some(first) = cases.first() {
                    self.bind(first, val);
                }
            }
            PatKind::Typed(inner, ty) => {
                let ty = self.lower_ty(ty);
                let val = Val {
                    ty: if ty.is_known() { ty } else { val.ty.clone() },
                    ..val.clone()
                };
                self.bind(inner, &val);
            }
            PatKind::Guard(inner, guard) => {
                self.bind(inner, val);
                self.expr(guard);
            }
            PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Text(_) | PatKind::Lit => {}
        }
    }

    /// A part of a value, as a pattern or a field access sees it.
    pub(super) fn part(&mut self, val: &Val, step: Option<Step>, ty: Ty) -> Val {
        let extend = |place: Place| match step {
            Some(step) => place.then(step),
            None => place,
        };
        let place = val.any_place().map(extend);
        let mutable = matches!(val.ty, Ty::Ref(true, _));
        // Default binding modes: a part of a reference is a reference.
        let ty = match (&val.ty, ty) {
            (Ty::Ref(..), ty @ Ty::Ref(..)) => ty,
            (Ty::Ref(..), ty) => Ty::Ref(mutable, ty.into()),
            (_, ty) => ty,
        };
        let value = match (&val.value, &place) {
            (Value::Aggregate(_, fields), _) if step.is_some() => {
                let name = match step {
                    Some(Step::Field(_, name)) => name,
                    _ => Sym::new("0"),
                };
                let short = name.as_str().rsplit('.').next().unwrap_or_default();
                fields
                    .iter()
                    .find(|(known, _)| *known == short)
                    .map_or(Value::Unknown, |(_, value)| value.clone())
            }
            (_, Some(place)) => Value::Use(place.clone()),
            _ => Value::Unknown,
        };
        Val {
            value,
            ty,
            place,
            by_ref: val.by_ref,
            node: None,
            span: val.span,
        }
    }

    fn name(&mut self, name: Sym, val: &Val, by_ref: bool, pat: &'w Pat) {
        let ty = match by_ref && !matches!(val.ty, Ty::Ref(..)) {
            true => Ty::Ref(true, val.ty.clone().into()),
            false => val.ty.clone(),
        };
        let local = self.local(Some(name), ty.clone(), pat.span, LocalKind::Variable);
        let stands_for = val.by_ref || by_ref || matches!(ty, Ty::Ref(..)) || self.is_handle(&ty);
        if let Value::Body(body) = val.value {
            self.top().body.locals[local.0 as usize].body = Some(body);
        }
        if stands_for {
            let place = val.any_place();
            self.top().body.locals[local.0 as usize].stands_for =
                place.filter(|place| place.as_local() != Some(local));
        }
        if let Value::Use(held) = &val.value
            && let Some(temporary) = held.as_local()
        {
            self.keep_temporary(temporary);
        }
        self.note_drop(local, &ty);
        let node = self.emit(Op::Assign(Place::local(local), val.value.clone()), pat.span);
        self.top().body.locals[local.0 as usize].def = Some(val.node.unwrap_or(node));
        self.top().declare(name, local);
    }

    /// Values of these types are shared by their copies: a copy stands for the same place.
    pub(super) fn is_handle(&self, ty: &Ty) -> bool {
        let words = [
            TypeWord::Pointer,
            TypeWord::Sender,
            TypeWord::Address,
            TypeWord::CancelToken,
            TypeWord::AbortHandle,
            TypeWord::Notify,
        ];
        let is = |attrs: &TypeAttrs| words.into_iter().any(|word| attrs.is(word));
        self.type_attrs(ty).is_some_and(is)
    }

    /// Whether a lone name in a pattern is a constant or a unit variant rather than a new name.
    fn is_constant(&self, name: Sym, ty: &Ty) -> bool {
        if !name
            .as_str()
            .starts_with(|first: char| first.is_ascii_uppercase())
        {
            return false;
        }
        if let Some(def) = ty.adt()
            && self.world.variant(def, name).is_some()
        {
            return true;
        }
        self.world
            .resolve_names(self.module(), &[name], false, Namespace::Value)
            .is_some()
    }

    /// The variants that a pattern takes of a value of this type, and of what that holds.
    pub(super) fn variants_of(&self, pat: &Pat, ty: &Ty, found: &mut SmallVec<[DefId; 2]>) {
        let variant = |name: Sym| self.world.variant(ty.adt()?, name);
        match &pat.kind {
            PatKind::Bind { name, sub, .. } => {
                found.extend(variant(*name));
                if let Some(sub) = sub {
                    self.variants_of(sub, ty, found);
                }
            }
            PatKind::TupleStruct(path, elems) => {
                let Some(segment) = path.segments.last() else {
                    return;
                };
                match (segment.name.as_str(), elems.as_slice()) {
                    ("Some" | "Ok", [inner]) => {
                        self.variants_of(inner, &self.payload(ty, 0), found);
                    }
                    _ => found.extend(variant(segment.name)),
                }
            }
            PatKind::Path(path) | PatKind::Struct(path, _) => {
                let name = path.segments.last().map(|segment| segment.name);
                found.extend(name.and_then(variant));
            }
            PatKind::Tuple(elems) => {
                if let Ty::Tuple(types) = ty.peel_refs() {
                    for (elem, ty) in elems.iter().zip(types.iter()) {
                        self.variants_of(elem, ty, found);
                    }
                }
            }
            PatKind::Ref(inner) | PatKind::Guard(inner, _) | PatKind::Typed(inner, _) => {
                self.variants_of(inner, ty, found);
            }
            PatKind::Or(cases) => {
                for case in cases {
                    self.variants_of(case, ty, found);
                }
            }
            PatKind::Slice(_) | PatKind::Wild | PatKind::Rest | PatKind::Text(_) | PatKind::Lit => {
            }
        }
    }

    /// The fields of the struct or variant that a pattern names, for a value of this type.
    fn parts(&mut self, path: &'w Path, ty: &Ty, count: usize) -> Vec<(Option<Step>, Ty)> {
        match path.segments.last().map(|segment| segment.name.as_str()) {
            Some("Some" | "Ok") if path.segments.len() == 1 => {
                let ty = self.payload(ty, 0);
                return vec![(None, ty)];
            }
            Some("Err") if path.segments.len() == 1 => {
                let ty = self.payload(ty, 1);
                return vec![(Some(Step::Field(None, Sym::new("Err"))), ty)];
            }
            _ => {}
        }
        (0..count.max(8))
            .map(|index| self.field_of(path, ty, Sym::new(&index.to_string())))
            .collect()
    }

    /// What is inside an `Option`, `Result` or `Poll`.
    pub(super) fn payload(&self, ty: &Ty, index: usize) -> Ty {
        let peeled = ty.peel_refs();
        let inner = peeled.arg(index).cloned().unwrap_or_default();
        match ty {
            Ty::Ref(mutable, _) if !matches!(inner, Ty::Ref(..)) && inner.is_known() => {
                Ty::Ref(*mutable, inner.into())
            }
            _ => inner,
        }
    }

    fn field_of(&mut self, path: &'w Path, ty: &Ty, name: Sym) -> (Option<Step>, Ty) {
        let def = match self.resolve(path, Namespace::Value) {
            Some((Res::Def(def), _)) => Some(def),
            _ => match self.resolve(path, Namespace::Type) {
                Some((Res::Def(def), _)) => Some(def),
                _ => None,
            },
        };
        let mut def = def;
        let self_def = self.scope.self_ty.and_then(Ty::adt);
        if path
            .segments
            .first()
            .is_some_and(|segment| segment.name == "Self")
        {
            def = match path.segments.get(1) {
                Some(variant) => self_def.and_then(|def| self.world.variant(def, variant.name)),
                None => self_def,
            };
        }
        let Some(def) = def else {
            return (Some(Step::Field(None, name)), Ty::Unknown);
        };
        let def = self.alias_target(def);
        let (owner, variant, label) = match self.world.def(def).kind {
            Kind::Variant(owner, index, variant) => (
                owner,
                index as usize,
                Sym::new(&format!("{}.{name}", variant.name)),
            ),
            _ => (def, 0, name),
        };
        let args = match ty.peel_refs() {
            Ty::Adt(found, args) if *found == owner => args.clone(),
            _ => Ty::no_args(),
        };
        let ty = self
            .world
            .field(owner, &args, variant, name)
            .unwrap_or_default();
        (Some(Step::Field(Some(owner), label)), ty)
    }

    pub(super) fn alias_target(&self, def: otplint_model::DefId) -> otplint_model::DefId {
        match self.world.def(def).kind {
            Kind::Alias(_, Some(_)) => {
                let scope = crate::names::Scope::of(self.world.def(def).module);
                let Kind::Alias(_, Some(ty)) = self.world.def(def).kind else {
                    return def;
                };
                self.world.lower(ty, &scope).adt().unwrap_or(def)
            }
            _ => def,
        }
    }

    /// Whether a pattern may fail to match.
    pub(super) fn is_refutable(pat: &Pat) -> bool {
        match &pat.kind {
            PatKind::Wild | PatKind::Rest => false,
            PatKind::Bind { sub, name, .. } => {
                sub.as_ref().is_some_and(|sub| Self::is_refutable(sub)) || *name == "None"
            }
            PatKind::Tuple(elems) => elems.iter().any(Self::is_refutable),
            PatKind::Ref(inner) | PatKind::Typed(inner, _) => Self::is_refutable(inner),
            PatKind::Struct(_, fields) => fields.iter().any(|(_, field)| Self::is_refutable(field)),
            _ => true,
        }
    }
}
