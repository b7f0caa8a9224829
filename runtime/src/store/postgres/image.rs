//! The rows that a group of commits touches, in memory: the commits are carried out here, and the server is told what
//! has changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::sync::Arc;

use super::super::apply::{JobChange, Tables};
use super::super::backend::{
    Held, JobRow, JobState, LeaseName, Millis, ObjectId, Operation, OperationId, Range, Recorded,
};
use super::super::record::Stored;
use super::rows::text;

/// An entry of a map.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The revision in the database; 0 if it is not there.
    pub(super) base: u64,
    pub(super) revision: u64,
    /// What the group has put there.
    pub(super) record: Option<Stored>,
}

impl Entry {
    pub(super) fn is_changed(&self) -> bool {
        self.base != self.revision
    }
}

/// A part of a map.
#[derive(Debug)]
pub(super) struct Scanned {
    pub(super) map: ObjectId,
    pub(super) range: Range,
    pub(super) rows: Vec<(Vec<u8>, u64)>,
    /// Whether there are no entries behind the last one.
    pub(super) complete: bool,
}

/// A row, what the group has made of it, and whether it was there before.
#[derive(Debug)]
pub(super) struct Slot<T> {
    pub(super) is_old: bool,
    pub(super) is_changed: bool,
    pub(super) row: Option<T>,
}

impl<T> Slot<T> {
    pub(super) fn old(row: T) -> Self {
        Self {
            is_old: true,
            is_changed: false,
            row: Some(row),
        }
    }

    fn none() -> Self {
        Self {
            is_old: false,
            is_changed: false,
            row: None,
        }
    }

    fn set(&mut self, row: Option<T>) {
        self.row = row;
        self.is_changed = true;
    }
}

/// An id as it comes back.
fn stored_id(namespace: &str, id: &OperationId) -> (Arc<str>, OperationId) {
    (text(namespace).into(), OperationId(text(&id.0).into()))
}

/// A name as it comes back.
fn stored_name(lease: &LeaseName) -> LeaseName {
    LeaseName {
        namespace: text(&lease.namespace).into(),
        name: text(&lease.name).into(),
    }
}

#[derive(Debug, Default)]
pub(super) struct Image {
    /// By how much the server's clock is ahead of the commit's.
    pub(super) ahead: Millis,
    pub(super) entries: BTreeMap<(ObjectId, Vec<u8>), Entry>,
    pub(super) scanned: Vec<Scanned>,
    pub(super) heads: HashMap<ObjectId, u64>,
    pub(super) events: BTreeMap<(ObjectId, u64), Stored>,
    pub(super) trimmed: BTreeMap<ObjectId, u64>,
    /// How many events there are up to a position, where it matters.
    pub(super) trims: HashMap<(ObjectId, u64), u64>,
    pub(super) snapshots: BTreeMap<ObjectId, (u64, Stored)>,
    /// How many jobs of a queue are not dead, and messages in an outbox.
    pub(super) live: HashMap<ObjectId, u64>,
    pub(super) jobs: BTreeMap<(ObjectId, u64), Slot<JobRow>>,
    /// Queues of which more jobs may be due than were read.
    pub(super) cut: BTreeSet<ObjectId>,
    /// Whether one of those was asked for more.
    pub(super) ran_out: bool,
    pub(super) operations: HashMap<(Arc<str>, OperationId), Recorded>,
    pub(super) new_operations: Vec<(Operation, u64)>,
    pub(super) leases: BTreeMap<LeaseName, Slot<Held>>,
}

impl Image {
    fn to_server(&self, time: Millis) -> Millis {
        time.saturating_add(self.ahead)
    }

    fn to_client(&self, time: Millis) -> Millis {
        time.saturating_sub(self.ahead)
    }

    fn add_live(&mut self, object: ObjectId, change: i64) {
        if let Some(live) = self.live.get_mut(&object) {
            *live = live.saturating_add_signed(change);
        }
    }

    fn entry(&mut self, map: ObjectId, key: &[u8]) -> &mut Entry {
        self.entries.entry((map, key.to_vec())).or_default()
    }
}

