//! A thread that takes its messages with `for` and hands each to a helper: who asks for lamps waits for the disk.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, Sender};

pub enum Event {
    Measured { sensor: u32, value: f64 },
    Rows(Sender<i64>),
    Lamp { id: u8, on: bool },
    Lamps(Sender<usize>),
    Warn(String),
    Forget,
}

pub struct Hub { //~ god-process: this process has 3 duties that share no state
    rows: rusqlite::Connection,
    lamps: BTreeMap<u8, bool>,
    warnings: BTreeSet<String>,
}

impl Hub {
    fn handle(&mut self, event: Event) -> anyhow::Result<()> {
        match event {
            Event::Measured { sensor, value } => {
                self.rows.execute("insert into rows values (?1, ?2)", rusqlite::params![sensor, value])?;
            }
            Event::Rows(reply) => reply.send(self.rows.query_row("select count(*) from rows", [], |row| row.get(0))?)?,
            Event::Lamp { id, on } => {
                self.lamps.insert(id, on);
            }
            Event::Lamps(reply) => reply.send(self.lamps.len())?,
            Event::Warn(text) => {
                self.warnings.insert(text);
            }
            Event::Forget => self.warnings.clear(),
        }
        Ok(())
    }

    pub fn run(mut self, events: Receiver<Event>) {
        for event in events {
            if let Err(error) = self.handle(event) {
                tracing::error!(%error, "not handled");
            }
        }
    }
}

pub fn start(hub: Hub, events: Receiver<Event>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || hub.run(events))
}
