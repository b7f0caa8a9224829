//! The control rooms: two processes that know of each other.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::{Event, Failure};

pub enum Ask {
    Owner(i64, oneshot::Sender<Option<String>>),
    Seen(i64),
}

pub enum Order {
    Show(Event, oneshot::Sender<u64>),
    Count(oneshot::Sender<u64>),
}

pub fn start(tasks: &mut JoinSet<Result<(), Failure>>, pool: sqlx::PgPool) {
    let (asks, questions) = mpsc::channel(32);
    let (orders, wall) = mpsc::channel(32);
    tasks.spawn(Registry { pool, orders: orders.clone(), seen: 0 }.run(questions));
    tasks.spawn(Wall { asks, orders, shown: 0 }.run(wall));
}

/// Knows whose a sensor is.
struct Registry {
    pool: sqlx::PgPool,
    orders: mpsc::Sender<Order>,
    seen: u64,
}

impl Registry {
    async fn run(mut self, mut questions: mpsc::Receiver<Ask>) -> Result<(), Failure> {
        while let Some(ask) = questions.recv().await {
            match ask {
                Ask::Owner(sensor, reply) => {
                    let owner = sqlx::query_scalar("select owner from sensors where id = $1").bind(sensor);
                    let owner = timeout(Duration::from_secs(1), owner.fetch_optional(&self.pool)).await??;
                    if reply.send(owner).is_err() {
                        tracing::debug!("nobody waits");
                    }
                }
                Ask::Seen(sensor) => {
                    self.seen += 1;
                    tracing::debug!("{sensor} was seen");
                }
            }
        }
        drop(self.orders);
        Ok(())
    }
}

/// Shows events.
struct Wall {
    asks: mpsc::Sender<Ask>,
    orders: mpsc::Sender<Order>,
    shown: u64,
}

impl Wall {
    async fn run(mut self, mut wall: mpsc::Receiver<Order>) -> Result<(), Failure> {
        while let Some(order) = wall.recv().await {
            match order {
                Order::Show(event, reply) => {
                    let (owner, answer) = oneshot::channel();
                    self.asks.try_send(Ask::Owner(event.sensor, owner))?;
                    let owner = timeout(Duration::from_secs(2), answer).await??;
                    tracing::info!("{owner:?}: {}", event.text);
                    self.shown += 1;
                    if reply.send(self.shown).is_err() {
                        tracing::debug!("nobody waits");
                    }
                }
                Order::Count(reply) => {
                    if reply.send(self.shown).is_err() {
                        tracing::debug!("nobody waits");
                    }
                }
            }
        }
        drop(self.orders);
        Ok(())
    }
}
