//! A flag and a counter that are taken back only where nothing failed.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

struct Exporter {
    busy: bool,
    locked: AtomicBool,
    in_flight: AtomicU64,
}

fn parse(text: &str) -> Result<u64, std::num::ParseIntError> {
    text.parse()
}

impl Exporter {
    fn export(&mut self, text: &str) -> Result<u64, std::num::ParseIntError> {
        if self.busy {
            return Ok(0);
        }
        self.busy = true; //~ torn-update: `self.busy` stays true
        let number = parse(text)?; //~ related: nothing sets it back
        self.busy = false; //~ related: it would be set back here
        Ok(number)
    }

    fn count(&self, text: &str) -> Result<u64, std::num::ParseIntError> {
        self.in_flight.fetch_add(1, Ordering::Relaxed); //~ torn-update: `self.in_flight` stays counted up
        let number = parse(text)?;
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        Ok(number)
    }

    fn once(&self, text: &str) -> Result<u64, std::num::ParseIntError> {
        if self.locked.swap(true, Ordering::SeqCst) { //~ torn-update: `self.locked` stays true
            return Ok(0);
        }
        let number = parse(text)?;
        self.locked.store(false, Ordering::SeqCst);
        Ok(number)
    }
}
