//! The store in memory is the model of the one on the server: the same random commits, in the same groups, must have the
//! same verdicts and leave the same things. Only the numbers of the commits may differ: the server's have gaps.

use std::collections::HashMap;
use std::ops::Bound;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use otp_runtime::scheduler::clock::Clock;
use otp_runtime::store::backend::{
    Backend, Check, Commit, Halves, JobRow, ObjectId, Range, Receipt, Refusal, Verdict, Write,
};
use otp_runtime::store::keeper::Keeper;

use crate::random::{Known, Random, declare};
use crate::server::Server;

/// The server's clock, which says what the commits say.
#[derive(Default)]
struct Now(AtomicI64);

impl Clock for Now {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.0.load(Ordering::Relaxed) as u64)
    }
}

/// What the numbers of the model are on the server.
#[derive(Default)]
struct Numbers(Mutex<HashMap<u64, u64>>);

/// A revision that is nowhere.
const NONE: u64 = 1 << 40;

impl Numbers {
    fn learn(&self, model: u64, server: u64) {
        self.0.lock().unwrap().insert(model, server);
    }

    fn revision(&self, model: u64) -> u64 {
        match model {
            0 => 0,
            model => *self.0.lock().unwrap().get(&model).unwrap_or(&NONE),
        }
    }

    /// The number of a job or message.
    fn number(&self, model: u64) -> u64 {
        (self.revision(model >> 16) << 16) | (model & 0xffff)
    }

    fn commit(&self, commit: &Commit) -> Commit {
        let mut commit = commit.clone();
        for check in &mut commit.checks {
            match check {
                Check::Entry { revision, .. } => *revision = self.revision(*revision),
                Check::Range { found, .. } => {
                    for (_, revision) in found {
                        *revision = self.revision(*revision);
                    }
                }
                Check::Leased { job, token, .. } => {
                    (*job, *token) = (self.number(*job), self.revision(*token));
                }
                Check::Owned { token, .. } => *token = self.revision(*token),
                _ => {}
            }
        }
        for write in &mut commit.writes {
            match write {
                Write::Ack { job, token, .. }
                | Write::Nack { job, token, .. }
                | Write::Extend { job, token, .. } => {
                    (*job, *token) = (self.number(*job), self.revision(*token));
                }
                Write::Revive { job, .. } | Write::Discard { job, .. } => *job = self.number(*job),
                Write::Renew { token, .. } | Write::Disown { token, .. } => {
                    *token = self.revision(*token);
                }
                Write::Trim { through, .. } => *through = self.number(*through),
                _ => {}
            }
        }
        commit
    }

    fn job(&self, mut row: JobRow) -> JobRow {
        (row.job, row.token) = (self.number(row.job), self.revision(row.token));
        row
    }

    fn verdict(&self, verdict: &Verdict, server: &Verdict) -> Verdict {
        if let (Ok(model), Ok(server)) = (verdict, server)
            && !model.repeated
        {
            self.learn(model.revision, server.revision);
        }
        match verdict.clone() {
            Ok(receipt) => {
                let mut mapped = Receipt::new(self.revision(receipt.revision), receipt.repeated);
                mapped.leased = receipt
                    .leased
                    .into_iter()
                    .map(|row| self.job(row))
                    .collect();
                Ok(mapped)
            }
            Err(refusal) => Err(plain(refusal)),
        }
    }
}

/// A refusal without the number that it was asked with.
fn plain(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::LeaseLost { .. } => Refusal::LeaseLost { job: 0 },
        Refusal::NotDead { .. } => Refusal::NotDead { job: 0 },
        Refusal::NotOwner { name, .. } => Refusal::NotOwner { name, token: 0 },
        other => other,
    }
}

