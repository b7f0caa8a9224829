//! The channel has room for what the parked future sends and for what the task asks a place for.
use std::time::Duration;

use tokio::sync::mpsc;

pub struct Event(pub u64);

pub fn start() -> mpsc::Receiver<Event> {
    let (events, taken) = mpsc::channel(8);
    drop(tokio::spawn(reserve(events)));
    taken
}

async fn reserve(events: mpsc::Sender<Event>) {
    let mut first = Box::pin(events.send(Event(1)));
    tokio::select! {
        _ = &mut first => {}
        () = tokio::time::sleep(Duration::from_secs(1)) => {
            if jump_in(&events).await.is_none() {
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
