//! Which files a program can consist of: a call in one runs no implementor that its crate never heard of.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::span::FileId;

/// What the programs of the workspace are linked of.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Linked {
    /// The crates that hold a file.
    crates: FxHashMap<FileId, Vec<u32>>,
    /// Of the crates that are programs by themselves: all that they depend on, however far, and themselves. Who else is
    /// linked to a library is up to others.
    programs: FxHashMap<u32, FxHashSet<u32>>,
}

impl Linked {
    /// Crates by their files, and what the programs among them are made of.
    pub fn new(
        crates: FxHashMap<FileId, Vec<u32>>,
        programs: FxHashMap<u32, FxHashSet<u32>>,
    ) -> Self {
        Self { crates, programs }
    }

    /// Whether code of the one file may run code of the other.
    pub fn may_run(&self, from: FileId, to: FileId) -> bool {
        let (Some(from), Some(to)) = (self.crates.get(&from), self.crates.get(&to)) else {
            return true;
        };
        from.iter().any(|krate| match self.programs.get(krate) {
            Some(parts) => to.iter().any(|part| parts.contains(part)),
            None => true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_runs_what_it_depends_on_and_a_library_anything() {
        let (server, store, plugin, unseen) = (FileId(0), FileId(1), FileId(2), FileId(3));
        let crates = FxHashMap::from_iter([(server, vec![0]), (store, vec![1]), (plugin, vec![2])]);
        let programs = FxHashMap::from_iter([(0, FxHashSet::from_iter([0, 1]))]);
        let linked = Linked::new(crates, programs);
        assert!(linked.may_run(server, store));
        assert!(!linked.may_run(server, plugin));
        assert!(linked.may_run(store, plugin), "others may link both");
        assert!(linked.may_run(server, unseen));
    }
}
