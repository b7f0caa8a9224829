//! A queue behind a lock: the caller is told that all is well, a task works on it later.
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::SqlitePool;

pub struct Mail {
    pub to: String,
    pub text: String,
}

#[derive(Clone)]
pub struct Outbox {
    mails: Arc<Mutex<VecDeque<Mail>>>,
}

impl Outbox {
    pub fn start(pool: SqlitePool) -> Self {
        let outbox = Self { mails: Arc::new(Mutex::new(VecDeque::new())) };
        let own = outbox.clone();
        tokio::spawn(async move { own.work(pool).await });
        outbox
    }

    pub fn post(&self, mail: Mail) -> Result<(), String> {
        self.mails.lock().unwrap().push_back(mail); //~ volatile-state: accepted work waits in `mails` only
        Ok(())
    }

    async fn work(&self, pool: SqlitePool) {
        loop {
            let next = self.mails.lock().unwrap().pop_front();
            match next {
                Some(mail) => {
                    let sent = sqlx::query("INSERT INTO sent (recipient, text) VALUES (?, ?)").bind(mail.to).bind(mail.text).execute(&pool).await;
                    if let Err(error) = sent {
                        eprintln!("{error}");
                    }
                }
                None => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        }
    }
}
