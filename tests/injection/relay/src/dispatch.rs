use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{MissedTickBehavior, interval};

use crate::Reading;
use crate::ingest::Frame;

/// Turns frames into readings. Those that cannot be read go to whoever tries again.
pub struct Dispatcher {
    incoming: mpsc::Receiver<Frame>,
    readings: mpsc::Sender<Reading>,
    retries: flume::Sender<Frame>,
    stop: watch::Receiver<bool>,
    slots: Arc<Semaphore>,
    done: u64,
}

impl Dispatcher {
    pub fn new(
        incoming: mpsc::Receiver<Frame>,
        readings: mpsc::Sender<Reading>,
        retries: flume::Sender<Frame>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self { incoming, readings, retries, stop, slots: Arc::new(Semaphore::new(8)), done: 0 }
    }

    pub async fn run(mut self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut show = interval(Duration::from_secs(30));
        show.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                frame = self.incoming.recv() => match frame {
                    Some(frame) => self.handle(frame).await?,
                    None => return Ok(()),
                },
                _ = show.tick() => tracing::info!("{} frames so far", self.done),
                _ = self.stop.changed() => return Ok(()),
            }
        }
    }

    async fn handle(&mut self, frame: Frame) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.done += 1;
        match parse(&frame) {
            Some(reading) => self.readings.send(reading).await?,
            None => self.retries.send_async(frame).await?,
        }
        Ok(())
    }
}

fn parse(frame: &Frame) -> Option<Reading> {
    let value = f64::from_be_bytes(frame.body.get(..8)?.try_into().ok()?);
    Some(Reading { meter: frame.meter, value })
}

/// Readings that arrive in bursts leave one by one.
pub async fn smooth(
    mut burst: mpsc::Receiver<Vec<Reading>>,
    single: mpsc::Sender<Reading>,
    mut pause: watch::Receiver<bool>,
) {
    let mut waiting: VecDeque<Reading> = VecDeque::new();
    loop {
        tokio::select! {
            more = burst.recv(), if waiting.is_empty() => match more {
                Some(more) => waiting.extend(more),
                None => return,
            },
            room = single.reserve(), if !waiting.is_empty() => {
                let Ok(room) = room else { return };
                if let Some(reading) = waiting.pop_front() {
                    room.send(reading);
                }
            }
            changed = pause.changed() => if changed.is_err() {
                return;
            },
        }
    }
}
