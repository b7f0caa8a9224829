//! From written types to light types.

use std::sync::Arc;

use otplint_model::ty::Bound;
use otplint_model::{DefId, Sym, Ty};
use smallvec::SmallVec;

use super::budget::{Level, step};
use super::{Kind, ModId, Namespace, Owner, Res, Subst, World};
use crate::syntax::{Args, Generics, Path, Type};

/// Where a type is written.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'s> {
    /// The module.
    pub module: ModId,
    /// What `Self` stands for.
    pub self_ty: Option<&'s Ty>,
    /// The `impl` around, for `Self::Item`.
    pub imp: Option<super::ImplId>,
    /// The type parameters in scope: the function's, then those of what holds it.
    pub generics: [Option<&'s Generics>; 2],
}

impl<'s> Scope<'s> {
    /// A scope without parameters.
    pub fn of(module: ModId) -> Self {
        Self {
            module,
            self_ty: None,
            imp: None,
            generics: [None, None],
        }
    }

    fn has_param(&self, name: Sym) -> bool {
        self.generics
            .iter()
            .flatten()
            .any(|generics| generics.params.contains(&name))
    }
}

/// Types of well-known crates that are called a result and are an enum of their own.
const RESULTS_OF_THEIR_OWN: &[&str] = &["LocalResult", "MappedLocalResult", "TryResult"];

const PRIMITIVES: &[&str] = &[
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64",
    "i128", "isize", "f32", "f64",
];

impl<'a> World<'a> {
    /// What a written type means in a scope.
    pub fn lower(&self, ty: &Type, scope: &Scope<'_>) -> Ty {
        match Level::enter() {
            Some(_level) => self.lower_within(ty, scope, 0),
            None => Ty::Unknown,
        }
    }

    fn lower_within(&self, ty: &Type, scope: &Scope<'_>, depth: u32) -> Ty {
        // Aliases may name each other.
        if depth > 24 || !step() {
            return Ty::Unknown;
        }
        match ty {
            Type::Path(path) => self.lower_path(path, scope, depth),
            Type::Ref(mutable, inner) => Ty::Ref(
                *mutable,
                Arc::new(self.lower_within(inner, scope, depth + 1)),
            ),
            Type::Tuple(elems) if elems.is_empty() => Ty::Unit,
            Type::Tuple(elems) => Ty::Tuple(
                elems
                    .iter()
                    .map(|elem| self.lower_within(elem, scope, depth + 1))
                    .collect(),
            ),
            Type::Slice(inner) => Ty::Slice(Arc::new(self.lower_within(inner, scope, depth + 1))),
            Type::Fn(_, output) => {
                let output = output.as_ref().map_or(Ty::Unit, |output| {
                    self.lower_within(output, scope, depth + 1)
                });
                Ty::Fn(None, Arc::new(output))
            }
            Type::Impl(bounds) | Type::Dyn(bounds) => self.lower_bounds(bounds, scope, depth),
            Type::Never => Ty::Never,
            Type::Infer => Ty::Unknown,
        }
    }

    fn lower_args(
        &self,
        args: Option<&Args>,
        scope: &Scope<'_>,
        depth: u32,
    ) -> otplint_model::ty::Args {
        args.map_or_else(Ty::no_args, |args| {
            args.types
                .iter()
                .map(|ty| self.lower_within(ty, scope, depth + 1))
                .collect()
        })
    }

