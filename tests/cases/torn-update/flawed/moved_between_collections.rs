//! A job is taken out of the queue, and the worker asked before it is put among those that run.

use std::collections::{HashMap, VecDeque};

struct Job {
    id: u64,
    steps: u32,
}

struct Board {
    waiting: VecDeque<Job>,
    running: HashMap<u64, Job>,
    moves: u32,
}

impl Board {
    fn start(&mut self, worker: &mut impl FnMut(u32) -> Result<(), String>) -> Result<(), String> {
        let Some(job) = self.waiting.pop_front() else { //~ torn-update: what was taken out of `self.waiting` is lost when this function fails before
            return Ok(());
        };
        worker(job.steps)?; //~ related: a failure leaves here
        self.running.insert(job.id, job); //~ related: it would be put into `self.running` here
        Ok(())
    }

    fn step(&mut self, worker: &mut impl FnMut(u32) -> Result<(), String>) -> Result<(), String> {
        self.moves += 1; //~ torn-update: `self.moves` stays counted up
        worker(1)?; //~ related: a failure leaves here
        self.moves -= 1; //~ related: it would be counted down here
        Ok(())
    }
}

/// The board lives on whatever becomes of one turn.
fn serve(board: &mut Board, mut worker: impl FnMut(u32) -> Result<(), String>) {
    loop {
        if let Err(error) = board.start(&mut worker) {
            tracing::warn!("{error}");
        }
        if let Err(error) = board.step(&mut worker) {
            tracing::warn!("{error}");
        }
    }
}
