//! Random commits, of which some are meaningful.

use std::ops::Bound;

use otp_runtime::store::backend::{
    Check, Commit, Declaration, Halves, Held, Kind, LeaseName, ObjectId, Operation, Range, Write,
};
use otp_runtime::store::record::encode;

pub struct Random(pub fastrand::Rng);

impl Random {
    fn key(&mut self) -> Vec<u8> {
        vec![self.0.u8(..6); self.0.usize(..2)]
    }

    fn bound(&mut self) -> Bound<Vec<u8>> {
        match self.0.u8(..3) {
            0 => Bound::Unbounded,
            1 => Bound::Included(self.key()),
            _ => Bound::Excluded(self.key()),
        }
    }

    fn range(&mut self) -> Range {
        Range {
            from: self.bound(),
            to: self.bound(),
        }
    }

    /// A job that may be there, and a token that may be its.
    fn job(&mut self, known: &mut Known) -> (u64, u64) {
        let some = self.0.usize(..known.jobs.len() + 1);
        known
            .jobs
            .get(some)
            .copied()
            .unwrap_or((self.0.u64(..9) << 16, 1))
    }

    /// A lease, and a token that may be its owner's.
    fn lease(&mut self, known: &Known) -> (LeaseName, u64) {
        let name = ["a", "b", "c"][self.0.usize(..3)].into();
        let lease = LeaseName {
            namespace: "".into(),
            name,
        };
        let held = known.leases.iter().find(|(known, _)| *known == lease);
        (lease, held.map_or(1, |(_, held)| held.token))
    }

    fn check(&mut self, objects: &[ObjectId; 4], model: &mut Halves, known: &mut Known) -> Check {
        let [map, journal, queue, _] = *objects;
        let right = self.0.u8(..4) > 0;
        match self.0.u8(..5) {
            0 => {
                let key = self.key();
                let found = model.read[0].get(map, &key).unwrap();
                let revision = found.map_or(0, |found| found.revision);
                // Not the next one, which this group may be about to make.
                let revision = revision + 1_000_000 * u64::from(!right);
                Check::Entry { map, key, revision }
            }
            1 => {
                let (range, limit) = (self.range(), self.0.usize(1..5));
                let entries = model.read[0].scan(map, &range, limit).unwrap();
                let mut found: Vec<_> = entries
                    .into_iter()
                    .map(|entry| (entry.key, entry.revision))
                    .collect();
                if !right {
                    found.pop();
                }
                Check::Range {
                    map,
                    range,
                    limit,
                    found,
                }
            }
            2 => Check::Head {
                journal,
                position: known.head + u64::from(!right),
            },
            3 => {
                let (lease, token) = self.lease(known);
                Check::Owned { lease, token }
            }
            _ => {
                let (job, token) = self.job(known);
                Check::Leased { queue, job, token }
            }
        }
    }

    fn write(&mut self, objects: &[ObjectId; 4], known: &mut Known) -> Write {
        let [map, journal, queue, outbox] = *objects;
        let record = encode(&self.0.u32(..)).unwrap();
        let now = known.now;
        let (job, token) = self.job(known);
        let (lease, owner) = self.lease(known);
        match self.0.u8(..18) {
            0..=2 => Write::Put {
                map,
                key: self.key(),
                record,
            },
            3 => Write::Remove {
                map,
                key: self.key(),
            },
            4 => Write::Append {
                journal,
                position: known.head + 1,
                record,
            },
            5 => Write::Snapshot {
                journal,
                position: known.head,
                record,
            },
            6 | 7 => Write::Push {
                queue,
                record,
                due: now + self.0.i64(0..4),
                capacity: 12,
            },
            8 => Write::Lease {
                queue,
                limit: self.0.usize(1..4),
                now,
                until: now + self.0.i64(0..5),
                attempts: 3,
            },
            9 => Write::Ack { queue, job, token },
            10 => Write::Nack {
                queue,
                job,
                token,
                due: now + self.0.i64(0..4),
                attempts: self.0.u32(..4),
                error: "no".into(),
            },
            11 => Write::Extend {
                queue,
                job,
                token,
                until: now + 5,
            },
            12 => Write::Send {
                outbox,
                record,
                capacity: 5,
            },
            13 => Write::Trim {
                journal: outbox,
                through: known.sent.saturating_sub(self.0.u64(..3) << 16),
            },
            14 => Write::Own {
                lease,
                holder: "me".into(),
                term: self.0.i64(0..9),
            },
            15 => Write::Renew {
                lease,
                token: owner,
                term: self.0.i64(0..9),
            },
            16 => Write::Disown {
                lease,
                token: owner,
            },
            _ if self.0.bool() => Write::Revive {
                queue,
                job,
                due: now,
            },
            _ => Write::Discard { queue, job },
        }
    }

    pub fn commit(
        &mut self,
        objects: &[ObjectId; 4],
        model: &mut Halves,
        known: &mut Known,
    ) -> Commit {
        let operation = (self.0.u8(..4) == 0).then(|| Operation {
            namespace: "".into(),
            id: u64::from(self.0.u8(..60)).into(),
            fingerprint: [self.0.u8(..2); 32],
        });
        Commit {
            now: known.now,
            news: Vec::new(),
            operation,
            checks: (0..self.0.usize(..2))
                .map(|_| self.check(objects, model, known))
                .collect(),
            writes: (0..self.0.usize(..4))
                .map(|_| self.write(objects, known))
                .collect(),
        }
    }
}

/// What makes some of the random commits meaningful.
#[derive(Default)]
pub struct Known {
    pub now: i64,
    pub head: u64,
    pub jobs: Vec<(u64, u64)>,
    pub sent: u64,
    pub leases: Vec<(LeaseName, Held)>,
}

pub fn declare(halves: &mut Halves) -> [ObjectId; 4] {
    Kind::ALL.map(|kind| {
        let wanted = Declaration {
            namespace: "".into(),
            name: kind.name().into(),
            kind,
            type_name: "u32".into(),
            version: 1,
        };
        halves.write.declare(&wanted).unwrap().unwrap()
    })
}

impl Known {
    /// Looks at what there is now.
    pub fn look(&mut self, model: &mut Halves, [_, journal, queue, outbox]: [ObjectId; 4]) {
        let read = &mut model.read[0];
        self.head = read.head(journal).unwrap();
        let sent = read.events(outbox, 0, 999).unwrap();
        self.sent = sent.last().map_or(0, |(at, _)| *at);
        self.leases = read.leases(0).unwrap();
        let rows = read.jobs(queue, 0, 999).unwrap();
        self.jobs = rows.into_iter().map(|row| (row.job, row.token)).collect();
    }
}
