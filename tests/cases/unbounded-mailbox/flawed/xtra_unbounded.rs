//! An actor with a mailbox without a bound, told of everything that comes from the network.
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use xtra::prelude::*;

#[derive(xtra::Actor)]
pub struct Recorder {
    pool: sqlx::PgPool,
}

pub struct Line(pub String);

impl Handler<Line> for Recorder {
    type Return = ();

    async fn handle(&mut self, Line(text): Line, _: &mut Context<Self>) {
        if let Err(error) = sqlx::query("insert into lines values ($1)").bind(text).execute(&self.pool).await { //~ related: waits here
            tracing::error!("{error}");
        }
    }
}

fn letterbox() -> (Address<Recorder>, Mailbox<Recorder>) {
    Mailbox::unbounded() //~ unbounded-mailbox
}

pub async fn record(pool: sqlx::PgPool, stream: TcpStream) -> std::io::Result<()> {
    let recorder = xtra::spawn_tokio(Recorder { pool }, letterbox());
    let mut lines = BufReader::new(stream).lines();
    while let Some(text) = lines.next_line().await? {
        if recorder.send(Line(text)).detach().await.is_err() {
            break;
        }
    }
    Ok(())
}
