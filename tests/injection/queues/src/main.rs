//! Queues of print jobs. Whatever is accepted is in the database first, and taken up again after a restart.

mod actor_actix;
mod actor_kameo;
mod actor_otp;
mod actor_ractor;
mod actor_xtra;
mod hall;
mod mail;
mod own;
mod shared;
mod tray;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What is to be printed.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub id: i64,
    pub text: String,
}

pub async fn save(pool: &sqlx::PgPool, sheet: &Sheet) -> Result<(), sqlx::Error> {
    sqlx::query("insert into sheets (id, text) values ($1, $2)")
        .bind(sheet.id)
        .bind(&sheet.text)
        .execute(pool)
        .await?;
    Ok(())
}

pub async fn load(pool: &sqlx::PgPool) -> Result<VecDeque<Sheet>, sqlx::Error> {
    let rows = sqlx::query_as::<_, (i64, String)>("select id, text from sheets where printed is null")
        .fetch_all(pool)
        .await?;
    Ok(rows.into_iter().map(|(id, text)| Sheet { id, text }).collect())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let pool = sqlx::PgPool::connect("postgres://localhost/print").await?;
    let (tray, running) = tray::open(pool.clone()).await?;
    tray.submit(Sheet { id: 1, text: "hello".to_owned() }).await?;
    tracing::info!("{:?} is first", tray.take().await?);
    let (_orders, hall) = hall::open(pool.clone());
    let (printer, printing) = own::Printer::start(pool.clone()).await?;
    let (_mail, requests) = mpsc::channel(8);
    let spool = shared::Spool::open(pool.clone()).await?;
    let mut tasks = JoinSet::new();
    tasks.spawn(mail::start(pool.clone(), requests));
    tasks.spawn(spool.clone().work());
    tasks.spawn(serve(spool, TcpListener::bind("0.0.0.0:8631").await?));
    let (reply, next) = oneshot::channel();
    printer.send(own::Ask::Next(reply)).await.map_err(|_| "the printer is gone")?;
    tracing::info!("{:?}", timeout(Duration::from_secs(5), next).await??);
    let add = actor_kameo::Add(Sheet { id: 2, text: "two".to_owned() });
    tracing::info!("{} wait", actor_kameo::open(pool.clone()).await?.ask(add).await.map_err(|_| "refused")?);
    let third = Sheet { id: 3, text: "three".to_owned() };
    actor_xtra::open(pool.clone()).await?.send(actor_xtra::Add(third.clone())).await??;
    if !actor_actix::open(pool).await?.send(actor_actix::Add(third)).await? {
        tracing::warn!("not accepted");
    }
    tokio::select! {
        ended = running => tracing::error!("the tray ended: {ended:?}"),
        ended = hall => tracing::error!("the hall ended: {ended:?}"),
        ended = printing => tracing::error!("the printer ended: {ended:?}"),
        Some(ended) = tasks.join_next() => tracing::error!("a task ended: {ended:?}"),
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}

/// One sheet for each connection; the answer is a status.
async fn serve(spool: Arc<shared::Spool>, listener: TcpListener) -> Result<(), Failure> {
    let mut id = 0;
    loop {
        let (mut stream, _) = listener.accept().await?;
        id += 1;
        let mut text = String::new();
        timeout(Duration::from_secs(5), stream.read_to_string(&mut text)).await??;
        let status = spool.accept(Sheet { id, text }).await?;
        timeout(Duration::from_secs(5), stream.write_all(status.to_string().as_bytes())).await??;
    }
}
