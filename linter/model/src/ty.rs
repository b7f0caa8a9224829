//! Light types: as much as a reader would infer, and honest about the rest.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::def::DefId;
use crate::sym::Sym;

/// A type. *Known* is any variant but [`Ty::Unknown`], [`Ty::Around`] and [`Ty::Other`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ty {
    /// Not inferred.
    #[default]
    Unknown,
    /// A type that nobody describes, with one argument: it may well dereference to that.
    Around(Arc<Ty>),
    /// Something that is certainly none of the types that stubs or the workspace describe.
    Other,
    /// `()`.
    Unit,
    /// `!`.
    Never,
    /// A number, `bool`, `char` or `str`; [`INTEGER`] or [`FLOAT`] for a literal that takes its type
    /// from what is done with it.
    Prim(Sym),
    /// A struct, enum or union with its arguments.
    Adt(DefId, Args),
    /// A reference or raw pointer; `true` when mutable.
    Ref(bool, Arc<Ty>),
    /// A tuple of at least one element.
    Tuple(Args),
    /// A slice or array.
    Slice(Arc<Ty>),
    /// A type parameter.
    Param(Sym),
    /// `dyn A + B`, or `impl A + B` where only the bounds are known.
    Bounds(Arc<[Bound]>),
    /// A future and what it yields.
    Future(Arc<Ty>),
    /// A closure: its body and what it returns.
    Closure(BodyId, Arc<Ty>),
    /// A function or function pointer and what it returns.
    Fn(Option<DefId>, Arc<Ty>),
    /// An associated type that is not resolved yet.
    Projection(Arc<Ty>, Sym),
}

/// The type of `1`.
pub const INTEGER: &str = "integer";

/// The type of `1.0`.
pub const FLOAT: &str = "float";

/// Whether this is the type of a literal, for the context to decide.
pub fn is_open(prim: Sym) -> bool {
    prim == INTEGER || prim == FLOAT
}

/// Whether two primitive types can be the same.
pub fn same_prim(left: Sym, right: Sym) -> bool {
    let fits = |open: Sym, ty: Sym| {
        let is_float = matches!(ty.as_str(), "f32" | "f64");
        open == INTEGER && !matches!(ty.as_str(), "bool" | "char" | "str" | FLOAT) && !is_float
            || open == FLOAT && is_float
    };
    left == right || fits(left, right) || fits(right, left)
}

/// The arguments of a type.
pub type Args = Arc<[Ty]>;

/// A trait that a type implements, with its arguments and associated types.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bound {
    /// The trait.
    pub def: DefId,
    /// Its arguments.
    pub args: Args,
    /// `Item = T`.
    pub assoc: Vec<(Sym, Ty)>,
}

impl Ty {
    /// The empty list of arguments.
    pub fn no_args() -> Args {
        Arc::new([])
    }

    /// The type behind references.
    pub fn peel_refs(&self) -> &Self {
        let mut ty = self;
        while let Self::Ref(_, inner) = ty {
            ty = inner;
        }
        ty
    }

    /// The definition of a struct, enum or union behind references.
    pub fn adt(&self) -> Option<DefId> {
        match self.peel_refs() {
            Self::Adt(def, _) => Some(*def),
            _ => None,
        }
    }

    /// The argument at `index` behind references.
    pub fn arg(&self, index: usize) -> Option<&Self> {
        match self.peel_refs() {
            Self::Adt(_, args) => args.get(index),
            _ => None,
        }
    }

    /// Whether it has at most so many parts. Parts may be shared: few of them make a tree without end.
    pub fn fits(&self, parts: usize) -> bool {
        let mut left = parts;
        let mut open = vec![self];
        while let Some(ty) = open.pop() {
            if left == 0 {
                return false;
            }
            left -= 1;
            match ty {
                Self::Adt(_, parts) | Self::Tuple(parts) => open.extend(parts.iter()),
                Self::Ref(_, inner)
                | Self::Slice(inner)
                | Self::Future(inner)
                | Self::Around(inner)
                | Self::Closure(_, inner)
                | Self::Fn(_, inner)
                | Self::Projection(inner, _) => open.push(inner),
                Self::Bounds(bounds) => {
                    for bound in bounds.iter() {
                        open.extend(bound.args.iter());
                        open.extend(bound.assoc.iter().map(|(_, ty)| ty));
                    }
                }
                Self::Unknown
                | Self::Other
                | Self::Unit
                | Self::Never
                | Self::Prim(_)
                | Self::Param(_) => {}
            }
        }
        true
    }

    /// Whether it was inferred.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown | Self::Around(_))
    }
}