    fn lower_path(&self, path: &Path, scope: &Scope<'_>, depth: u32) -> Ty {
        if let Some((qself, _)) = &path.qself {
            let base = self.lower_within(qself, scope, depth + 1);
            return match path.segments.last() {
                Some(last) => self.associated(base, last.name, scope, depth),
                None => Ty::Unknown,
            };
        }
        let Some(first) = path.segments.first() else {
            return Ty::Unknown;
        };
        if path.segments.len() <= 2 && !path.global {
            let base = if first.name == "Self" {
                Some(scope.self_ty.cloned().unwrap_or(Ty::Param(first.name)))
            } else if scope.has_param(first.name) {
                Some(Ty::Param(first.name))
            } else {
                None
            };
            if let Some(base) = base {
                return match path.segments.get(1) {
                    Some(second) => self.associated(base, second.name, scope, depth),
                    None => base,
                };
            }
        }
        match self.resolve(scope.module, path, Namespace::Type) {
            // A wrapper of something described may dereference to it.
            Some((Res::Other, _)) => {
                if let Some(known) = self.told_by_name(path, scope, depth) {
                    return known;
                }
                let args = path.segments.iter().filter_map(|one| one.args.as_deref());
                let held = args.flat_map(|args| &args.types);
                let held: SmallVec<[Ty; 2]> = held
                    .map(|ty| self.lower_within(ty, scope, depth + 1))
                    .collect();
                let described = |ty: &Ty| {
                    !matches!(
                        ty.peel_refs(),
                        Ty::Prim(_) | Ty::Unit | Ty::Other | Ty::Never | Ty::Fn(..)
                    )
                };
                match &held[..] {
                    [only @ Ty::Adt(..)] => Ty::Around(Arc::new(only.clone())),
                    held if held.iter().any(described) => Ty::Unknown,
                    _ => Ty::Other,
                }
            }
            Some((Res::Def(def), used)) if used == path.segments.len() => {
                let args = path
                    .segments
                    .last()
                    .and_then(|segment| segment.args.as_deref());
                let ty = self.lower_def(def, args, scope, depth);
                match (self.def(def).kind, &ty) {
                    // Under another `cfg` the same name may stand for something described.
                    (Kind::Alias(..), Ty::Unknown | Ty::Around(_) | Ty::Other) => self
                        .beside(scope.module, path)
                        .into_iter()
                        .filter(|beside| {
                            matches!(self.def(*beside).kind, Kind::Alias(..) | Kind::Adt(..))
                        })
                        .map(|beside| self.lower_def(beside, args, scope, depth + 1))
                        .find(|beside| !matches!(beside, Ty::Unknown | Ty::Around(_) | Ty::Other))
                        .unwrap_or(ty),
                    _ => ty,
                }
            }
            Some((Res::Def(def), used)) if used + 1 == path.segments.len() => {
                let base =
                    self.lower_def(def, path.segments[used - 1].args.as_deref(), scope, depth);
                self.associated(base, path.segments[used].name, scope, depth)
            }
            _ if path.segments.len() == 1 && PRIMITIVES.contains(&first.name.as_str()) => {
                Ty::Prim(first.name)
            }
            _ => Ty::Unknown,
        }
    }

    /// What a type of a crate that nothing describes is by its name: `TransportResult<T>` is a `Result<T, _>`, and an
    /// `FxHashMap<K, V>` another map of std's kind.
    fn told_by_name(&self, path: &Path, scope: &Scope<'_>, depth: u32) -> Option<Ty> {
        let last = path.segments.last()?;
        let name = last.name.as_str();
        let types = last.args.as_deref()?.types.as_slice();
        let of = |ty| self.lower_within(ty, scope, depth + 1);
        match types {
            [value] if name.ends_with("Result") && !RESULTS_OF_THEIR_OWN.contains(&name) => {
                Some(Ty::Adt(self.lang.result?, [of(value), Ty::Other].into()))
            }
            [key, value, ..] if name.ends_with("HashMap") || name == "IndexMap" => {
                Some(Ty::Adt(self.lang.hash_map?, [of(key), of(value)].into()))
            }
            [item, ..] if name.ends_with("HashSet") || name == "IndexSet" => {
                Some(Ty::Adt(self.lang.hash_set?, [of(item)].into()))
            }
            _ => None,
        }
    }

    fn lower_def(&self, def: DefId, args: Option<&Args>, scope: &Scope<'_>, depth: u32) -> Ty {
        let data = self.def(def);
        match data.kind {
            Kind::Adt(adt, _) => {
                let written = self.lower_args(args, scope, depth);
                Ty::Adt(
                    def,
                    self.with_defaults(&adt.generics, &written, data.module, depth),
                )
            }
            Kind::Alias(generics, Some(target)) => {
                let inner = Scope {
                    generics: [Some(generics), None],
                    ..Scope::of(data.module)
                };
                let target = self.lower_within(target, &inner, depth + 1);
                let mut subst = Subst::default();
                let args = self.lower_args(args, scope, depth);
                let args = self.with_defaults(generics, &args, data.module, depth);
                for (name, arg) in generics.params.iter().zip(args.iter()) {
                    subst.bind(*name, arg);
                }
                if generics.params.is_empty() {
                    target
                } else {
                    self.apply(&target, &subst)
                }
            }
            Kind::Trait(_) => {
                let args = args.cloned();
                self.bounds_of(std::iter::once((def, args.as_ref())), scope, depth)
            }
            Kind::Variant(parent, ..) => self.lower_def(parent, args, scope, depth),
            _ => Ty::Unknown,
        }
    }

