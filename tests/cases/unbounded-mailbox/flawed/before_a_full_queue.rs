//! What parses waits for room before the store, and what is read piles up before what parses.
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

pub struct Reading {
    pub value: i64,
}

pub fn start(pool: sqlx::PgPool, socket: UdpSocket) {
    let (raw, mut parsing) = mpsc::unbounded_channel(); //~ unbounded-mailbox
    let (parsed, mut storing) = mpsc::channel::<Reading>(32);
    drop(tokio::spawn(async move {
        let mut packet = [0; 64];
        while let Ok(length) = socket.recv(&mut packet).await {
            if raw.send(packet[..length].to_vec()).is_err() {
                return;
            }
        }
    }));
    drop(tokio::spawn(async move {
        while let Some(bytes) = parsing.recv().await {
            let value = bytes.len() as i64;
            if parsed.send(Reading { value }).await.is_err() { //~ related: waits here for room in the next queue
                return;
            }
        }
    }));
    drop(tokio::spawn(async move {
        while let Some(reading) = storing.recv().await {
            if let Err(error) = sqlx::query("insert into readings values ($1)").bind(reading.value).execute(&pool).await {
                tracing::error!("{error}");
            }
        }
    }));
}