fn assert_same(
    (model, server): (&mut Halves, &mut Halves),
    [map, journal, queue, outbox]: [ObjectId; 4],
    numbers: &Numbers,
    (now, seed): (i64, u64),
) {
    let all = Range {
        from: Bound::Unbounded,
        to: Bound::Unbounded,
    };
    let (a, b) = (&mut model.read[0], &mut server.read[0]);
    let mut entries = a.scan(map, &all, 99).unwrap();
    for entry in &mut entries {
        entry.revision = numbers.revision(entry.revision);
    }
    assert_eq!(entries, b.scan(map, &all, 99).unwrap(), "seed {seed}");
    let (one, other) = (a.snapshot(journal).unwrap(), b.snapshot(journal).unwrap());
    assert_eq!(one, other, "seed {seed}");
    let (one, other) = (a.events(journal, 0, 999), b.events(journal, 0, 999));
    assert_eq!(one.unwrap(), other.unwrap(), "seed {seed}");
    assert_eq!(a.head(journal).unwrap(), b.head(journal).unwrap());
    let sent = a.events(outbox, 0, 999).unwrap().into_iter();
    let sent: Vec<_> = sent
        .map(|(position, record)| (numbers.number(position), record))
        .collect();
    assert_eq!(sent, b.events(outbox, 0, 999).unwrap(), "seed {seed}");
    let jobs = a.jobs(queue, 0, 999).unwrap().into_iter();
    let jobs: Vec<_> = jobs.map(|row| numbers.job(row)).collect();
    assert_eq!(jobs, b.jobs(queue, 0, 999).unwrap(), "seed {seed}");
    let (one, other) = (a.next_due(queue, now), b.next_due(queue, now));
    assert_eq!(one.unwrap(), other.unwrap(), "seed {seed}");
    let mut leases = a.leases(now).unwrap();
    for (_, held) in &mut leases {
        held.token = numbers.revision(held.token);
    }
    assert_eq!(leases, b.leases(now).unwrap(), "seed {seed}");
    assert_eq!(a.names().unwrap(), b.names().unwrap(), "seed {seed}");
}

pub fn the_server_does_what_the_memory_does(tested: &Server) {
    let (mut committed, mut refused, mut leased) = (0, 0, 0);
    for seed in 100..112 {
        let mut random = Random(fastrand::Rng::with_seed(seed));
        let clock = Arc::<Now>::default();
        let mut backend = tested.new_store();
        backend.clock = Some(clock.clone());
        let mut server = backend.open(true).unwrap();
        let mut model = Keeper::new(1_000_000).open(true).unwrap();
        let objects = declare(&mut model);
        assert_eq!(objects, declare(&mut server));
        let (mut known, numbers) = (Known::default(), Numbers::default());
        for _ in 0..60 {
            known.now += random.0.i64(0..3);
            clock.0.store(known.now, Ordering::Relaxed);
            let size = random.0.usize(1..5);
            let group: Vec<_> = (0..size)
                .map(|_| Arc::new(random.commit(&objects, &mut model, &mut known)))
                .collect();
            let mapped: Vec<_> = group
                .iter()
                .map(|commit| Arc::new(numbers.commit(commit)))
                .collect();
            let expected = model.write.commit(&group).unwrap();
            let found = server.write.commit(&mapped).unwrap();
            let found: Vec<_> = found
                .into_iter()
                .map(|verdict| verdict.map_err(plain))
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .zip(&found)
                .map(|(model, server)| numbers.verdict(model, server))
                .collect();
            assert_eq!(found, expected, "seed {seed}: {mapped:#?}");
            server.write.tidy().unwrap();
            let both = (&mut model, &mut server);
            assert_same(both, objects, &numbers, (known.now, seed));
            known.look(&mut model, objects);
            committed += found.iter().filter(|verdict| verdict.is_ok()).count();
            refused += found.iter().filter(|verdict| verdict.is_err()).count();
            leased += found
                .iter()
                .flatten()
                .map(|receipt| receipt.leased.len())
                .sum::<usize>();
            if random.0.u8(..10) == 0 {
                drop(server);
                server = backend.open(false).unwrap();
            }
        }
    }
    // The random commits were not all of one sort.
    assert!(
        committed > 300 && refused > 300 && leased > 80,
        "{committed} {refused} {leased}"
    );
}