    /// The arguments for these parameters: those that are written, then their defaults.
    fn with_defaults(
        &self,
        generics: &Generics,
        written: &[Ty],
        module: ModId,
        depth: u32,
    ) -> otplint_model::ty::Args {
        let scope = Scope {
            generics: [Some(generics), None],
            ..Scope::of(module)
        };
        let mut subst = Subst::default();
        let params = generics.params.iter().zip(&generics.defaults);
        let args = params.enumerate().map(|(index, (name, default))| {
            let arg = match (written.get(index), default) {
                (Some(arg), _) => arg.clone(),
                (None, Some(default)) => {
                    self.apply(&self.lower_within(default, &scope, depth + 1), &subst)
                }
                (None, None) => Ty::Unknown,
            };
            subst.bind(*name, &arg);
            arg
        });
        args.collect()
    }

    /// `Base::Name`.
    fn associated(&self, base: Ty, name: Sym, scope: &Scope<'_>, depth: u32) -> Ty {
        if let (Some(imp), Some(self_ty)) = (scope.imp, scope.self_ty)
            && *self_ty == base
        {
            let data = self.imp(imp);
            if let Some((_, ty)) = data.assoc.iter().find(|(known, _)| *known == name) {
                return self.lower_within(ty, scope, depth + 1);
            }
        }
        match base {
            Ty::Param(_) => Ty::Projection(Arc::new(base), name),
            base => self.project(&base, name),
        }
    }

    /// What `impl A + B` and `dyn A + B` mean: futures, functions and iterators by what they yield.
    pub(super) fn lower_bounds(&self, bounds: &[Path], scope: &Scope<'_>, depth: u32) -> Ty {
        let resolved = bounds.iter().filter_map(|path| {
            match self.resolve(scope.module, path, Namespace::Type)? {
                (Res::Def(def), _) => Some((
                    def,
                    path.segments
                        .last()
                        .and_then(|segment| segment.args.as_deref()),
                )),
                _ => None,
            }
        });
        // In another version of its crate a type that the stub knows as a struct may be a trait.
        let resolved: Vec<_> = resolved.collect();
        if let Some((def, args)) = (resolved.iter())
            .find(|(def, _)| matches!(self.def(*def).kind, Kind::Adt(..) | Kind::Alias(..)))
        {
            return self.lower_def(*def, *args, scope, depth);
        }
        let ty = self.bounds_of(resolved.into_iter(), scope, depth);
        match ty {
            Ty::Bounds(found) if found.is_empty() => {
                let unresolved = bounds
                    .iter()
                    .any(|path| self.resolve(scope.module, path, Namespace::Type).is_none());
                if unresolved { Ty::Unknown } else { Ty::Other }
            }
            ty => ty,
        }
    }

