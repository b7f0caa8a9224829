//! Every mailbox of ractor is without a bound.
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::net::UdpSocket;

pub struct Archivist;

pub enum Paper {
    Keep(String),
}

impl Actor for Archivist {
    type Msg = Paper;
    type State = sqlx::PgPool;
    type Arguments = sqlx::PgPool;

    async fn pre_start(&self, _: ActorRef<Paper>, pool: sqlx::PgPool) -> Result<sqlx::PgPool, ActorProcessingErr> {
        Ok(pool)
    }

    async fn handle(&self, _: ActorRef<Paper>, paper: Paper, pool: &mut sqlx::PgPool) -> Result<(), ActorProcessingErr> {
        let Paper::Keep(text) = paper;
        sqlx::query("insert into papers values ($1)").bind(text).execute(&*pool).await?;
        Ok(())
    }
}

pub async fn archive(pool: sqlx::PgPool, socket: UdpSocket) -> Result<(), Box<dyn std::error::Error>> {
    let (archivist, _ended) = Actor::spawn(None, Archivist, pool).await?; //~ unbounded-mailbox
    let mut bytes = [0; 1500];
    loop {
        let length = socket.recv(&mut bytes).await?;
        let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
        archivist.cast(Paper::Keep(text))?;
    }
}
