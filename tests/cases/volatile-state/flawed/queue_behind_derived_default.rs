//! A queue whose lock is made by a derived `Default`; a worker empties it.
use std::collections::VecDeque;
use std::sync::Arc;

use sqlx::SqlitePool;
use tokio::sync::{Mutex, Notify};

pub struct Parcel {
    pub label: String,
    pub grams: u32,
}

#[derive(Clone, Default)]
pub struct Outgoing {
    parcels: Arc<Mutex<VecDeque<Parcel>>>, //~ volatile-state: accepted work waits in `parcels` only
    bell: Arc<Notify>,
}

impl Outgoing {
    pub async fn push(&self, parcel: Parcel) {
        self.parcels.lock().await.push_back(parcel);
        self.bell.notify_one();
    }

    async fn pop(&self) -> Parcel {
        loop {
            if let Some(parcel) = self.parcels.lock().await.pop_front() {
                return parcel;
            }
            self.bell.notified().await;
        }
    }
}

async fn ship(outgoing: Outgoing, pool: SqlitePool) -> Result<(), sqlx::Error> {
    loop {
        let parcel = outgoing.pop().await;
        sqlx::query("insert into shipped (label, grams) values (?, ?)")
            .bind(&parcel.label)
            .bind(parcel.grams)
            .execute(&pool)
            .await?;
    }
}

pub fn start(pool: SqlitePool) -> Outgoing {
    let outgoing = Outgoing::default();
    let worker = outgoing.clone();
    tokio::spawn(async move {
        if let Err(error) = ship(worker, pool).await {
            tracing::error!("{error}");
        }
    });
    outgoing
}
