//! What a group of commits touches, so that all of it can be locked and read at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::backend::{
    Check, Commit, LeaseName, ObjectId, Operation, OperationId, Range, Write,
};

/// How many locks the maps of a store share. A server has 64 for each connection it allows, for everybody.
const MAP_LOCKS: i64 = 64;
/// The same for leases that nobody holds.
const LEASE_LOCKS: i64 = 64;
/// How many jobs a group claims at most.
const MOST_CLAIMED: usize = 10_000;

/// What is locked and read for a group.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Numbers of locks, and whether it is for this group alone.
    pub(super) locks: BTreeMap<i64, bool>,
    /// Journals and outboxes, which grow at one end.
    pub(super) sequences: BTreeSet<ObjectId>,
    pub(super) journals: BTreeSet<ObjectId>,
    pub(super) leases: BTreeSet<LeaseName>,
    pub(super) jobs: BTreeSet<(ObjectId, u64)>,
    pub(super) keys: BTreeSet<(ObjectId, Vec<u8>)>,
    /// Ranges of maps, and how many entries of them.
    pub(super) ranges: Vec<(ObjectId, Range, usize)>,
    /// How many jobs that are due are wanted.
    pub(super) claims: BTreeMap<ObjectId, usize>,
    pub(super) operations: BTreeSet<(Arc<str>, OperationId)>,
    /// Queues and outboxes that have a capacity.
    pub(super) queues: BTreeSet<ObjectId>,
    pub(super) outboxes: BTreeSet<ObjectId>,
    /// Up to where events are forgotten.
    pub(super) trims: BTreeSet<(ObjectId, u64)>,
}

impl Plan {
    pub(super) fn of(group: &[Arc<Commit>]) -> Self {
        let mut plan = Self::default();
        let mut removed = BTreeMap::new();
        for commit in group {
            if let Some(Operation { namespace, id, .. }) = &commit.operation {
                plan.operations.insert((namespace.clone(), id.clone()));
            }
            for write in &commit.writes {
                plan.write(write);
                if let Write::Remove { map, .. } = write {
                    *removed.entry(*map).or_insert(0) += 1;
                }
            }
            let puts: BTreeSet<_> = commit.writes.iter().filter_map(put).collect();
            for check in &commit.checks {
                plan.check(check, &puts);
            }
        }
        // Behind each entry that the group removes there may be one that then belongs to the range.
        for (map, _, limit) in &mut plan.ranges {
            *limit = limit.saturating_add(removed.get(map).copied().unwrap_or(0));
        }
        plan
    }

    /// Some of the jobs that were claimed had used up their attempts: more are wanted. False if there are too many.
    pub(super) fn claim_more(&mut self) -> bool {
        let mut more = false;
        for wanted in self.claims.values_mut() {
            more |= *wanted < MOST_CLAIMED;
            *wanted = wanted.saturating_mul(2).min(MOST_CLAIMED);
        }
        more
    }

    fn check(&mut self, check: &Check, puts: &BTreeSet<(ObjectId, &[u8])>) {
        match check {
            Check::Entry { map, key, revision } => {
                self.keys.insert((*map, key.clone()));
                // What is not there has no row to lock. Where the commit puts it there, two who do so find each other.
                if *revision == 0 && !puts.contains(&(*map, &**key)) {
                    self.lock_map(*map, true);
                }
            }
            Check::Range {
                map, range, limit, ..
            } => {
                self.lock_map(*map, true);
                self.ranges.push((*map, range.clone(), *limit));
            }
            Check::Head { journal, .. } => self.journal(*journal),
            Check::Leased { queue, job, .. } => {
                self.jobs.insert((*queue, *job));
            }
            Check::Owned { lease, .. } => {
                self.leases.insert(lease.clone());
            }
        }
    }

    fn write(&mut self, write: &Write) {
        match write {
            Write::Put { map, key, .. } | Write::Remove { map, key } => {
                self.lock_map(*map, false);
                self.keys.insert((*map, key.clone()));
            }
            Write::Append { journal, .. } | Write::Snapshot { journal, .. } => {
                self.journal(*journal);
            }
            Write::Trim { journal, through } => {
                self.sequences.insert(*journal);
                self.trims.insert((*journal, *through));
            }
            Write::Send { outbox, .. } => {
                self.sequences.insert(*outbox);
                self.outboxes.insert(*outbox);
            }
            Write::Push { queue, .. } => {
                self.queues.insert(*queue);
            }
            Write::Lease { queue, limit, .. } => {
                let wanted = self.claims.entry(*queue).or_default();
                *wanted = wanted.saturating_add(*limit).min(MOST_CLAIMED);
            }
            Write::Extend { queue, job, .. }
            | Write::Ack { queue, job, .. }
            | Write::Nack { queue, job, .. }
            | Write::Revive { queue, job, .. }
            | Write::Discard { queue, job } => {
                self.jobs.insert((*queue, *job));
            }
            Write::Own { lease, .. } => {
                let number = crc32fast::hash(lease.name.as_bytes());
                self.lock(MAP_LOCKS + i64::from(number) % LEASE_LOCKS, true);
                self.leases.insert(lease.clone());
            }
            Write::Renew { lease, .. } | Write::Disown { lease, .. } => {
                self.leases.insert(lease.clone());
            }
        }
    }

    fn journal(&mut self, journal: ObjectId) {
        self.sequences.insert(journal);
        self.journals.insert(journal);
    }

    fn lock_map(&mut self, map: ObjectId, alone: bool) {
        self.lock(map.0.rem_euclid(MAP_LOCKS), alone);
    }

    fn lock(&mut self, number: i64, alone: bool) {
        *self.locks.entry(number).or_default() |= alone;
    }
}

fn put(write: &Write) -> Option<(ObjectId, &[u8])> {
    match write {
        Write::Put { map, key, .. } => Some((*map, &**key)),
        _ => None,
    }
}