impl Tables for Image {
    type Error = Infallible;

    fn operation(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, Infallible> {
        Ok(self.operations.get(&stored_id(namespace, id)).copied())
    }

    fn add_operation(&mut self, operation: &Operation, revision: u64) -> Result<(), Infallible> {
        let key = stored_id(&operation.namespace, &operation.id);
        self.operations
            .insert(key, (operation.fingerprint, revision));
        self.new_operations.push((operation.clone(), revision));
        Ok(())
    }

    fn revision_of(&mut self, map: ObjectId, key: &[u8]) -> Result<u64, Infallible> {
        Ok(self.entry(map, key).revision)
    }

    fn revisions(
        &mut self,
        map: ObjectId,
        range: &Range,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, u64)>, Infallible> {
        let scanned = self
            .scanned
            .iter()
            .filter(|scanned| scanned.map == map && scanned.range == *range)
            .max_by_key(|scanned| (scanned.complete, scanned.rows.len()));
        let Some(scanned) = scanned else {
            return Ok(Vec::new());
        };
        let last = scanned.rows.last().map(|(key, _)| key);
        let mut merged: BTreeMap<&[u8], u64> = scanned
            .rows
            .iter()
            .map(|(key, revision)| (&**key, *revision))
            .collect();
        for ((object, key), entry) in self.entries.range((map, Vec::new())..) {
            if *object != map {
                break;
            }
            if !entry.is_changed() || !range.contains(key) {
                continue;
            }
            if entry.revision == 0 {
                merged.remove(&**key);
            } else if scanned.complete || last.is_some_and(|last| key <= last) {
                merged.insert(key, entry.revision);
            }
        }
        let first = merged.into_iter().take(limit);
        Ok(first
            .map(|(key, revision)| (key.to_vec(), revision))
            .collect())
    }

    fn put(
        &mut self,
        map: ObjectId,
        key: &[u8],
        revision: u64,
        record: &Stored,
    ) -> Result<(), Infallible> {
        let entry = self.entry(map, key);
        entry.revision = revision;
        entry.record = Some(record.clone());
        Ok(())
    }

    fn remove(&mut self, map: ObjectId, key: &[u8]) -> Result<(), Infallible> {
        let entry = self.entry(map, key);
        entry.revision = 0;
        entry.record = None;
        Ok(())
    }

    fn head(&mut self, journal: ObjectId) -> Result<u64, Infallible> {
        Ok(self.heads.get(&journal).copied().unwrap_or(0))
    }

    fn append(
        &mut self,
        journal: ObjectId,
        position: u64,
        record: &Stored,
    ) -> Result<(), Infallible> {
        self.events.insert((journal, position), record.clone());
        self.heads.insert(journal, position);
        Ok(())
    }

    fn snapshot(
        &mut self,
        journal: ObjectId,
        position: u64,
        record: &Stored,
    ) -> Result<(), Infallible> {
        self.snapshots.insert(journal, (position, record.clone()));
        let head = self.heads.entry(journal).or_default();
        *head = position.max(*head);
        Ok(())
    }

    fn trim(&mut self, journal: ObjectId, through: u64) -> Result<(), Infallible> {
        let before = self.trimmed.get(&journal).copied().unwrap_or(0);
        let known = |through| self.trims.get(&(journal, through)).copied().unwrap_or(0);
        let old = known(through).saturating_sub(known(before));
        let new: Vec<_> = self
            .events
            .range((journal, 0)..=(journal, through))
            .map(|(place, _)| *place)
            .collect();
        self.add_live(journal, -(old as i64 + new.len() as i64));
        for place in new {
            self.events.remove(&place);
        }
        self.trimmed.insert(journal, through.max(before));
        Ok(())
    }

    fn messages(&mut self, outbox: ObjectId) -> Result<u64, Infallible> {
        Ok(self.live.get(&outbox).copied().unwrap_or(0))
    }

    fn send(&mut self, outbox: ObjectId, position: u64, record: &Stored) -> Result<(), Infallible> {
        self.events.insert((outbox, position), record.clone());
        self.add_live(outbox, 1);
        Ok(())
    }

    fn live_jobs(&mut self, queue: ObjectId) -> Result<u64, Infallible> {
        Ok(self.live.get(&queue).copied().unwrap_or(0))
    }

    fn job(
        &mut self,
        queue: ObjectId,
        job: u64,
    ) -> Result<Option<(JobState, u32, u64)>, Infallible> {
        let row = self
            .jobs
            .get(&(queue, job))
            .and_then(|slot| slot.row.as_ref());
        Ok(row.map(|row| (row.state, row.attempts, row.token)))
    }

    fn add_job(
        &mut self,
        queue: ObjectId,
        job: u64,
        due: Millis,
        record: &Stored,
    ) -> Result<(), Infallible> {
        let row = JobRow {
            job,
            state: JobState::Ready,
            due: self.to_server(due),
            attempts: 0,
            token: 0,
            error: None,
            record: record.clone(),
        };
        let mut slot = Slot::none();
        slot.set(Some(row));
        self.jobs.insert((queue, job), slot);
        self.add_live(queue, 1);
        Ok(())
    }

    fn due_jobs(
        &mut self,
        queue: ObjectId,
        now: Millis,
        limit: usize,
    ) -> Result<Vec<JobRow>, Infallible> {
        let now = self.to_server(now);
        let mut due: Vec<&JobRow> = self
            .jobs
            .range((queue, 0)..=(queue, u64::MAX))
            .filter_map(|(_, slot)| slot.row.as_ref())
            .filter(|row| row.state != JobState::Dead && row.due <= now)
            .collect();
        due.sort_by_key(|row| (row.due, row.job));
        let due: Vec<_> = due.into_iter().take(limit).cloned().collect();
        self.ran_out |= due.len() < limit && self.cut.contains(&queue);
        Ok(due)
    }

    fn set_job(
        &mut self,
        queue: ObjectId,
        job: u64,
        change: &JobChange<'_>,
    ) -> Result<(), Infallible> {
        let due = self.to_server(change.due);
        let Some(slot) = self.jobs.get_mut(&(queue, job)) else {
            return Ok(());
        };
        let Some(row) = &mut slot.row else {
            return Ok(());
        };
        let (was_dead, is_dead) = (row.state == JobState::Dead, change.state == JobState::Dead);
        (row.state, row.due, row.attempts, row.token) =
            (change.state, due, change.attempts, change.token);
        if let Some(error) = change.error {
            row.error = Some(error.to_owned());
        }
        slot.is_changed = true;
        self.add_live(queue, i64::from(was_dead) - i64::from(is_dead));
        Ok(())
    }

    fn delete_job(&mut self, queue: ObjectId, job: u64) -> Result<(), Infallible> {
        let Some(slot) = self.jobs.get_mut(&(queue, job)) else {
            return Ok(());
        };
        let row = slot.row.take();
        slot.is_changed = true;
        if row.is_some_and(|row| row.state != JobState::Dead) {
            self.add_live(queue, -1);
        }
        Ok(())
    }

    fn lease(&mut self, lease: &LeaseName) -> Result<Option<Held>, Infallible> {
        let held = self
            .leases
            .get(&stored_name(lease))
            .and_then(|slot| slot.row.clone());
        Ok(held.map(|held| Held {
            until: self.to_client(held.until),
            ..held
        }))
    }

    fn set_lease(&mut self, lease: &LeaseName, held: &Held) -> Result<(), Infallible> {
        let held = Held {
            until: self.to_server(held.until),
            ..held.clone()
        };
        let slot = self
            .leases
            .entry(stored_name(lease))
            .or_insert_with(Slot::none);
        slot.set(Some(held));
        Ok(())
    }

    fn delete_lease(&mut self, lease: &LeaseName) -> Result<(), Infallible> {
        let slot = self
            .leases
            .entry(stored_name(lease))
            .or_insert_with(Slot::none);
        slot.set(None);
        Ok(())
    }
}
