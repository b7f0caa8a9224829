//! A state that stands in for the time of some work: where that fails it is believed for ever.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

use tokio::sync::Notify;

#[derive(Debug)]
pub enum Refused {
    Missing,
    Small,
}

#[derive(Clone)]
pub struct Index(u64);

impl Index {
    fn size(&self) -> Result<u64, Refused> {
        if self.0 > 0 { Ok(self.0) } else { Err(Refused::Small) }
    }
}

#[derive(Clone)]
enum Status {
    Available(Index),
    BeingResized(Arc<Notify>),
}

pub struct Indexes {
    all: RwLock<HashMap<String, Status>>,
}

impl Indexes {
    pub fn resize(&self, name: String) -> Result<(), Refused> {
        let mut all = self.all.write().unwrap();
        let resized = Arc::new(Notify::new());
        let index = match all.insert(name.clone(), Status::BeingResized(resized)) { //~ torn-update: `self.all` stays `BeingResized`
            Some(Status::Available(index)) => index,
            Some(previous) => {
                all.insert(name, previous);
                return Err(Refused::Small);
            }
            None => panic!("no such index"),
        };
        drop(all);
        let size = index.size()?; //~ related: a failure leaves here
        let mut all = self.all.write().unwrap();
        all.insert(name, Status::Available(Index(size * 2))); //~ related: it would go on here
        Ok(())
    }

    pub async fn get(&self, name: &str) -> Option<Index> {
        let status = self.all.read().unwrap().get(name).cloned()?;
        match status {
            Status::Available(index) => Some(index),
            Status::BeingResized(resized) => {
                resized.notified().await;
                None
            }
        }
    }
}

#[derive(PartialEq)]
enum Phase {
    Idle,
    Starting,
    Running(u64),
}

pub struct Service {
    phase: Phase,
}

async fn connect(port: u64) -> Result<u64, Refused> {
    tokio::task::yield_now().await;
    if port > 0 { Ok(port) } else { Err(Refused::Missing) }
}

impl Service {
    pub async fn start(&mut self, port: u64) -> Result<(), Refused> {
        match self.phase {
            Phase::Idle => {}
            Phase::Starting | Phase::Running(_) => return Err(Refused::Small),
        }
        self.phase = Phase::Starting; //~ torn-update: `self.phase` stays `Starting`
        let connection = connect(port).await?; //~ related: a failure leaves here
        self.phase = Phase::Running(connection); //~ related: it would go on here
        Ok(())
    }
}

static RUNNING: AtomicBool = AtomicBool::new(false);

pub async fn only_one(port: u64) -> Result<u64, Refused> {
    if RUNNING.load(Ordering::SeqCst) {
        return Err(Refused::Small);
    }
    RUNNING.store(true, Ordering::SeqCst); //~ torn-update: `RUNNING` stays true
    let connection = connect(port).await?; //~ related: a failure leaves here
    RUNNING.store(false, Ordering::SeqCst); //~ related: it would be set back here
    Ok(connection)
}
