//! The centre: tokio's channels.

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::{Letter, Refused, register};

/// Where people hand in their letters.
#[derive(Clone, Debug)]
pub struct Counter {
    letters: mpsc::Sender<Letter>,
    express: mpsc::Sender<Letter>,
}

pub fn open(pool: sqlx::PgPool) -> (Counter, JoinHandle<Result<(), sqlx::Error>>) {
    let (letters, incoming) = mpsc::channel(32);
    let (express, urgent) = mpsc::channel(4);
    let sorter = tokio::spawn(sort(pool, incoming, urgent));
    (Counter { letters, express }, sorter)
}

async fn sort(
    pool: sqlx::PgPool,
    mut incoming: mpsc::Receiver<Letter>,
    mut urgent: mpsc::Receiver<Letter>,
) -> Result<(), sqlx::Error> {
    loop {
        let letter = tokio::select! {
            biased;
            Some(letter) = urgent.recv() => letter,
            Some(letter) = incoming.recv() => letter,
            else => return Ok(()),
        };
        register(&pool, &letter).await?;
    }
}

impl Counter {
    pub async fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.letters.send(letter).await.map_err(|_| Refused::Gone)?;
        Ok(())
    }

    pub fn accept_express(&self, letter: Letter) -> Result<(), Refused> {
        self.express.try_send(letter).map_err(|_| Refused::Full)?;
        Ok(())
    }

    pub async fn accept_all(&self, letters: Vec<Letter>) -> Result<usize, Refused> {
        let count = letters.len();
        for letter in letters {
            self.letters.send(letter).await.map_err(|_| Refused::Gone)?;
        }
        Ok(count)
    }
}
