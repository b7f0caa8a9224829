//! The radio: tasks that receive.

use std::collections::HashSet;

use sqlx::PgPool;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::{Fault, SECOND, ask, note, noted};

pub enum RadioMsg {
    Join(i64),
    Leave(i64),
    Near(i64, oneshot::Sender<bool>),
    Count(oneshot::Sender<usize>),
}

pub struct Radio {
    pool: PgPool,
    inbox: mpsc::Receiver<RadioMsg>,
    listeners: HashSet<i64>,
    locator: mpsc::Sender<Locate>,
}

impl Radio {
    pub async fn run(mut self) -> Result<(), Fault> {
        while let Some(message) = self.inbox.recv().await {
            match message {
                RadioMsg::Join(car) => {
                    note(&self.pool, "joined", car).await?;
                    self.listeners.insert(car);
                }
                RadioMsg::Leave(car) => {
                    note(&self.pool, "left", car).await?;
                    self.listeners.remove(&car);
                }
                RadioMsg::Near(car, reply) => {
                    let near = self.listeners.contains(&car) && self.locate(car).await? < 10;
                    reply.send(near).unwrap_or_else(|_| tracing::debug!("nobody listens"));
                }
                RadioMsg::Count(reply) => {
                    reply.send(self.listeners.len()).unwrap_or_else(|_| tracing::debug!("nobody listens"));
                }
            }
        }
        Ok(())
    }

    async fn locate(&self, car: i64) -> Result<i64, Fault> {
        let (reply, place) = oneshot::channel();
        timeout(SECOND, self.locator.send(Locate::Where(car, reply))).await?.map_err(|_| Fault::Gone)?;
        timeout(SECOND, place).await?.map_err(|_| Fault::Gone)
    }
}

pub enum Locate {
    Where(i64, oneshot::Sender<i64>),
    Moved(i64),
}

pub struct Locator {
    inbox: mpsc::Receiver<Locate>,
    line: TcpStream,
    radio: mpsc::Sender<RadioMsg>,
}

impl Locator {
    pub async fn run(mut self) -> Result<(), Fault> {
        while let Some(message) = self.inbox.recv().await {
            match message {
                Locate::Where(car, reply) => {
                    let place = ask(&mut self.line, car).await?;
                    reply.send(place).unwrap_or_else(|_| tracing::debug!("nobody asks any more"));
                }
                Locate::Moved(car) => {
                    self.radio.try_send(RadioMsg::Join(car)).map_err(|_| Fault::Gone)?;
                }
            }
        }
        Ok(())
    }
}

pub async fn open(
    pool: PgPool,
    line: TcpStream,
) -> Result<(mpsc::Sender<RadioMsg>, JoinSet<Result<(), Fault>>), Fault> {
    let (radio, inbox) = mpsc::channel(32);
    let (locator, questions) = mpsc::channel(32);
    let listeners = noted(&pool, "joined").await?.into_iter().collect();
    let mut loops = JoinSet::new();
    loops.spawn(Radio { pool, inbox, listeners, locator }.run());
    loops.spawn(Locator { inbox: questions, line, radio: radio.clone() }.run());
    Ok((radio, loops))
}
