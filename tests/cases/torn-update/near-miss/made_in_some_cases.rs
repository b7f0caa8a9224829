//! The second is made only where there is something to make it of; what is found or made is found again; a look that
//! finds nothing tears nothing.

use std::collections::{HashMap, VecDeque};

struct Refused;

struct Handlers {
    services: HashMap<u64, String>,
    topics: HashMap<u64, String>,
    buffers: HashMap<u64, Vec<u8>>,
    ready: VecDeque<u64>,
    trackers: HashMap<u64, u32>,
}

fn check(text: &str) -> Result<(), Refused> {
    match text.is_empty() {
        true => Err(Refused),
        false => Ok(()),
    }
}

impl Handlers {
    fn register(&mut self, id: u64, service: String, topic: Option<String>) -> Result<(), Refused> {
        self.services.insert(id, service);
        if let Some(topic) = topic {
            check(&topic)?;
            self.topics.insert(id, topic);
        }
        Ok(())
    }

    fn spawn(&mut self, id: u64, topic: String) -> Result<usize, Refused> {
        let buffer = self.buffers.entry(id).or_insert_with(Vec::new);
        let room = buffer.capacity();
        check(&topic)?;
        self.topics.insert(id, topic);
        Ok(room)
    }

    fn next(&mut self) -> Option<u32> {
        let id = self.ready.pop_front()?;
        let tracker = self.trackers.get(&id).copied()?;
        self.ready.push_back(id);
        Some(tracker)
    }
}
