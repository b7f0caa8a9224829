//! A store in memory: it survives the processes that use it, and ends with the program.
//!
//! What an ETS table with an heir is in Erlang. Whoever holds a [`Store`](super::Store) keeps it alive: make it beside
//! the supervision tree and hand clones to the processes in it. It gives the same answers as the other backends, so it
//! also serves in tests.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::apply::{JobChange, Tables, apply};
use super::backend::{
    Backend, Commit, Declaration, Entry, Halves, Held, JobRow, JobState, LeaseName, Millis,
    Mismatch, ObjectId, Operation, OperationId, Range, ReadHalf, Recorded, Verdict, Versioned,
    WriteHalf,
};
use super::error::{GroupError, OpenError, ReadError};
use super::record::Stored;

/// The data of a store in memory. Clones share it; a store that is opened on it again finds everything.
#[derive(Debug, Clone)]
pub struct Keeper {
    data: Arc<Mutex<Data>>,
}

impl Keeper {
    /// An empty one that remembers operation ids for as many commits, 1 at least.
    #[must_use]
    pub fn new(operations_kept: u64) -> Self {
        let data = Data {
            identity: fastrand::u64(1..=i64::MAX as u64),
            operations_kept: operations_kept.max(1),
            ..Data::default()
        };
        Self {
            data: Arc::new(Mutex::new(data)),
        }
    }

    fn data(&self) -> MutexGuard<'_, Data> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct Data {
    identity: u64,
    revision: u64,
    objects: Vec<Declaration>,
    records: HashMap<ObjectId, BTreeMap<Vec<u8>, Versioned>>,
    journals: HashMap<ObjectId, Journal>,
    queues: HashMap<ObjectId, Jobs>,
    leases: BTreeMap<LeaseName, Held>,
    operations_kept: u64,
    operations: HashMap<(Arc<str>, OperationId), ([u8; 32], u64)>,
    oldest_operations: BTreeMap<u64, (Arc<str>, OperationId)>,
}

#[derive(Debug, Default)]
struct Journal {
    snapshot: Option<(u64, Stored)>,
    events: BTreeMap<u64, Stored>,
}

#[derive(Debug, Default)]
struct Jobs {
    rows: BTreeMap<u64, JobRow>,
    /// Those that are not dead, by due time.
    due: BTreeSet<(Millis, u64)>,
}

impl Backend for Keeper {
    fn open(&mut self, _: bool) -> Result<Halves, OpenError> {
        Ok(Halves {
            write: Box::new(self.clone()),
            read: vec![Box::new(self.clone())],
        })
    }
}

impl WriteHalf for Keeper {
    fn commit(&mut self, group: &[Arc<Commit>]) -> Result<Vec<Verdict>, GroupError> {
        let mut data = self.data();
        Ok(group
            .iter()
            .map(|commit| {
                let revision = data.revision + 1;
                let Ok(applied) = apply(&mut *data, commit, revision);
                if applied.wrote {
                    data.revision = revision;
                }
                applied.verdict
            })
            .collect())
    }

    fn declare(&mut self, wanted: &Declaration) -> Result<Result<ObjectId, Mismatch>, GroupError> {
        let mut data = self.data();
        let found = data
            .objects
            .iter()
            .position(|known| known.namespace == wanted.namespace && known.name == wanted.name);
        let Some(index) = found else {
            data.objects.push(wanted.clone());
            return Ok(Ok(ObjectId(data.objects.len() as i64)));
        };
        let known = &mut data.objects[index];
        let same = known.kind == wanted.kind && known.type_name == wanted.type_name;
        if !same || known.version > wanted.version {
            return Ok(Err(Mismatch {
                found: known.clone(),
            }));
        }
        known.version = wanted.version;
        Ok(Ok(ObjectId(index as i64 + 1)))
    }

    fn outcome(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, GroupError> {
        let Ok(found) = self.data().operation(namespace, id);
        Ok(found)
    }
}

impl ReadHalf for Keeper {
    fn get(&mut self, map: ObjectId, key: &[u8]) -> Result<Option<Versioned>, ReadError> {
        Ok(self
            .data()
            .records
            .get(&map)
            .and_then(|map| map.get(key))
            .cloned())
    }

    fn scan(
        &mut self,
        map: ObjectId,
        range: &Range,
        limit: usize,
    ) -> Result<Vec<Entry>, ReadError> {
        let data = self.data();
        let Some((map, bounds)) = data.records.get(&map).zip(range.bounds()) else {
            return Ok(Vec::new());
        };
        let entry = |(key, found): (&Vec<u8>, &Versioned)| Entry {
            key: key.clone(),
            revision: found.revision,
            record: found.record.clone(),
        };
        Ok(map
            .range::<[u8], _>(bounds)
            .take(limit)
            .map(entry)
            .collect())
    }

