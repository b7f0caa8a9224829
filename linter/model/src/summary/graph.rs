//! Who runs or makes whom.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::BodyId;
use crate::program::Program;

/// Who runs or makes whom.
pub(super) struct Graph {
    /// Callees before callers, as far as there are no cycles.
    pub(super) order: Vec<BodyId>,
    /// By position in `order`: the positions of those that run or make it.
    pub(super) parents: Vec<Vec<u32>>,
    /// By position in `order`: the longest way down.
    pub(super) depth: Vec<u32>,
    /// Positions of bodies that reach themselves.
    pub(super) recursive: Vec<u32>,
}

impl Graph {
    pub(super) fn new(program: &Program) -> Self {
        let ids: Vec<BodyId> = program.bodies().map(|(id, _)| id).collect();
        let order = bottom_up(program, &ids);
        let positions: FxHashMap<BodyId, u32> = order
            .iter()
            .enumerate()
            .map(|(position, id)| (*id, position as u32))
            .collect();
        let mut parents = vec![Vec::new(); order.len()];
        let mut depth = vec![0; order.len()];
        let mut recursive = Vec::new();
        for (position, id) in order.iter().enumerate() {
            let mut cyclic = false;
            for child in program.children(*id) {
                let Some(&child) = positions.get(child) else {
                    continue;
                };
                parents[child as usize].push(position as u32);
                if (child as usize) < position {
                    depth[position] = depth[position].max(depth[child as usize] + 1);
                } else {
                    cyclic = true;
                }
            }
            if cyclic {
                recursive.push(position as u32);
            }
        }
        Self {
            order,
            parents,
            depth,
            recursive,
        }
    }

    pub(super) fn levels(&self) -> Vec<Vec<BodyId>> {
        let deepest = self
            .depth
            .iter()
            .max()
            .map_or(0, |deepest| *deepest as usize + 1);
        let mut levels = vec![Vec::new(); deepest];
        for (id, depth) in self.order.iter().zip(&self.depth) {
            levels[*depth as usize].push(*id);
        }
        levels
    }
}

fn bottom_up(program: &Program, ids: &[BodyId]) -> Vec<BodyId> {
    let mut order = Vec::with_capacity(ids.len());
    let mut seen: FxHashSet<BodyId> = FxHashSet::default();
    for root in ids {
        let mut open = vec![(*root, false)];
        while let Some((id, done)) = open.pop() {
            if done {
                order.push(id);
                continue;
            }
            if !seen.insert(id) {
                continue;
            }
            open.push((id, true));
            let next = program.children(id).iter();
            open.extend(
                next.filter(|child| !seen.contains(child))
                    .map(|child| (*child, false)),
            );
        }
    }
    order
}
