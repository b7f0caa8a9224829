//! Places: where state lives, whatever name stands for it.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use crate::body::LocalId;
use crate::def::DefId;
use crate::sym::Sym;

/// What a place starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Root {
    /// A local of the body: a parameter, a capture, a variable or a temporary.
    Local(LocalId),
    /// A static.
    Static(DefId),
}

/// One step from a place to a part of it. Dereferences leave no step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
    /// A field; the struct or enum that declares it where known.
    Field(Option<DefId>, Sym),
    /// Some element of a collection.
    Elem,
}

/// A place: guards, borrows, pins, `Arc` and sender clones all stand for the place behind them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Where it starts.
    pub root: Root,
    /// The way from there.
    pub path: ThinVec<Step>,
}

impl Place {
    /// A whole local.
    pub fn local(local: LocalId) -> Self {
        Self {
            root: Root::Local(local),
            path: ThinVec::new(),
        }
    }

    /// The local that it starts from.
    pub fn as_local(&self) -> Option<LocalId> {
        match self.root {
            Root::Local(local) => Some(local),
            Root::Static(_) => None,
        }
    }

    /// A part of it.
    pub fn then(mut self, step: Step) -> Self {
        // Recursive types would make paths without end.
        if self.path.len() < 8 {
            self.path.reserve_exact(1);
            self.path.push(step);
        }
        self
    }

    /// The same way from another start.
    pub fn rebased(&self, base: &Self) -> Self {
        let mut place = base.clone();
        for step in &self.path {
            place = place.then(*step);
        }
        place
    }

    /// The same way from another root.
    pub fn rebased_at(&self, root: Root) -> Self {
        Self {
            root,
            path: self.path.clone(),
        }
    }

    /// Whether `self` is `other` or a part of it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.root == other.root
            && self.path.len() >= other.path.len()
            && self.path.iter().zip(&other.path).all(|(a, b)| a.same(b))
    }

    /// Whether one holds the other.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.is_within(other) || other.is_within(self)
    }

    /// The last field on the way, with the struct that declares it.
    pub fn last_field(&self) -> Option<(Option<DefId>, Sym)> {
        self.path.iter().rev().find_map(|step| match step {
            Step::Field(owner, name) => Some((*owner, *name)),
            Step::Elem => None,
        })
    }

    /// The first field on the way, with the struct that declares it.
    pub fn first_field(&self) -> Option<(Option<DefId>, Sym)> {
        self.path.iter().find_map(|step| match step {
            Step::Field(owner, name) => Some((*owner, *name)),
            Step::Elem => None,
        })
    }
}

impl Step {
    /// Whether both lead to the same part.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Field(_, a), Self::Field(_, b)) => a == b,
            (Self::Elem, Self::Elem) => true,
            _ => false,
        }
    }
}
