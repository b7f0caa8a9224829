//! Marks that are set back on every way out, by hand, by a guard, by the caller, or that are meant to stay.

use std::collections::HashSet;

struct Syncs {
    running: HashSet<String>,
    known: HashSet<String>,
    busy: bool,
    done: bool,
}

fn parse(text: &str) -> Result<u64, std::num::ParseIntError> {
    text.parse()
}

impl Syncs {
    fn by_hand(&mut self, name: &str, text: &str) -> Result<u64, std::num::ParseIntError> {
        self.running.insert(name.to_owned());
        let number = parse(text);
        self.running.remove(name);
        number
    }

    fn on_both_ways(&mut self, text: &str) -> Result<u64, std::num::ParseIntError> {
        self.busy = true;
        match parse(text) {
            Ok(number) => {
                self.busy = false;
                Ok(number)
            }
            Err(error) => {
                self.busy = false;
                Err(error)
            }
        }
    }

    fn stays(&mut self, text: &str) -> Result<u64, std::num::ParseIntError> {
        self.done = true;
        let number = parse(text)?;
        if number == 0 {
            self.done = false;
        }
        Ok(number)
    }

    fn record(&mut self, name: &str, text: &str) -> Result<u64, std::num::ParseIntError> {
        self.known.insert(name.to_owned());
        let number = parse(text)?;
        self.known.remove(name);
        Ok(number)
    }

    fn caller_mends(&mut self, name: &str, text: &str) -> u64 {
        match self.record(name, text) {
            Ok(number) => number,
            Err(_) => {
                self.known.remove(name);
                0
            }
        }
    }
}

struct Slot {
    held: Option<String>,
}

impl Slot {
    fn nothing_to_lose(&mut self, text: &str) -> Result<u64, std::num::ParseIntError> {
        let held = match self.held.take() {
            Some(held) => held,
            None => parse(text)?.to_string(),
        };
        self.held = Some(held);
        Ok(0)
    }

    fn replaced(&mut self, text: &str) -> Result<(), std::num::ParseIntError> {
        self.held.take();
        let new = parse(text)?.to_string();
        self.held = Some(new);
        Ok(())
    }
}
