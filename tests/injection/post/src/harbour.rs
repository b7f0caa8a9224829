//! The harbour: flume.

use tokio::task::JoinHandle;

use crate::{Letter, Refused, register};

pub struct Pier {
    bags: flume::Sender<Letter>,
}

pub fn open(pool: sqlx::PgPool) -> (Pier, JoinHandle<Result<(), sqlx::Error>>) {
    let (bags, incoming) = flume::bounded(16);
    let crew = tokio::spawn(async move {
        while let Ok(letter) = incoming.recv_async().await {
            register(&pool, &letter).await?;
        }
        Ok(())
    });
    (Pier { bags }, crew)
}

impl Pier {
    pub async fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.bags.send_async(letter).await.map_err(|_| Refused::Gone)?;
        Ok(())
    }
}
