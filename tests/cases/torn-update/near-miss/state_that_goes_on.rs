//! A state that the failing path replaces, that is the last, or that nobody asks before the work.

use std::collections::HashMap;
use std::sync::RwLock;

#[derive(Debug)]
pub enum Refused {
    Missing,
}

#[derive(Clone)]
pub enum Status {
    Starting,
    Running(u64),
    Failed,
}

pub struct Services {
    all: RwLock<HashMap<u64, Status>>,
    phase: Status,
}

fn start(id: u64) -> Result<u64, Refused> {
    if id > 0 { Ok(id) } else { Err(Refused::Missing) }
}

impl Services {
    pub fn told(&self, id: u64) -> Result<(), Refused> {
        self.all.write().unwrap().insert(id, Status::Starting);
        match start(id) {
            Ok(port) => {
                self.all.write().unwrap().insert(id, Status::Running(port));
                Ok(())
            }
            Err(refused) => {
                self.all.write().unwrap().insert(id, Status::Failed);
                Err(refused)
            }
        }
    }

    pub fn first(&self, id: u64) -> Result<(), Refused> {
        let port = start(id)?;
        self.all.write().unwrap().insert(id, Status::Starting);
        self.all.write().unwrap().insert(id, Status::Running(port));
        Ok(())
    }

    /// What another key holds is another story.
    pub fn of_two(&self, id: u64, other: u64) -> Result<(), Refused> {
        self.all.write().unwrap().insert(id, Status::Starting);
        let port = start(id)?;
        self.all.write().unwrap().insert(other, Status::Running(port));
        Ok(())
    }

    pub fn get(&self, id: u64) -> Option<Status> {
        self.all.read().unwrap().get(&id).cloned()
    }

    /// It is only shown how far it is.
    pub fn shown(&mut self, id: u64) -> Result<(), Refused> {
        self.phase = Status::Starting;
        let port = start(id)?;
        self.phase = Status::Running(port);
        Ok(())
    }
}
