//! `kill -9` at random instants.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Duration;

use crate::check::{Said, check};
use crate::child::Task;

/// After how many rounds a new file is begun, so that looking at all of it stays quick.
const ROUNDS_PER_FILE: usize = 10;

pub fn acknowledged_operations_survive() {
    let rounds = std::env::var("CRASH_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(200);
    let mut random = fastrand::Rng::new();
    println!("seed {}", random.get_seed());
    let mut operations = 0;
    for file in 0..rounds_of(rounds) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let mut said = Said::default();
        for round in 0..ROUNDS_PER_FILE.min(rounds - file * ROUNDS_PER_FILE) {
            // More operations than it will come to.
            let mut child = Task::new(&path, 1_000_000)
                .command(&[])
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            // While it opens the file, or some time after some acknowledgement.
            let acknowledgements = if random.u8(..10) == 0 {
                0
            } else {
                random.usize(1..60)
            };
            let mut said_so_far = 0;
            while said_so_far < acknowledgements {
                let line = lines.next().unwrap().unwrap();
                said.line(&line);
                if line == "ready" || said_so_far > 0 {
                    said_so_far += 1;
                }
            }
            std::thread::sleep(Duration::from_micros(random.u64(..4000)));
            child.kill().unwrap();
            child.wait().unwrap();
            for line in lines {
                said.line(&line.unwrap());
            }
            if let Err(error) = check(&path, &said) {
                panic!("file {file}, round {round}: {error}");
            }
        }
        operations += said.acknowledged.len();
    }
    println!("{rounds} programs killed, {operations} operations acknowledged, all there");
    assert!(operations > rounds, "the programs hardly did anything");
}

fn rounds_of(rounds: usize) -> usize {
    rounds.div_ceil(ROUNDS_PER_FILE)
}
