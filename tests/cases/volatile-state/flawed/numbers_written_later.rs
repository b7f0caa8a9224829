//! Numbers are work where a store gets them later. What is loaded at start is something else.
use std::collections::{HashSet, VecDeque};

use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};

pub enum Shift {
    Book(i64, oneshot::Sender<bool>),
    Count(oneshot::Sender<usize>),
}

struct Roster {
    pool: PgPool,
    mailbox: mpsc::Receiver<Shift>,
    booked: HashSet<i64>,
    unwritten: VecDeque<i64>, //~ volatile-state: accepted work waits in `unwritten` only
}

pub fn open(pool: PgPool) -> mpsc::Sender<Shift> {
    let (shifts, mailbox) = mpsc::channel(16);
    let roster = Roster { pool, mailbox, booked: HashSet::new(), unwritten: VecDeque::new() };
    tokio::spawn(async move {
        if let Err(error) = roster.run().await {
            tracing::error!("{error}");
        }
    });
    shifts
}

impl Roster {
    async fn run(mut self) -> Result<(), sqlx::Error> {
        self.booked = booked(&self.pool).await?;
        while let Some(shift) = self.mailbox.recv().await {
            match shift {
                Shift::Book(shift, reply) => {
                    let free = self.booked.insert(shift);
                    if free {
                        self.unwritten.push_back(shift);
                    }
                    let _ = reply.send(free);
                }
                Shift::Count(reply) => {
                    self.write_down().await?;
                    let _ = reply.send(self.booked.len());
                }
            }
        }
        Ok(())
    }

    async fn write_down(&mut self) -> Result<(), sqlx::Error> {
        while let Some(shift) = self.unwritten.pop_front() {
            sqlx::query("insert into shifts (id) values ($1)").bind(shift).execute(&self.pool).await?;
        }
        Ok(())
    }
}

async fn booked(pool: &PgPool) -> Result<HashSet<i64>, sqlx::Error> {
    let rows = sqlx::query_scalar("select id from shifts").fetch_all(pool).await?;
    Ok(rows.into_iter().collect())
}
