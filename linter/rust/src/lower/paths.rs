//! Paths as values, and struct literals.

use otplint_model::{DefId, Place, Root, Span, Sym, Ty, Value};
use thin_vec::ThinVec;

use super::{Lower, Val};
use crate::names::{Kind, Method, Namespace, Res, Subst};
use crate::syntax::{Expr, Initial, Path};

/// What the path of a call or value stands for.
pub(super) enum Target {
    /// Functions; several for `cfg` alternatives and traits.
    Fns(Vec<Method>, Option<Ty>),
    /// A variant or a tuple struct.
    Constructor(DefId),
    /// A constant or static.
    Const(DefId),
    /// Nothing that is described.
    Other,
    /// Not resolved.
    Unknown,
}

impl<'w> Lower<'w, '_> {
    pub(super) fn path_value(&mut self, path: &'w Path, span: Span) -> Val {
        if path.segments.len() == 1 && path.qself.is_none() {
            let name = path.segments[0].name;
            if let Some(arg) = self
                .macro_args
                .iter()
                .rev()
                .find(|(param, _)| *param == name)
                .map(|(_, arg)| *arg)
            {
                return self.outside_macro(arg);
            }
            if let Some(local) = self.find_local(name) {
                return self.use_local(local, span);
            }
        }
        if let Some(most) = largest(path) {
            return Val {
                value: Value::Int(most),
                ty: Ty::Prim(path.segments[0].name),
                span,
                ..Val::default()
            };
        }
        match self.target(path) {
            Target::Fns(methods, _) => match methods.first() {
                Some(method) => {
                    let output = self.world.signature(method.def).output.clone();
                    let output = self.world.apply(&output, &method.subst);
                    Val {
                        value: Value::Fn(method.def),
                        ty: Ty::Fn(Some(method.def), output.into()),
                        span,
                        ..Val::default()
                    }
                }
                None => Val::unknown(span),
            },
            Target::Constructor(def) => {
                let ty = self.constructed(def, &[]);
                let kind = self.world.def(def).kind;
                let takes = match kind {
                    Kind::Variant(_, _, variant) => !variant.fields.is_empty(),
                    Kind::Adt(adt, _) => adt
                        .variants
                        .iter()
                        .any(|variant| !variant.fields.is_empty()),
                    _ => false,
                };
                let ty = if takes { Ty::Fn(None, ty.into()) } else { ty };
                Val {
                    value: Value::Aggregate(Some(def), ThinVec::new()),
                    ty,
                    span,
                    ..Val::default()
                }
            }
            Target::Const(def) => {
                let data = self.world.def(def);
                let Kind::Const(ty, value) = data.kind else {
                    return Val::unknown(span);
                };
                let ty = self.world.lower(ty, &crate::names::Scope::of(data.module));
                let place = Place {
                    root: Root::Static(def),
                    path: Default::default(),
                };
                let value = match value {
                    Initial::Integer(number) => Value::Int(*number),
                    Initial::Text(text) => Value::Str(*text),
                    _ => Value::Use(place.clone()),
                };
                let place = Some(place);
                Val {
                    value,
                    ty,
                    place,
                    by_ref: true,
                    node: None,
                    span,
                }
            }
            Target::Other => Val {
                ty: Ty::Other,
                span,
                ..Val::default()
            },
            Target::Unknown => Val::unknown(span),
        }
    }

    /// Resolves a path as it stands here; what the body of a macro imports comes first.
    pub(super) fn resolve(&self, path: &Path, namespace: Namespace) -> Option<(Res, usize)> {
        let first = path.segments.first()?.name;
        let import = self
            .macro_uses
            .iter()
            .rev()
            .find(|import| import.name == Some(first) && !path.global);
        let Some(import) = import else {
            return self.world.resolve(self.module(), path, namespace);
        };
        let rest = path.segments.iter().skip(1).map(|segment| segment.name);
        let names: Vec<Sym> = import.path.iter().copied().chain(rest).collect();
        let (res, used) =
            self.world
                .resolve_names(self.module(), &names, import.global, namespace)?;
        // As many segments as are written here.
        Some((res, (used + 1).checked_sub(import.path.len())?.max(1)))
    }

    /// Lowers what a macro's fragment stands for, outside the macro.
    pub(super) fn outside_macro(&mut self, arg: &'w Expr) -> Val {
        let args = std::mem::take(&mut self.macro_args);
        let val = self.expr(arg);
        self.macro_args = args;
        val
    }

    /// Resolves the path of a value or call.
    pub(super) fn target(&mut self, path: &'w Path) -> Target {
        let Some(last) = path.segments.last() else {
            return Target::Unknown;
        };
        if let Some((qself, _)) = &path.qself {
            let ty = self.lower_ty(qself);
            return self.associated(&ty, last.name);
        }
        let first = &path.segments[0];
        if path.segments.len() >= 2 && first.name == "Self" {
            let Some(ty) = self.scope.self_ty.cloned() else {
                let ty = Ty::Param(first.name);
                return self.associated(&ty, last.name);
            };
            if let (Some(def), 2) = (ty.adt(), path.segments.len())
                && let Some(variant) = self.world.variant(def, last.name)
            {
                return Target::Constructor(variant);
            }
            return self.associated(&ty, last.name);
        }
        if path.segments.len() == 1 && first.name == "Self" {
            return match self.scope.self_ty.and_then(Ty::adt) {
                Some(def) => Target::Constructor(def),
                None => Target::Unknown,
            };
        }
        if path.segments.len() == 2 && self.is_param(first.name) {
            let ty = Ty::Param(first.name);
            return self.associated(&ty, last.name);
        }
        match self.resolve(path, Namespace::Value) {
            Some((Res::Other, _)) => Target::Other,
            Some((Res::Def(def), used)) if used == path.segments.len() => {
                match self.world.def(def).kind {
                    Kind::Fn(..) => {
                        let found = self.world.alternatives(def).map(|def| Method {
                            def,
                            subst: Subst::default(),
                            virtual_: false,
                        });
                        Target::Fns(found.collect(), None)
                    }
                    Kind::Variant(..) => Target::Constructor(def),
                    Kind::Adt(..) => Target::Constructor(def),
                    Kind::Alias(..) => Target::Constructor(self.alias_target(def)),
                    Kind::Const(..) => Target::Const(def),
                    Kind::Trait(_) | Kind::Macro(_) => Target::Unknown,
                }
            }
            Some((Res::Def(def), used)) if used + 1 == path.segments.len() => {
                let prefix = Path {
                    span: path.span,
                    global: path.global,
                    qself: None,
                    segments: path.segments[..used].iter().cloned().collect(),
                };
                if let Kind::Trait(_) = self.world.def(def).kind {
                    let ty = Ty::Bounds(
                        [otplint_model::ty::Bound {
                            def,
                            args: Ty::no_args(),
                            assoc: Vec::new(),
                        }]
                        .into(),
                    );
                    // The first argument tells what `Self` is, or nothing does.
                    return match self.associated(&ty, last.name) {
                        Target::Fns(mut found, _) if !found.is_empty() => {
                            for method in &mut found {
                                method.subst = Subst::default();
                            }
                            Target::Fns(found, None)
                        }
                        _ => Target::Unknown,
                    };
                }
                let ty = self.lower_ty(&crate::syntax::Type::Path(Box::new(prefix)));
                if let Some(variant) = ty.adt().and_then(|def| self.world.variant(def, last.name)) {
                    return Target::Constructor(variant);
                }
                self.associated(&ty, last.name)
            }
            // `u64::from`, `str::len`.
            None if path.segments.len() == 2 => {
                let prefix = Path {
                    span: path.span,
                    global: false,
                    qself: None,
                    segments: path.segments[..1].iter().cloned().collect(),
                };
                let ty = self.lower_ty(&crate::syntax::Type::Path(Box::new(prefix)));
                if ty.is_known() {
                    self.associated(&ty, last.name)
                } else {
                    Target::Unknown
                }
            }
            _ => Target::Unknown,
        }
    }

    fn is_param(&self, name: Sym) -> bool {
        self.scope
            .generics
            .iter()
            .flatten()
            .any(|generics| generics.params.contains(&name))
    }

    fn associated(&self, ty: &Ty, name: Sym) -> Target {
        if matches!(ty, Ty::Other) {
            return Target::Other;
        }
        let found = self
            .world
            .associated_fns(ty, name, self.bounds, Some(self.module()));
        if found.is_empty()
            && let Some(def) = self.world.associated_const(ty, name)
        {
            return Target::Const(def);
        }
        if found.is_empty() {
            // `#[derive]` and blanket impls: `Config::default()` makes a `Config`.
            return if ty.is_known() && !matches!(ty, Ty::Param(_) | Ty::Projection(..)) {
                Target::Fns(Vec::new(), Some(ty.clone()))
            } else {
                Target::Unknown
            };
        }
        Target::Fns(found, Some(ty.clone()))
    }

    /// What the parts of a struct or variant are, where the whole is to be of a type; its parameters
    /// are unknown where that does not tell them.
    pub(super) fn expected_fields(&self, def: DefId, whole: Option<&Ty>) -> Vec<(Sym, Ty)> {
        let (owner, variant) = match self.world.def(def).kind {
            Kind::Variant(owner, index, _) => (owner, index as usize),
            _ => (def, 0),
        };
        let Kind::Adt(adt, _) = self.world.def(owner).kind else {
            return Vec::new();
        };
        let mut subst = Subst::default();
        if let Some(Ty::Adt(found, args)) = whole
            && *found == owner
        {
            for (name, arg) in adt.generics.params.iter().zip(args.iter()) {
                subst.bind(*name, arg);
            }
        }
        subst.close(adt.generics.params.iter().copied());
        let fields = self.world.fields(owner).get(variant).into_iter().flatten();
        fields
            .map(|(name, ty)| (*name, self.world.apply(ty, &subst)))
            .collect()
    }

    /// The type that a constructor makes from arguments of these types.
    pub(super) fn constructed(&self, def: DefId, args: &[Ty]) -> Ty {
        let (owner, variant) = match self.world.def(def).kind {
            Kind::Variant(owner, index, _) => (owner, index as usize),
            _ => (def, 0),
        };
        let Kind::Adt(adt, _) = self.world.def(owner).kind else {
            return Ty::Unknown;
        };
        if adt.generics.params.is_empty() {
            return Ty::Adt(owner, Ty::no_args());
        }
        let mut subst = Subst::default();
        if let Some(fields) = self.world.fields(owner).get(variant) {
            for ((_, field), arg) in fields.iter().zip(args) {
                self.world.unify(field, arg, &mut subst);
            }
        }
        let params = adt
            .generics
            .params
            .iter()
            .map(|name| subst.get(*name).cloned().unwrap_or_default());
        Ty::Adt(owner, params.collect())
    }

    pub(super) fn struct_literal(
        &mut self,
        path: &'w Path,
        fields: &'w [(Sym, Expr)],
        rest: Option<&'w Expr>,
        span: Span,
    ) -> Val {
        let target = match self.target(path) {
            Target::Constructor(def) => Some(def),
            _ => match self.resolve(path, Namespace::Type) {
                Some((Res::Def(def), _)) => Some(self.alias_target(def)),
                _ => None,
            },
        };
        let mut parts = ThinVec::with_capacity(fields.len());
        let mut subst = Subst::default();
        let (owner, variant) = match target.map(|def| (def, self.world.def(def).kind)) {
            Some((_, Kind::Variant(owner, index, _))) => (Some(owner), index as usize),
            Some((def, _)) => (Some(def), 0),
            None => (None, 0),
        };
        let declared = target.map_or_else(Vec::new, |def| self.expected_fields(def, None));
        for (name, value) in fields {
            let ty = declared.iter().find(|(known, _)| known == name);
            self.expected = ty.map(|(_, ty)| ty.clone());
            let val = self.expr(value);
            self.outcome(&val, otplint_model::body::Outcome::Kept);
            if let Some(owner) = owner {
                let declared = self.world.fields(owner).get(variant).into_iter().flatten();
                if let Some((_, ty)) = declared.into_iter().find(|(known, _)| known == name) {
                    self.world.unify(ty, &val.ty, &mut subst);
                }
            }
            if let Some(temporary) = val.any_place().and_then(|place| place.as_local()) {
                self.keep_temporary(temporary);
            }
            parts.push((*name, val.value));
        }
        if let Some(rest) = rest {
            let val = self.expr(rest);
            parts.push((Sym::new(".."), val.value));
        }
        let ty = match owner.map(|owner| (owner, self.world.def(owner).kind)) {
            Some((owner, Kind::Adt(adt, _))) => {
                let params = adt
                    .generics
                    .params
                    .iter()
                    .map(|name| subst.get(*name).cloned().unwrap_or_default());
                Ty::Adt(owner, params.collect())
            }
            _ => Ty::Unknown,
        };
        Val {
            value: Value::Aggregate(target, parts),
            ty,
            span,
            ..Val::default()
        }
    }
}

/// `usize::MAX`: the largest number, as far as one of 64 bits goes.
fn largest(path: &Path) -> Option<u64> {
    let [of, last] = path.segments.as_slice() else {
        return None;
    };
    if path.qself.is_some() || last.name != "MAX" {
        return None;
    }
    Some(match of.name.as_str() {
        "u8" => u8::MAX.into(),
        "i8" => i8::MAX as u64,
        "u16" => u16::MAX.into(),
        "i16" => i16::MAX as u64,
        "u32" => u32::MAX.into(),
        "i32" => i32::MAX as u64,
        "i64" | "isize" => i64::MAX as u64,
        "u64" | "usize" | "u128" | "i128" => u64::MAX,
        _ => return None,
    })
}
