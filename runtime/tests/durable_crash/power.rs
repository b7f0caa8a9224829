//! Power loss, at every instant of a program's life.
//!
//! A kill keeps what is in the operating system's cache, so even a store that never syncs would pass that test. Here the
//! writes and syncs of a program are traced, and the files are made anew as a power loss would have left them: what was
//! synced, and of the rest nothing, everything, some writes, or some sectors.

use std::path::Path;

use otp_runtime::store::sqlite::Flaw;

use crate::check::{Said, check};
use crate::child::Task;
use crate::disk::{Disk, Loss};
use crate::trace::{self, Event};

/// What was found in the lives of some programs on one file.
#[derive(Debug, Default)]
struct Found {
    power_losses: usize,
    acknowledged: usize,
    syncs: usize,
    checkpoints: usize,
    losses: Vec<String>,
}

/// Where files are made anew: in memory if that can be had, for no sync is needed there.
fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

fn lose_power_everywhere(programs: &[Vec<Event>], stride: usize) -> Found {
    let mut found = Found::default();
    let mut random = fastrand::Rng::with_seed(3);
    let (mut disk, mut said) = (Disk::default(), Said::default());
    let mut count = 0;
    for program in programs {
        disk.next_program();
        for event in program {
            disk.apply(event);
            match event {
                Event::Said(line) => said.line(line),
                Event::Sync { path, .. } => {
                    found.syncs += 1;
                    found.checkpoints += usize::from(path.ends_with("s.db"));
                }
                _ => {}
            }
            count += 1;
            let loss = match event {
                // What was just acknowledged must not need anything that was not synced.
                Event::Said(_) => Loss::All,
                _ if count % stride == 0 => Loss::ALL[random.usize(..Loss::ALL.len())],
                _ => continue,
            };
            let folder = scratch();
            disk.lose_power(loss, &mut random, folder.path());
            found.power_losses += 1;
            if let Err(error) = check(&folder.path().join("s.db"), &said) {
                found
                    .losses
                    .push(format!("event {count}, {loss:?}: {error}"));
            }
        }
    }
    found.acknowledged = said.acknowledged.len();
    println!(
        "{} power losses in the life of {} acknowledged operations, {} syncs ({} of the file itself): {} with a loss",
        found.power_losses,
        found.acknowledged,
        found.syncs,
        found.checkpoints,
        found.losses.len()
    );
    found
}

fn life(flaw: Option<Flaw>, operations: u64) -> Vec<Event> {
    let folder = tempfile::tempdir().unwrap();
    let task = Task {
        flaw,
        ..Task::new(&folder.path().join("s.db"), operations)
    };
    trace::run(&task, None)
}

pub fn acknowledged_operations_survive() {
    if !trace::available() {
        return;
    }
    let found = lose_power_everywhere(&[life(None, 25)], 3);
    assert_eq!(found.losses, [""; 0]);
    assert!(
        found.acknowledged == 100 && found.power_losses > 300 && found.checkpoints > 2,
        "{found:?}"
    );
}

/// The first program is killed where it begins a sync. The next one sees what was not synced, and says so.
pub fn what_was_seen_after_a_kill_survives() {
    if !trace::available() {
        return;
    }
    let mut seen = 0;
    for at in 12..22 {
        let folder = tempfile::tempdir().unwrap();
        let task = Task::new(&folder.path().join("s.db"), 20);
        let inject = format!("fsync,fdatasync:signal=KILL:when={at}");
        let first = trace::run(&task, Some(&inject));
        let second = trace::run(
            &Task {
                operations: 3,
                ..task
            },
            None,
        );
        let said = |events: &[Event]| {
            let mut said = Said::default();
            for event in events {
                if let Event::Said(line) = event {
                    said.line(line);
                }
            }
            said.acknowledged
        };
        let acknowledged = said(&first);
        assert!(acknowledged.len() < 80, "it was not killed");
        seen += said(&second).difference(&acknowledged).count() - 12;
        let found = lose_power_everywhere(&[first, second], 30);
        assert_eq!(found.losses, [""; 0]);
    }
    assert!(seen > 0, "nothing was in the cache only");
}

/// A sync fails, and what it should have written never reaches the disk although everybody can read it.
pub fn a_failed_sync_is_not_believed() {
    if !trace::available() {
        return;
    }
    let mut failed = 0;
    for at in 17..25 {
        let folder = tempfile::tempdir().unwrap();
        let task = Task::new(&folder.path().join("s.db"), 5);
        let inject = format!("fsync,fdatasync:error=EIO:when={at}");
        let life = trace::run(&task, Some(&inject));
        failed += life
            .iter()
            .filter(|event| matches!(event, Event::FailedSync { .. }))
            .count();
        let found = lose_power_everywhere(&[life], 20);
        assert_eq!(found.losses, [""; 0], "sync {at}");
        assert_eq!(found.acknowledged, 20);
    }
    assert!(failed >= 4, "{failed} syncs failed");
}

pub fn a_store_that_never_syncs_is_found_out() {
    if !trace::available() {
        return;
    }
    let found = lose_power_everywhere(&[life(Some(Flaw::NoSync), 6)], 20);
    assert!(!found.losses.is_empty());
    println!("for instance: {}", found.losses[0]);
}

pub fn an_answer_before_its_sync_is_found_out() {
    if !trace::available() {
        return;
    }
    let found = lose_power_everywhere(&[life(Some(Flaw::AnswerBeforeSync), 6)], 20);
    assert!(
        found
            .losses
            .iter()
            .any(|loss| loss.contains("acknowledged and is gone")),
        "{found:?}"
    );
    println!("for instance: {}", found.losses[0]);
}
