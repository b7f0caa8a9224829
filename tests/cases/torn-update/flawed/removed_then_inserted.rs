//! A job leaves one map before it can fail to enter the other.

use std::collections::HashMap;

struct Job {
    text: String,
}

struct Jobs {
    waiting: HashMap<u64, Job>,
    running: HashMap<u64, Job>,
}

fn check(job: &Job) -> Result<(), String> {
    if job.text.is_empty() {
        return Err("a job without text".to_owned());
    }
    Ok(())
}

impl Jobs {
    fn start(&mut self, id: u64) -> Result<(), String> {
        let Some(job) = self.waiting.remove(&id) else { //~ torn-update: `self.waiting` is updated
            return Ok(());
        };
        check(&job)?; //~ related: a failure leaves here
        self.running.insert(id, job); //~ related: would be updated here
        Ok(())
    }
}
