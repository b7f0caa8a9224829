//! What a loop does between two questions may be what it is for.

use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

pub fn sleeps_when_there_is_nothing(jobs: Receiver<u64>) {
    loop {
        match jobs.try_recv() {
            Ok(job) => println!("{job}"),
            Err(TryRecvError::Empty) => std::thread::sleep(Duration::from_millis(5)),
            Err(TryRecvError::Disconnected) => return,
        }
    }
}

fn grind(state: &mut u64) {
    for round in 0..10_000 {
        *state = state.wrapping_mul(31).wrapping_add(round);
    }
}

pub fn computes_until_told(stop: Receiver<()>) -> u64 {
    let mut state = 0;
    loop {
        match stop.try_recv() {
            Ok(()) | Err(TryRecvError::Disconnected) => return state,
            Err(TryRecvError::Empty) => {}
        }
        grind(&mut state);
    }
}

pub fn takes_all_there_is(jobs: &Receiver<u64>) -> Vec<u64> {
    let mut found = Vec::new();
    while let Ok(job) = jobs.try_recv() {
        found.push(job);
    }
    found
}

pub fn spins_on_purpose(jobs: Receiver<u64>) {
    loop {
        match jobs.try_recv() {
            Ok(job) => println!("{job}"),
            Err(TryRecvError::Empty) => std::hint::spin_loop(),
            Err(TryRecvError::Disconnected) => return,
        }
    }
}

pub fn lets_others_run(jobs: Receiver<u64>) {
    loop {
        match jobs.try_recv() {
            Ok(job) => println!("{job}"),
            Err(TryRecvError::Empty) => std::thread::yield_now(),
            Err(TryRecvError::Disconnected) => return,
        }
    }
}

pub fn for_a_moment(jobs: &Receiver<u64>) -> Option<u64> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_micros(50) {
        if let Ok(job) = jobs.try_recv() {
            return Some(job);
        }
    }
    None
}

pub fn counts(jobs: &Receiver<u64>) -> Option<u64> {
    let mut tries = 0;
    while tries < 100 {
        if let Ok(job) = jobs.try_recv() {
            return Some(job);
        }
        tries += 1;
    }
    None
}

pub fn blocks_on_the_other(jobs: Receiver<u64>, orders: Receiver<u64>) {
    loop {
        if let Ok(order) = orders.try_recv() {
            println!("{order}");
        }
        match jobs.recv() {
            Ok(job) => println!("{job}"),
            Err(_) => return,
        }
    }
}

pub fn skips_what_was_missed(events: &mut tokio::sync::broadcast::Receiver<u64>) -> Option<u64> {
    loop {
        match events.try_recv() {
            Ok(event) => return Some(event),
            Err(tokio::sync::broadcast::error::TryRecvError::Lagged(missed)) => println!("{missed}"),
            Err(_) => return None,
        }
    }
}
