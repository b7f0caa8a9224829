//! A broker's delivery is acknowledged, and what it brought waits in a batch: in a field, and in a local of the loop.
use futures_util::StreamExt;
use sqlx::PgPool;

pub struct Sink {
    pool: PgPool,
    rows: Vec<Vec<u8>>, //~ volatile-state: accepted work waits in `rows` only
}

impl Sink {
    pub async fn add(&mut self, row: Vec<u8>) -> Result<(), sqlx::Error> {
        self.rows.push(row);
        if self.rows.len() >= 100 {
            self.write().await?;
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<(), sqlx::Error> {
        for row in &self.rows {
            sqlx::query("insert into readings (raw) values ($1)").bind(row).execute(&self.pool).await?;
        }
        self.rows.clear();
        Ok(())
    }
}

pub async fn ingest(mut consumer: lapin::Consumer, pool: PgPool) -> Result<(), Box<dyn std::error::Error>> {
    let mut sink = Sink { pool, rows: Vec::new() };
    while let Some(delivery) = consumer.next().await {
        let delivery = delivery?;
        delivery.ack(lapin::options::BasicAckOptions::default()).await?;
        sink.add(delivery.data).await?;
    }
    Ok(())
}

pub async fn archive(mut messages: async_nats::jetstream::consumer::pull::Stream, pool: PgPool) -> Result<(), Box<dyn std::error::Error>> {
    let mut batch = Vec::new(); //~ volatile-state: accepted work waits in `batch` only
    while let Some(message) = messages.next().await {
        let message = message?;
        batch.push(message.payload.to_vec());
        message.ack().await?;
        if batch.len() >= 50 {
            for row in batch.drain(..) {
                sqlx::query("insert into archive (raw) values ($1)").bind(row).execute(&pool).await?;
            }
        }
    }
    Ok(())
}
