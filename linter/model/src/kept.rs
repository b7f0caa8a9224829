//! Which types have values that somebody keeps: in a field, a static or a collection. The others live in the variables
//! of functions, and no longer than those.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{BodyId, BodyKind, LocalKind};
use crate::def::DefId;
use crate::program::Program;
use crate::ty::Ty;

/// Types by where their values are.
#[derive(Debug)]
pub struct Kept {
    stored: FxHashSet<DefId>,
    variables: FxHashMap<DefId, Vec<BodyId>>,
}

impl Kept {
    /// Of all types of the workspace.
    pub fn new(program: &Program) -> Self {
        let mut kept = Self {
            stored: FxHashSet::default(),
            variables: FxHashMap::default(),
        };
        for def in &program.defs {
            let Some(adt) = def.as_adt().filter(|_| !def.test) else {
                continue;
            };
            for field in adt.variants.iter().flat_map(|variant| &variant.fields) {
                kept.stores(&field.ty);
            }
        }
        for (id, body) in program.bodies().filter(|(_, body)| !body.test) {
            if body.kind == BodyKind::Static {
                kept.stores(&body.output);
            }
            for local in &body.locals {
                if !matches!(local.kind, LocalKind::Variable | LocalKind::Param(_)) {
                    continue;
                }
                if let Ty::Adt(def, args) = &local.ty {
                    let bodies = kept.variables.entry(*def).or_default();
                    if bodies.last() != Some(&id) {
                        bodies.push(id);
                    }
                    // `let mut sessions: HashMap<_, Session>`
                    args.iter().for_each(|arg| kept.stores(arg));
                }
            }
        }
        kept
    }

    /// Whether values of a type are kept by others.
    pub fn is_stored(&self, def: DefId) -> bool {
        self.stored.contains(&def)
    }

    /// The bodies that have variables of a type, or take one by value.
    pub fn with_variables(&self, def: DefId) -> &[BodyId] {
        self.variables.get(&def).map_or(&[], Vec::as_slice)
    }

    fn stores(&mut self, ty: &Ty) {
        match ty {
            // What is lent for a while is not kept.
            Ty::Adt(def, args) => {
                self.stored.insert(*def);
                args.iter().for_each(|arg| self.stores(arg));
            }
            Ty::Tuple(types) => types.iter().for_each(|ty| self.stores(ty)),
            Ty::Slice(inner) => self.stores(inner),
            _ => {}
        }
    }
}