    fn bounds_of<'p>(
        &self,
        bounds: impl Iterator<Item = (DefId, Option<&'p Args>)>,
        scope: &Scope<'_>,
        depth: u32,
    ) -> Ty {
        let mut found = Vec::new();
        for (def, args) in bounds {
            let bound = self.bound(def, args, scope, depth);
            let assoc = |name: &str| {
                bound
                    .assoc
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, ty)| ty.clone())
            };
            let some = Some(def);
            if some == self.lang.future || some == self.lang.into_future {
                return Ty::Future(Arc::new(assoc("Output").unwrap_or_default()));
            }
            if self.lang.fns.contains(&some) {
                return Ty::Fn(None, Arc::new(assoc("Output").unwrap_or(Ty::Unit)));
            }
            if (some == self.lang.iterator || some == self.lang.into_iterator)
                && let Some(iter) = self.lang.iter
            {
                return Ty::Adt(iter, Arc::new([assoc("Item").unwrap_or_default()]));
            }
            let marker = [
                "Send",
                "Sync",
                "Unpin",
                "Sized",
                "Debug",
                "Display",
                "Clone",
                "Copy",
                "Any",
                "UnwindSafe",
            ];
            if !marker.contains(&self.def(def).name.as_str()) {
                found.push(bound);
            }
        }
        Ty::Bounds(found.into())
    }

    fn bound(&self, def: DefId, args: Option<&Args>, scope: &Scope<'_>, depth: u32) -> Bound {
        let assoc = args.map_or_else(Vec::new, |args| {
            args.assoc
                .iter()
                .map(|(name, ty)| (*name, self.lower_within(ty, scope, depth + 1)))
                .collect()
        });
        Bound {
            def,
            args: self.lower_args(args, scope, depth),
            assoc,
        }
    }

    /// A bound as it is written.
    pub(super) fn written_bound(&self, path: &Path, scope: &Scope<'_>) -> Option<Bound> {
        match self.resolve(scope.module, path, Namespace::Type)? {
            (Res::Def(def), _) if matches!(self.def(def).kind, Kind::Trait(_)) => {
                let args = path
                    .segments
                    .last()
                    .and_then(|segment| segment.args.as_deref());
                Some(self.bound(def, args, scope, 0))
            }
            _ => None,
        }
    }

    /// The bounds that the generics of a scope declare, as pairs of type and bound.
    pub(super) fn declared_bounds(&self, scope: &Scope<'_>) -> Vec<(Ty, Bound)> {
        let mut declared = Vec::new();
        for (ty, bounds) in scope
            .generics
            .iter()
            .flatten()
            .flat_map(|generics| &generics.bounds)
        {
            let ty = self.lower(ty, scope);
            let bounds = bounds
                .iter()
                .filter_map(|path| self.written_bound(path, scope));
            declared.extend(bounds.map(|bound| (ty.clone(), bound)));
        }
        declared
    }

    /// Where the signature and body of a function are written.
    pub fn scope_of(&self, def: DefId) -> Scope<'_> {
        let data = self.def(def);
        let mut scope = Scope::of(data.inner.unwrap_or(data.module));
        if let Kind::Fn(function, owner) = data.kind {
            scope.generics[0] = Some(&function.generics);
            match owner {
                Owner::Impl(imp) => {
                    let data = self.imp(imp);
                    scope.imp = Some(imp);
                    scope.self_ty = Some(&data.self_ty);
                    scope.generics[1] = Some(&data.syntax.generics);
                }
                Owner::Trait(def) => {
                    if let Kind::Trait(syntax) = self.def(def).kind {
                        scope.generics[1] = Some(&syntax.generics);
                    }
                }
                Owner::Module => {}
            }
        }
        scope
    }

    /// The types of an ADT's fields, by variant, with its parameters open.
    pub fn fields(&self, def: DefId) -> &[Vec<(Sym, Ty)>] {
        self.fields[def.0 as usize].get_or_init(|| {
            let data = self.def(def);
            let Kind::Adt(adt, _) = data.kind else {
                return Vec::new();
            };
            let self_ty = Ty::Adt(
                def,
                adt.generics
                    .params
                    .iter()
                    .map(|name| Ty::Param(*name))
                    .collect(),
            );
            let scope = Scope {
                self_ty: Some(&self_ty),
                generics: [Some(&adt.generics), None],
                ..Scope::of(data.module)
            };
            adt.variants
                .iter()
                .map(|variant| {
                    variant
                        .fields
                        .iter()
                        .map(|field| (field.name, self.lower(&field.ty, &scope)))
                        .collect()
                })
                .collect()
        })
    }

    /// The type of a field of an ADT's value.
    pub fn field(&self, def: DefId, args: &[Ty], variant: usize, name: Sym) -> Option<Ty> {
        let Kind::Adt(adt, _) = self.def(def).kind else {
            return None;
        };
        let (_, ty) = self
            .fields(def)
            .get(variant)?
            .iter()
            .find(|(known, _)| *known == name)?;
        if adt.generics.params.is_empty() {
            return Some(ty.clone());
        }
        let mut subst = Subst::default();
        for (param, arg) in adt.generics.params.iter().zip(args) {
            subst.bind(*param, arg);
        }
        subst.close(adt.generics.params.iter().copied());
        Some(self.apply(ty, &subst))
    }
}
