//! What was taken out is put back, or given up on purpose, before the failure is told.

use std::collections::VecDeque;

struct Job {
    id: u64,
    left: u32,
}

struct Plan {
    jobs: VecDeque<Job>,
}

impl Plan {
    fn tick(&mut self, send: &mut impl FnMut(u64) -> Result<(), String>) -> Result<(), String> {
        let Some(mut job) = self.jobs.pop_front() else {
            return Ok(());
        };
        let sent = send(job.id);
        job.left -= 1;
        if job.left > 0 {
            self.jobs.push_back(job);
        } else {
            tracing::debug!("the last one");
        }
        sent?;
        Ok(())
    }
}

fn serve(plan: &mut Plan, mut send: impl FnMut(u64) -> Result<(), String>) {
    loop {
        if let Err(error) = plan.tick(&mut send) {
            tracing::warn!("{error}");
        }
    }
}
