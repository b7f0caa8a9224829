//! Definitions: the named things of the workspace and of the stubs.

use serde::{Deserialize, Serialize};

use crate::span::Location;
use crate::stub::{FnAttrs, TraitAttrs, TypeAttrs};
use crate::sym::Sym;
use crate::ty::Ty;

/// A definition, by its position in the program's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefId(pub u32);

/// A named thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Def {
    /// Its name.
    pub name: Sym,
    /// Its whole path, for example `orders::book::Book::insert`.
    pub path: String,
    /// Where it is defined; `None` in stubs.
    pub location: Option<Location>,
    /// Compiled for tests only.
    pub test: bool,
    /// Visible outside its crate, as far as its own `pub` tells.
    pub public: bool,
    /// What it is.
    pub kind: DefKind,
}

/// What a definition is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum DefKind {
    /// A function or method.
    Fn(Box<FnDef>),
    /// A struct, enum or union.
    Adt(Box<AdtDef>),
    /// A variant of an enum, and its place among them.
    Variant(DefId, u32),
    /// A trait.
    Trait(Box<TraitDef>),
    /// A type alias.
    Alias,
    /// A constant or static.
    Const,
    /// A macro.
    Macro(Box<FnAttrs>),
}

/// What is known of a function beyond its signature.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FnDef {
    /// What its stub says.
    pub attrs: FnAttrs,
    /// `async fn`, or returns a future.
    pub is_async: bool,
    /// The type whose `impl` holds it.
    pub self_def: Option<DefId>,
    /// The trait that declares it, or whose `impl` holds it.
    pub trait_def: Option<DefId>,
    /// Takes `self` by `&mut`, `&`, or value; `None` without a receiver.
    pub receiver: Option<Receiver>,
    /// What it returns (the output of its future).
    pub output: Ty,
    /// Its doc comment or name claims all-or-nothing.
    pub claims_atomic: bool,
    /// Its doc comment claims that its future may be dropped.
    pub claims_cancel_safe: bool,
    /// Its doc comment says that its future must not be dropped.
    pub claims_not_cancel_safe: bool,
}

/// How a method takes `self`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Receiver {
    /// `self`.
    Value,
    /// `&self`.
    Ref,
    /// `&mut self`.
    RefMut,
}

/// What is known of a struct or enum.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AdtDef {
    /// What its stub says.
    pub attrs: TypeAttrs,
    /// An enum.
    pub is_enum: bool,
    /// Variants with their fields; a struct has one.
    pub variants: Vec<VariantDef>,
    /// It implements `Drop`.
    pub has_drop: bool,
    /// Its doc comment claims that what is done to it is done whole or not at all.
    pub claims_atomic: bool,
}

/// A variant and its fields.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VariantDef {
    /// Its name.
    pub name: Sym,
    /// Its fields.
    pub fields: Vec<FieldDef>,
}

/// A field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FieldDef {
    /// Its name; `0`, `1`, … in tuples.
    pub name: Sym,
    /// Its type.
    pub ty: Ty,
    /// Where it is declared; `None` in stubs.
    pub location: Option<Location>,
}

/// What is known of a trait.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TraitDef {
    /// What its stub says.
    pub attrs: TraitAttrs,
    /// Its implementations in the workspace.
    pub impls: Vec<TraitImpl>,
}

/// An implementation of a trait.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TraitImpl {
    /// The type, where it is a struct or enum.
    pub self_def: Option<DefId>,
    /// The type.
    pub self_ty: Ty,
    /// The trait's arguments.
    pub args: crate::ty::Args,
    /// Its methods.
    pub methods: Vec<DefId>,
    /// Its associated types.
    pub assoc: Vec<(Sym, Ty)>,
    /// Compiled for tests only.
    pub test: bool,
}

impl Def {
    /// The function, if it is one.
    pub fn as_fn(&self) -> Option<&FnDef> {
        match &self.kind {
            DefKind::Fn(function) => Some(function),
            _ => None,
        }
    }

    /// The struct or enum, if it is one.
    pub fn as_adt(&self) -> Option<&AdtDef> {
        match &self.kind {
            DefKind::Adt(adt) => Some(adt),
            _ => None,
        }
    }

    /// The trait, if it is one.
    pub fn as_trait(&self) -> Option<&TraitDef> {
        match &self.kind {
            DefKind::Trait(def) => Some(def),
            _ => None,
        }
    }
}
