//! A channel with room for one message: the parked send has the place.
use std::time::Duration;

use tokio::sync::mpsc;

pub struct Event(pub u64);

pub fn start() -> mpsc::Receiver<Event> {
    let (events, taken) = mpsc::channel(1);
    drop(tokio::spawn(produce(events)));
    taken
}

async fn produce(events: mpsc::Sender<Event>) {
    let mut first = Box::pin(events.send(Event(1)));
    tokio::select! {
        sent = &mut first => {
            if sent.is_err() {
                return;
            }
        }
        () = tokio::time::sleep(Duration::from_secs(1)) => {
            if events.send(Event(2)).await.is_err() { //~ futurelock: waits for a place in the channel
                return;
            }
        }
    }
    tracing::info!("sent");
}

/// The place is asked for by a helper, before there is a message.
pub fn start_reserved() -> mpsc::Receiver<Event> {
    let (events, taken) = mpsc::channel(1);
    drop(tokio::spawn(reserve(events)));
    taken
}

async fn reserve(events: mpsc::Sender<Event>) {
    let mut first = Box::pin(events.send(Event(1)));
    tokio::select! {
        _ = &mut first => {}
        () = tokio::time::sleep(Duration::from_secs(1)) => {
            if jump_in(&events).await.is_none() { //~ futurelock: waits for a place in the channel
                return;
            }
        }
    }
    tracing::info!("sent");
}

async fn jump_in(events: &mpsc::Sender<Event>) -> Option<()> {
    let place = events.reserve().await.ok()?;
    place.send(Event(2));
    Some(())
}
