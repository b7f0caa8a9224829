//! A handler answers and keeps the row in a batch, which is written out and cleared when it is full; all numbers.
use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot};

pub struct Payment {
    pub account: i64,
    pub cents: i64,
}

pub enum Message {
    Pay(Payment, oneshot::Sender<()>),
    Flush,
}

struct Till {
    pool: SqlitePool,
    mailbox: mpsc::Receiver<Message>,
    batch: Vec<Payment>, //~ volatile-state: accepted work waits in `batch` only
}

pub fn open(pool: SqlitePool) -> mpsc::Sender<Message> {
    let (payments, mailbox) = mpsc::channel(16);
    let till = Till { pool, mailbox, batch: Vec::new() };
    tokio::spawn(async move {
        if let Err(error) = till.run().await {
            tracing::error!("{error}");
        }
    });
    payments
}

impl Till {
    async fn run(mut self) -> Result<(), sqlx::Error> {
        while let Some(message) = self.mailbox.recv().await {
            match message {
                Message::Pay(payment, reply) => {
                    self.batch.push(payment);
                    if self.batch.len() >= 100 {
                        self.flush().await?;
                    }
                    let _ = reply.send(());
                }
                Message::Flush => self.flush().await?,
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), sqlx::Error> {
        let mut all = self.pool.begin().await?;
        for payment in &self.batch {
            sqlx::query("insert into payments (account, cents) values (?, ?)")
                .bind(payment.account)
                .bind(payment.cents)
                .execute(&mut *all)
                .await?;
        }
        all.commit().await?;
        self.batch.clear();
        Ok(())
    }
}
