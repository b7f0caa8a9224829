//! `use`, to a fixpoint.

use otplint_model::Sym;
use rayon::prelude::*;
use smallvec::SmallVec;

use super::collect::Extern;
use super::{ModId, Res, World};

/// One imported name or glob.
#[derive(Clone, Debug)]
pub struct Import {
    /// The module that says so.
    pub module: ModId,
    /// Starts with `::`.
    pub global: bool,
    /// The path.
    pub path: Vec<Sym>,
    /// The name here; `None` for a glob.
    pub name: Option<Sym>,
}

/// Chains of re-exports longer than this are not followed: each round resolves one more link.
const ROUNDS: usize = 16;

/// Fewer imports than this are not worth a thread.
const MANY: usize = 512;

impl World<'_> {
    pub(super) fn resolve_imports(&mut self) {
        let open = std::mem::take(&mut self.uses);
        for _ in 0..ROUNDS {
            // A name may stand for several things, found in different rounds: all are looked at again.
            let found: Vec<SmallVec<[Res; 2]>> = open
                .par_iter()
                .with_min_len(MANY)
                .map(|import| self.resolve_import(import))
                .collect();
            let mut changed = false;
            for (import, found) in open.iter().zip(found) {
                changed |= self.import(import, &found);
            }
            if !changed {
                break;
            }
        }
    }

    /// Adds what an import brings; tells whether that was new.
    fn import(&mut self, import: &Import, found: &[Res]) -> bool {
        let module = &mut self.modules[import.module.0 as usize];
        let mut changed = false;
        for &res in found {
            match import.name {
                Some(name) => {
                    let known = module.names.entry(name).or_default();
                    if !known.contains(&res) {
                        known.push(res);
                        changed = true;
                    }
                }
                None => {
                    if !module.globs.contains(&res) && res != Res::Mod(import.module) {
                        module.globs.push(res);
                        changed = true;
                    }
                }
            }
        }
        changed
    }

    fn resolve_import(&self, import: &Import) -> SmallVec<[Res; 2]> {
        let krate = &self.crates[self.module(import.module).krate as usize];
        let Some((&first, rest)) = import.path.split_first() else {
            return SmallVec::new();
        };
        let mut starts: SmallVec<[Res; 2]> = SmallVec::new();
        let mut rest = rest;
        match first.as_str() {
            "crate" => starts.push(Res::Mod(krate.root)),
            "self" => starts.push(Res::Mod(import.module)),
            "super" => {
                let mut module = self.parent(import.module);
                while rest.first().is_some_and(|name| *name == "super") {
                    module = module.and_then(|module| self.parent(module));
                    rest = &rest[1..];
                }
                starts.extend(module.map(Res::Mod));
            }
            _ => {
                if !import.global {
                    starts = self.lookup_beyond(import, first);
                }
                if starts.is_empty() {
                    starts.extend(self.external(import.module, first));
                }
            }
        }
        for name in rest {
            let mut next = SmallVec::new();
            for start in starts {
                match start {
                    Res::Other => next.push(Res::Other),
                    start => next.extend(self.member_of(start, *name)),
                }
            }
            starts = next;
        }
        starts
    }

    /// A name of the module itself; an import never resolves to itself.
    fn lookup_beyond(&self, import: &Import, name: Sym) -> SmallVec<[Res; 2]> {
        let found = self.lookup(import.module, name);
        if import.path.len() == 1 && import.name == Some(name) {
            return found.into_iter().filter(|_| false).collect();
        }
        found
    }

    /// The module around a module, past the bodies of functions.
    pub(super) fn parent(&self, module: ModId) -> Option<ModId> {
        let mut at = module;
        while self.module(at).transparent {
            at = self.module(at).parent?;
        }
        self.module(at).parent
    }

    /// A crate by the name that this module's crate has for it.
    pub(super) fn external(&self, module: ModId, name: Sym) -> Option<Res> {
        let krate = &self.crates[self.module(module).krate as usize];
        let name = match name.as_str() {
            "core" | "alloc" => Sym::new("std"),
            _ => name,
        };
        match krate.externs.get(&name) {
            Some(Extern::Crate(index)) => self
                .crates
                .get(*index as usize)
                .map(|krate| Res::Mod(krate.root)),
            Some(Extern::Other) => Some(Res::Other),
            None => None,
        }
    }
}
