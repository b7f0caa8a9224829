//! A kameo actor that was given a mailbox without a bound.
use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::message::{Context, Message};
use tokio::net::UdpSocket;

#[derive(Actor)]
pub struct Archivist {
    pool: sqlx::PgPool,
}

pub struct Packet {
    pub bytes: Vec<u8>,
}

impl Message<Packet> for Archivist {
    type Reply = ();

    async fn handle(&mut self, packet: Packet, _: &mut Context<Self, Self::Reply>) {
        if let Err(error) = sqlx::query("insert into packets values ($1)").bind(packet.bytes).execute(&self.pool).await {
            tracing::error!("{error}");
        }
    }
}

pub async fn archive(pool: sqlx::PgPool, socket: UdpSocket) -> std::io::Result<()> {
    let archivist = Archivist::spawn_with_mailbox(Archivist { pool }, kameo::mailbox::unbounded()); //~ unbounded-mailbox
    let mut bytes = [0; 1500];
    loop {
        let length = socket.recv(&mut bytes).await?;
        keep(&archivist, bytes[..length].to_vec()).await;
    }
}

async fn keep(archivist: &ActorRef<Archivist>, bytes: Vec<u8>) {
    if let Err(error) = archivist.tell(Packet { bytes }).await {
        tracing::error!("{error}");
    }
}
