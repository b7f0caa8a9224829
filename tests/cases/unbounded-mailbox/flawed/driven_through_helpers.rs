//! The send stands in helpers of the loop that a timer or connections drive.
use tokio::net::TcpListener;
use tokio::sync::mpsc;

pub struct Event {
    pub text: String,
}

pub fn by_a_timer(pool: sqlx::PgPool) {
    let (events, incoming) = mpsc::unbounded_channel(); //~ unbounded-mailbox
    drop(tokio::spawn(store(pool, incoming)));
    drop(tokio::spawn(async move {
        let mut every = tokio::time::interval(std::time::Duration::from_millis(5));
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            every.tick().await;
            if notice(&events, "tick").is_err() {
                return;
            }
        }
    }));
}

pub fn by_connections(pool: sqlx::PgPool, listener: TcpListener) {
    let (events, incoming) = mpsc::unbounded_channel(); //~ unbounded-mailbox
    drop(tokio::spawn(store(pool, incoming)));
    drop(tokio::spawn(async move {
        while let Ok((_, peer)) = listener.accept().await {
            let events = events.clone();
            drop(tokio::spawn(async move {
                if notice(&events, &peer.to_string()).is_err() {
                    tracing::warn!("the store is gone");
                }
            }));
        }
    }));
}

fn notice(events: &mpsc::UnboundedSender<Event>, text: &str) -> Result<(), mpsc::error::SendError<Event>> {
    push(events, text.to_owned())
}

fn push(events: &mpsc::UnboundedSender<Event>, text: String) -> Result<(), mpsc::error::SendError<Event>> {
    events.send(Event { text })
}

async fn store(pool: sqlx::PgPool, mut incoming: mpsc::UnboundedReceiver<Event>) {
    while let Some(event) = incoming.recv().await {
        if let Err(error) = sqlx::query("insert into events (text) values ($1)").bind(event.text).execute(&pool).await {
            tracing::error!("{error}");
        }
    }
}
