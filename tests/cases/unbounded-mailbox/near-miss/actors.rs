//! Mailboxes with room for some, requests that are awaited, handlers that never wait, and the actor's own messages.
use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::message::{Context, Message};
use tokio::net::UdpSocket;

pub struct Packet {
    pub bytes: Vec<u8>,
}

#[derive(Actor)]
pub struct Archivist {
    pool: sqlx::PgPool,
}

impl Message<Packet> for Archivist {
    type Reply = ();

    async fn handle(&mut self, packet: Packet, _: &mut Context<Self, Self::Reply>) {
        if let Err(error) = sqlx::query("insert into packets values ($1)").bind(packet.bytes).execute(&self.pool).await {
            tracing::error!("{error}");
        }
    }
}

/// It has room for 64 messages.
pub async fn bounded(pool: sqlx::PgPool, socket: UdpSocket) -> std::io::Result<()> {
    let archivist = Archivist::spawn_with_mailbox(Archivist { pool }, kameo::mailbox::bounded(64));
    tell_all(&archivist, socket).await
}

async fn tell_all(archivist: &ActorRef<Archivist>, socket: UdpSocket) -> std::io::Result<()> {
    let mut bytes = [0; 1500];
    loop {
        let length = socket.recv(&mut bytes).await?;
        if archivist.tell(Packet { bytes: bytes[..length].to_vec() }).await.is_err() {
            return Ok(());
        }
    }
}

#[derive(Actor)]
pub struct Scribe {
    pool: sqlx::PgPool,
}

impl Message<Packet> for Scribe {
    type Reply = bool;

    async fn handle(&mut self, packet: Packet, _: &mut Context<Self, Self::Reply>) -> bool {
        sqlx::query("insert into packets values ($1)").bind(packet.bytes).execute(&self.pool).await.is_ok()
    }
}

/// One packet is under way at a time.
pub async fn asked(pool: sqlx::PgPool, socket: UdpSocket) -> std::io::Result<()> {
    let scribe = Scribe::spawn_with_mailbox(Scribe { pool }, kameo::mailbox::unbounded());
    let mut bytes = [0; 1500];
    loop {
        let length = socket.recv(&mut bytes).await?;
        let kept = scribe.ask(Packet { bytes: bytes[..length].to_vec() }).reply_timeout(std::time::Duration::from_secs(1)).await;
        if !kept.unwrap_or(false) {
            tracing::warn!("not kept");
        }
    }
}

#[derive(Actor)]
pub struct Counter {
    bytes: usize,
}

impl Message<Packet> for Counter {
    type Reply = ();

    async fn handle(&mut self, packet: Packet, _: &mut Context<Self, Self::Reply>) {
        self.bytes += packet.bytes.len();
    }
}

/// It never waits.
pub async fn counted(socket: UdpSocket) -> std::io::Result<()> {
    let counter = Counter::spawn_with_mailbox(Counter { bytes: 0 }, kameo::mailbox::unbounded());
    let mut bytes = [0; 1500];
    loop {
        let length = socket.recv(&mut bytes).await?;
        if counter.tell(Packet { bytes: bytes[..length].to_vec() }).await.is_err() {
            return Ok(());
        }
    }
}
