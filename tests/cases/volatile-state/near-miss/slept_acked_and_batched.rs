//! Acknowledged when it is stored, stored before the task sleeps, brought back at start, or asleep for a moment only.
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};

pub struct Sink {
    pool: PgPool,
    rows: Vec<Vec<u8>>,
}

impl Sink {
    pub async fn add(&mut self, row: Vec<u8>) -> Result<bool, sqlx::Error> {
        self.rows.push(row);
        if self.rows.len() < 100 {
            return Ok(false);
        }
        for row in &self.rows {
            sqlx::query("insert into readings (raw) values ($1)").bind(row).execute(&self.pool).await?;
        }
        self.rows.clear();
        Ok(true)
    }
}

pub async fn ingest(mut consumer: lapin::Consumer, pool: PgPool) -> Result<(), Box<dyn std::error::Error>> {
    let mut sink = Sink { pool, rows: Vec::new() };
    while let Some(delivery) = consumer.next().await {
        let delivery = delivery?;
        let acker = delivery.acker;
        if sink.add(delivery.data).await? {
            acker.ack(lapin::options::BasicAckOptions { multiple: true }).await?;
        }
    }
    Ok(())
}

pub struct Reminder {
    pub phone: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone)]
pub struct Reminders {
    http: reqwest::Client,
    pool: PgPool,
}

impl Reminders {
    pub async fn schedule(&self, reminder: Reminder) -> Result<(), Box<dyn std::error::Error>> {
        let wait = (reminder.at - Utc::now()).to_std()?;
        sqlx::query("insert into reminders (phone) values ($1)").bind(&reminder.phone).execute(&self.pool).await?;
        let this = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            this.text(reminder.phone).await;
        });
        Ok(())
    }

    /// Everything is in the table; this only wakes it up again.
    pub async fn resume(&self) -> Result<(), Box<dyn std::error::Error>> {
        let open: Vec<String> = sqlx::query_scalar("select phone from reminders").fetch_all(&self.pool).await?;
        for phone in open {
            self.wake(phone, Duration::from_secs(60))?;
        }
        Ok(())
    }

    pub fn wake(&self, phone: String, after: Duration) -> Result<(), String> {
        let this = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(after).await;
            this.text(phone).await;
        });
        Ok(())
    }

    pub fn soon(&self, phone: String) -> Result<(), String> {
        let this = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            this.text(phone).await;
        });
        Ok(())
    }

    async fn text(&self, phone: String) {
        if let Err(error) = self.http.post("https://sms.example.com").json(&phone).send().await {
            tracing::error!("{error}");
        }
    }
}

pub struct Payment {
    pub account: i64,
    pub cents: i64,
}

/// Answered when the batch is in the table.
pub async fn till(pool: PgPool, mut mailbox: mpsc::Receiver<(Payment, oneshot::Sender<()>)>) -> Result<(), sqlx::Error> {
    let mut batch: Vec<Payment> = Vec::new();
    while let Some((payment, reply)) = mailbox.recv().await {
        batch.push(payment);
        for payment in &batch {
            sqlx::query("insert into payments (account, cents) values ($1, $2)")
                .bind(payment.account)
                .bind(payment.cents)
                .execute(&pool)
                .await?;
        }
        batch.clear();
        let _ = reply.send(());
    }
    Ok(())
}

pub fn start(pool: PgPool) -> mpsc::Sender<(Payment, oneshot::Sender<()>)> {
    let (payments, mailbox) = mpsc::channel(16);
    tokio::spawn(async move {
        if let Err(error) = till(pool, mailbox).await {
            tracing::error!("{error}");
        }
    });
    payments
}