    fn snapshot(&mut self, journal: ObjectId) -> Result<Option<(u64, Stored)>, ReadError> {
        Ok(self
            .data()
            .journals
            .get(&journal)
            .and_then(|journal| journal.snapshot.clone()))
    }

    fn head(&mut self, journal: ObjectId) -> Result<u64, ReadError> {
        let Ok(head) = Tables::head(&mut *self.data(), journal);
        Ok(head)
    }

    fn events(
        &mut self,
        journal: ObjectId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Stored)>, ReadError> {
        let data = self.data();
        let Some(journal) = data.journals.get(&journal) else {
            return Ok(Vec::new());
        };
        let later = journal
            .events
            .range((Bound::Excluded(after), Bound::Unbounded));
        Ok(later
            .take(limit)
            .map(|(position, event)| (*position, event.clone()))
            .collect())
    }

    fn jobs(
        &mut self,
        queue: ObjectId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<JobRow>, ReadError> {
        let data = self.data();
        let Some(jobs) = data.queues.get(&queue) else {
            return Ok(Vec::new());
        };
        let later = jobs.rows.range((Bound::Excluded(after), Bound::Unbounded));
        Ok(later.take(limit).map(|(_, row)| row.clone()).collect())
    }

    fn next_due(&mut self, queue: ObjectId, _: Millis) -> Result<Option<Millis>, ReadError> {
        let data = self.data();
        Ok(data
            .queues
            .get(&queue)
            .and_then(|jobs| jobs.due.first())
            .map(|(due, _)| *due))
    }

    fn leases(&mut self, _: Millis) -> Result<Vec<(LeaseName, Held)>, ReadError> {
        let leases = self.data().leases.clone();
        Ok(leases.into_iter().collect())
    }

    fn identity(&mut self) -> Result<u64, ReadError> {
        Ok(self.data().identity)
    }

    fn names(&mut self) -> Result<Vec<(ObjectId, Declaration)>, ReadError> {
        let data = self.data();
        let numbered = data.objects.iter().enumerate();
        let mut names: Vec<_> = numbered
            .map(|(index, object)| (ObjectId(index as i64 + 1), object.clone()))
            .collect();
        names.sort_by(|(_, a), (_, b)| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
        Ok(names)
    }
}

impl Tables for Data {
    type Error = Infallible;

    fn operation(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, Infallible> {
        Ok(self
            .operations
            .get(&(namespace.into(), id.clone()))
            .copied())
    }

    fn add_operation(&mut self, operation: &Operation, revision: u64) -> Result<(), Infallible> {
        let key = (operation.namespace.clone(), operation.id.clone());
        self.operations
            .insert(key.clone(), (operation.fingerprint, revision));
        self.oldest_operations.insert(revision, key);
        let forgotten = revision.saturating_sub(self.operations_kept);
        let kept = self.oldest_operations.split_off(&(forgotten + 1));
        for key in std::mem::replace(&mut self.oldest_operations, kept).into_values() {
            self.operations.remove(&key);
        }
        Ok(())
    }

    fn revision_of(&mut self, map: ObjectId, key: &[u8]) -> Result<u64, Infallible> {
        let found = self.records.get(&map).and_then(|map| map.get(key));
        Ok(found.map_or(0, |found| found.revision))
    }

    fn revisions(
        &mut self,
        map: ObjectId,
        range: &Range,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, u64)>, Infallible> {
        let Some((map, bounds)) = self.records.get(&map).zip(range.bounds()) else {
            return Ok(Vec::new());
        };
        let entries = map.range::<[u8], _>(bounds).take(limit);
        Ok(entries
            .map(|(key, found)| (key.clone(), found.revision))
            .collect())
    }

    fn put(
        &mut self,
        map: ObjectId,
        key: &[u8],
        revision: u64,
        record: &Stored,
    ) -> Result<(), Infallible> {
        let record = record.clone();
        let map = self.records.entry(map).or_default();
        map.insert(key.to_vec(), Versioned { revision, record });
        Ok(())
    }

    fn remove(&mut self, map: ObjectId, key: &[u8]) -> Result<(), Infallible> {
        if let Some(map) = self.records.get_mut(&map) {
            map.remove(key);
        }
        Ok(())
    }

    fn head(&mut self, journal: ObjectId) -> Result<u64, Infallible> {
        let Some(journal) = self.journals.get(&journal) else {
            return Ok(0);
        };
        let snapshot = journal
            .snapshot
            .as_ref()
            .map_or(0, |(position, _)| *position);
        let event = journal
            .events
            .last_key_value()
            .map_or(0, |(position, _)| *position);
        Ok(snapshot.max(event))
    }

    fn append(
        &mut self,
        journal: ObjectId,
        position: u64,
        record: &Stored,
    ) -> Result<(), Infallible> {
        let journal = self.journals.entry(journal).or_default();
        journal.events.insert(position, record.clone());
        Ok(())
    }

    fn snapshot(
        &mut self,
        journal: ObjectId,
        position: u64,
        record: &Stored,
    ) -> Result<(), Infallible> {
        let journal = self.journals.entry(journal).or_default();
        journal.snapshot = Some((position, record.clone()));
        Ok(())
    }

    fn trim(&mut self, journal: ObjectId, through: u64) -> Result<(), Infallible> {
        let journal = self.journals.entry(journal).or_default();
        journal.events = journal.events.split_off(&through.saturating_add(1));
        Ok(())
    }

    fn messages(&mut self, outbox: ObjectId) -> Result<u64, Infallible> {
        let outbox = self.journals.get(&outbox);
        Ok(outbox.map_or(0, |outbox| outbox.events.len() as u64))
    }

    fn send(&mut self, outbox: ObjectId, position: u64, record: &Stored) -> Result<(), Infallible> {
        self.append(outbox, position, record)
    }

    fn live_jobs(&mut self, queue: ObjectId) -> Result<u64, Infallible> {
        Ok(self
            .queues
            .get(&queue)
            .map_or(0, |jobs| jobs.due.len() as u64))
    }

    fn job(
        &mut self,
        queue: ObjectId,
        job: u64,
    ) -> Result<Option<(JobState, u32, u64)>, Infallible> {
        let row = self.queues.get(&queue).and_then(|jobs| jobs.rows.get(&job));
        Ok(row.map(|row| (row.state, row.attempts, row.token)))
    }

    fn add_job(
        &mut self,
        queue: ObjectId,
        job: u64,
        due: Millis,
        record: &Stored,
    ) -> Result<(), Infallible> {
        let jobs = self.queues.entry(queue).or_default();
        jobs.due.insert((due, job));
        let row = JobRow {
            job,
            state: JobState::Ready,
            due,
            attempts: 0,
            token: 0,
            error: None,
            record: record.clone(),
        };
        jobs.rows.insert(job, row);
        Ok(())
    }

    fn due_jobs(
        &mut self,
        queue: ObjectId,
        now: Millis,
        limit: usize,
    ) -> Result<Vec<JobRow>, Infallible> {
        let Some(jobs) = self.queues.get(&queue) else {
            return Ok(Vec::new());
        };
        let due = jobs.due.range(..=(now, u64::MAX)).take(limit);
        Ok(due
            .filter_map(|(_, job)| jobs.rows.get(job).cloned())
            .collect())
    }

    fn set_job(
        &mut self,
        queue: ObjectId,
        job: u64,
        change: &JobChange<'_>,
    ) -> Result<(), Infallible> {
        let jobs = self.queues.entry(queue).or_default();
        if let Some(row) = jobs.rows.get_mut(&job) {
            jobs.due.remove(&(row.due, job));
            (row.state, row.due, row.attempts, row.token) =
                (change.state, change.due, change.attempts, change.token);
            if let Some(error) = change.error {
                row.error = Some(error.to_owned());
            }
            if change.state != JobState::Dead {
                jobs.due.insert((change.due, job));
            }
        }
        Ok(())
    }

    fn delete_job(&mut self, queue: ObjectId, job: u64) -> Result<(), Infallible> {
        let jobs = self.queues.entry(queue).or_default();
        if let Some(row) = jobs.rows.remove(&job) {
            jobs.due.remove(&(row.due, job));
        }
        Ok(())
    }

    fn lease(&mut self, lease: &LeaseName) -> Result<Option<Held>, Infallible> {
        Ok(self.leases.get(lease).cloned())
    }

    fn set_lease(&mut self, lease: &LeaseName, held: &Held) -> Result<(), Infallible> {
        self.leases.insert(lease.clone(), held.clone());
        Ok(())
    }

    fn delete_lease(&mut self, lease: &LeaseName) -> Result<(), Infallible> {
        self.leases.remove(lease);
        Ok(())
    }
}
