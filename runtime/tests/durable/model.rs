//! The store in memory is the model of the one on the disk: the same random commits, in the same groups, must have the
//! same verdicts and leave the same things, also when the file is opened anew in between.

use std::ops::Bound;
use std::sync::Arc;

use otp_runtime::store::backend::{Backend, Halves, ObjectId, Range};
use otp_runtime::store::keeper::Keeper;
use otp_runtime::store::sqlite::Sqlite;

use crate::random::{Known, Random, declare};

const OPERATIONS_KEPT: u64 = 40;

fn assert_same(
    a: &mut Halves,
    b: &mut Halves,
    [map, journal, queue, outbox]: [ObjectId; 4],
    seed: u64,
) {
    let all = Range {
        from: Bound::Unbounded,
        to: Bound::Unbounded,
    };
    let (a, b) = (&mut a.read[0], &mut b.read[0]);
    assert_eq!(
        a.scan(map, &all, 99).unwrap(),
        b.scan(map, &all, 99).unwrap(),
        "seed {seed}"
    );
    assert_eq!(
        a.snapshot(journal).unwrap(),
        b.snapshot(journal).unwrap(),
        "seed {seed}"
    );
    assert_eq!(
        a.events(journal, 0, 999).unwrap(),
        b.events(journal, 0, 999).unwrap(),
        "seed {seed}"
    );
    assert_eq!(
        a.events(outbox, 0, 999).unwrap(),
        b.events(outbox, 0, 999).unwrap(),
        "seed {seed}"
    );
    assert_eq!(
        a.jobs(queue, 0, 999).unwrap(),
        b.jobs(queue, 0, 999).unwrap(),
        "seed {seed}"
    );
    assert_eq!(
        a.next_due(queue, 0).unwrap(),
        b.next_due(queue, 0).unwrap(),
        "seed {seed}"
    );
    assert_eq!(a.leases(0).unwrap(), b.leases(0).unwrap(), "seed {seed}");
    assert_eq!(a.names().unwrap(), b.names().unwrap(), "seed {seed}");
}

#[test]
fn the_disk_does_what_the_memory_does() {
    let folder = tempfile::tempdir().unwrap();
    let (mut committed, mut refused, mut leased) = (0, 0, 0);
    for seed in 0..15 {
        let mut random = Random(fastrand::Rng::with_seed(seed));
        let mut sqlite = Sqlite {
            operations_kept: OPERATIONS_KEPT,
            checkpoint_pages: 8,
            ..Sqlite::new(folder.path().join(format!("{seed}.db")))
        };
        let mut disk = sqlite.open(true).unwrap();
        let mut model = Keeper::new(OPERATIONS_KEPT).open(true).unwrap();
        let objects = declare(&mut model);
        assert_eq!(objects, declare(&mut disk));
        let mut known = Known::default();
        for _ in 0..60 {
            known.now += random.0.i64(0..3);
            let size = random.0.usize(1..5);
            let group: Vec<_> = (0..size)
                .map(|_| Arc::new(random.commit(&objects, &mut model, &mut known)))
                .collect();
            let expected = model.write.commit(&group).unwrap();
            assert_eq!(
                disk.write.commit(&group).unwrap(),
                expected,
                "seed {seed}: {group:#?}"
            );
            disk.write.tidy().unwrap();
            assert_same(&mut model, &mut disk, objects, seed);
            committed += expected.iter().filter(|verdict| verdict.is_ok()).count();
            refused += expected.iter().filter(|verdict| verdict.is_err()).count();
            known.look(&mut model, objects);
            leased += expected
                .iter()
                .flatten()
                .map(|receipt| receipt.leased.len())
                .sum::<usize>();
            for id in 0..60 {
                let id = u64::from(id as u32).into();
                assert_eq!(
                    model.write.outcome("", &id).unwrap(),
                    disk.write.outcome("", &id).unwrap()
                );
            }
            if random.0.u8(..10) == 0 {
                drop(disk);
                disk = sqlite.open(false).unwrap();
                assert_same(&mut model, &mut disk, objects, seed);
            }
        }
    }
    // The random commits were not all of one sort.
    assert!(
        committed > 300 && refused > 300 && leased > 100,
        "{committed} {refused} {leased}"
    );
}
