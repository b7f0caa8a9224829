//! Money, and a small framework of the house.

use std::collections::HashMap;
use std::future::Future;

use sqlx::PgPool;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::{Fault, SECOND, ask, note};

/// Somebody who serves one after the other.
pub trait Clerk: Sized + Send + 'static {
    type Ask: Send + 'static;
    type Answer: Send + 'static;

    fn serve(&mut self, ask: Self::Ask) -> impl Future<Output = Result<Self::Answer, Fault>> + Send;
}

type Line<C> = mpsc::Sender<(<C as Clerk>::Ask, oneshot::Sender<<C as Clerk>::Answer>)>;

/// The way to a clerk.
pub struct Window<C: Clerk> {
    line: Line<C>,
}

impl<C: Clerk> Clone for Window<C> {
    fn clone(&self) -> Self {
        Self { line: self.line.clone() }
    }
}

impl<C: Clerk> Window<C> {
    pub async fn ask(&self, ask: C::Ask) -> Result<C::Answer, Fault> {
        let (reply, answer) = oneshot::channel();
        timeout(SECOND, self.line.send((ask, reply))).await?.map_err(|_| Fault::Gone)?;
        timeout(SECOND, answer).await?.map_err(|_| Fault::Gone)
    }
}

pub fn hire<C: Clerk>(
    clerks: &mut JoinSet<Result<(), Fault>>,
    mut clerk: C,
) -> Window<C> {
    let (line, mut queue) = mpsc::channel::<(C::Ask, oneshot::Sender<C::Answer>)>(32);
    clerks.spawn(async move {
        while let Some((ask, reply)) = queue.recv().await {
            let answer = clerk.serve(ask).await?;
            if reply.send(answer).is_err() {
                tracing::debug!("nobody waits for the answer");
            }
        }
        Ok(())
    });
    Window { line }
}

pub struct Cashier {
    pool: PgPool,
    sums: HashMap<i64, i64>,
    safe: Window<Safe>,
}

pub struct Pay {
    pub ride: i64,
    pub cents: i64,
}

impl Clerk for Cashier {
    type Ask = Pay;
    type Answer = i64;

    async fn serve(&mut self, pay: Pay) -> Result<i64, Fault> {
        let number = self.safe.ask(Coins::In(pay.cents)).await?;
        note(&self.pool, "paid", pay.ride).await?;
        self.sums.insert(pay.ride, pay.cents);
        Ok(number)
    }
}

pub struct Safe {
    line: TcpStream,
    cashier: Option<Window<Cashier>>,
    bags: i64,
}

pub enum Coins {
    In(i64),
    Count,
    Know(Window<Cashier>),
}

impl Clerk for Safe {
    type Ask = Coins;
    type Answer = i64;

    async fn serve(&mut self, coins: Coins) -> Result<i64, Fault> {
        match coins {
            Coins::In(cents) => ask(&mut self.line, cents).await,
            Coins::Count => {
                self.bags += 1;
                Ok(self.bags)
            }
            Coins::Know(cashier) => {
                self.cashier = Some(cashier);
                Ok(0)
            }
        }
    }
}

pub fn open(pool: PgPool, line: TcpStream) -> (Window<Cashier>, JoinSet<Result<(), Fault>>) {
    let mut clerks = JoinSet::new();
    let safe = hire(&mut clerks, Safe { line, cashier: None, bags: 0 });
    let cashier = hire(&mut clerks, Cashier { pool, sums: HashMap::new(), safe });
    (cashier, clerks)
}
