//! Requests put work into a queue of the whole program, and a writer gets rows as fast as they are handed over.
use std::sync::LazyLock;
use std::time::Duration;

use actix_web::web::{Data, Json};
use tokio::sync::{Mutex, mpsc};

pub struct Activity {
    pub id: String,
}

pub struct Post {
    pub id: String,
}

static ACTIVITIES: LazyLock<Activities> = LazyLock::new(|| {
    let (sender, receiver) = mpsc::unbounded_channel(); //~ unbounded-mailbox
    Activities { sender, receiver: Mutex::new(receiver) }
});

pub struct Activities {
    sender: mpsc::UnboundedSender<Activity>,
    receiver: Mutex<mpsc::UnboundedReceiver<Activity>>,
}

impl Activities {
    pub fn submit(activity: Activity) -> Result<(), String> {
        ACTIVITIES.sender.send(activity).map_err(|error| error.to_string()) //~ related: for every request
    }

    pub async fn next() -> Option<Activity> {
        ACTIVITIES.receiver.lock().await.recv().await
    }
}

pub async fn create_post(post: Json<Post>, pool: Data<sqlx::PgPool>) -> Result<String, actix_web::Error> {
    sqlx::query("insert into posts (id) values ($1)").bind(&post.id).execute(pool.get_ref()).await.map_err(broken)?;
    announce(&post)?;
    Ok(post.id.clone())
}

fn announce(post: &Post) -> Result<(), actix_web::Error> {
    Activities::submit(Activity { id: post.id.clone() }).map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> actix_web::Error {
    actix_web::error::ErrorInternalServerError(error.to_string())
}

pub async fn send_out(pool: sqlx::PgPool) {
    while let Some(activity) = Activities::next().await {
        let kept = sqlx::query("insert into sent (id) values ($1)").bind(activity.id).execute(&pool).await;
        if let Err(error) = kept {
            tracing::error!("{error}");
        }
    }
}

pub struct Batches {
    rows: mpsc::UnboundedSender<String>,
}

impl Batches {
    pub fn start(pool: sqlx::PgPool) -> Self {
        let (rows, received) = mpsc::unbounded_channel(); //~ unbounded-mailbox
        drop(tokio::spawn(in_batches(received, move |batch| {
            let pool = pool.clone();
            async move {
                let kept = sqlx::query("insert into rows select unnest($1)").bind(batch).execute(&pool).await;
                if let Err(error) = kept {
                    tracing::error!("{error}");
                }
            }
        })));
        Self { rows }
    }

    pub fn add(&self, rows: Vec<String>) {
        for row in rows {
            if let Err(error) = self.rows.send(row) {
                tracing::error!("{error}");
            }
        }
    }
}

async fn in_batches<F, Fut>(mut rows: mpsc::UnboundedReceiver<String>, mut flush: F)
where
    F: FnMut(Vec<String>) -> Fut,
    Fut: Future<Output = ()>,
{
    while !rows.is_closed() {
        let mut batch = Vec::new();
        let deadline = tokio::time::Instant::now() + Duration::from_millis(100);
        while batch.len() < 100 {
            match tokio::time::timeout_at(deadline, rows.recv_many(&mut batch, 100)).await {
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
        }
        flush(batch).await;
    }
}
