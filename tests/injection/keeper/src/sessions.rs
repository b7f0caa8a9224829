//! Sessions of people, and what is done when one ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kameo::actor::WeakActorRef;
use kameo::error::ActorStopReason;
use ractor::{ActorProcessingErr, ActorRef};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::Failure;

/// A session, counted while it lasts.
pub struct Session {
    pub id: i64,
    pub pool: sqlx::PgPool,
    pub closing: mpsc::Sender<i64>,
    pub open: Arc<AtomicUsize>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Session {
    /// Ends it: what it had is given back.
    pub async fn close(self) -> Result<(), Failure> {
        sqlx::query("delete from sessions where id = $1").bind(self.id).execute(&self.pool).await?;
        self.closing.send(self.id).await?;
        Ok(())
    }
}

/// A draft that is either published or thrown away.
pub struct Draft {
    pub file: std::fs::File,
    pub name: String,
    pub pool: sqlx::PgPool,
}

impl Drop for Draft {
    fn drop(&mut self) {
        tracing::debug!("{} is closed", self.name);
    }
}

/// A seat, taken by an actor of each framework.
pub struct Seat {
    pub number: i64,
    pub pool: sqlx::PgPool,
}

impl actix::Actor for Seat {
    type Context = actix::Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        tracing::info!("seat {} is free", self.number);
    }
}

impl kameo::Actor for Seat {
    type Args = Self;
    type Error = sqlx::Error;

    async fn on_start(seat: Self, _: kameo::actor::ActorRef<Self>) -> Result<Self, sqlx::Error> {
        Ok(seat)
    }

    async fn on_stop(&mut self, _: WeakActorRef<Self>, reason: ActorStopReason) -> Result<(), sqlx::Error> {
        tracing::info!("seat {}: {reason:?}", self.number);
        Ok(())
    }
}

pub struct Row;

impl ractor::Actor for Row {
    type Msg = i64;
    type State = Seat;
    type Arguments = Seat;

    async fn pre_start(&self, _: ActorRef<i64>, seat: Seat) -> Result<Seat, ActorProcessingErr> {
        Ok(seat)
    }

    async fn post_stop(&self, _: ActorRef<i64>, seat: &mut Seat) -> Result<(), ActorProcessingErr> {
        tracing::info!("row {} is free", seat.number);
        Ok(())
    }
}

/// Starts what tidies up behind sessions.
pub fn tidy(runtime: &Handle, pool: sqlx::PgPool, ended: mpsc::Receiver<i64>) -> JoinHandle<Result<(), sqlx::Error>> {
    runtime.spawn(remove(pool, ended))
}

pub async fn remove(pool: sqlx::PgPool, mut ended: mpsc::Receiver<i64>) -> Result<(), sqlx::Error> {
    while let Some(id) = ended.recv().await {
        sqlx::query("delete from shares where session = $1").bind(id).execute(&pool).await?;
    }
    Ok(())
}

/// Where the end of a session is told, if somebody listens.
pub struct Ends {
    pub listener: mpsc::Sender<i64>,
}

impl Ends {
    pub async fn tell(&self, id: i64) -> Result<(), Failure> {
        self.listener.send(id).await?;
        Ok(())
    }
}
