//! Panics that are caught, and threads that are joined, for nobody.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;

pub fn apply(job: fn() -> u64) -> u64 {
    catch_unwind(job).unwrap_or(0) //~ swallowed-crash: when this code panics its result is left out
}

pub fn run_all(jobs: Vec<Box<dyn FnOnce()>>) -> usize {
    let mut run = 0;
    for job in jobs {
        let _ = catch_unwind(AssertUnwindSafe(job)); //~ swallowed-crash: the notice is dropped here
        run += 1;
    }
    run
}

pub fn gather(threads: Vec<JoinHandle<u64>>) -> u64 {
    let mut sum = 0;
    for thread in threads {
        sum += thread.join().unwrap_or(0); //~ swallowed-crash: when a thread panics its result is left out
    }
    sum
}
