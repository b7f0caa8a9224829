//! Receivers of a broadcast that throw away what it says of the messages they missed.
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::broadcast;

#[derive(Clone)]
pub struct Letter {
    pub body: String,
}

/// In the arm of a `select!`.
pub async fn forward(mut letters: broadcast::Receiver<Letter>, mut news: broadcast::Receiver<Letter>, mut peer: TcpStream) -> std::io::Result<()> {
    loop {
        let letter = tokio::select! {
            letter = letters.recv() => { //~ raw-send: too slow
                let Ok(letter) = letter else {
                    continue;
                };
                letter
            }
            letter = news.recv() => match letter { //~ raw-send: too slow
                Ok(letter) => letter,
                Err(_) => continue,
            }
        };
        peer.write_all(letter.body.as_bytes()).await?;
    }
}

/// By a pattern that forgets the failure.
pub async fn store(mut letters: broadcast::Receiver<Letter>, pool: sqlx::PgPool) {
    loop {
        if let Ok(letter) = letters.recv().await { //~ raw-send: too slow
            let kept = sqlx::query("insert into letters (body) values ($1)").bind(letter.body).execute(&pool).await;
            if let Err(error) = kept {
                tracing::error!("{error}");
            }
        }
    }
}

/// The first lag ends the task.
pub fn archive(mut letters: broadcast::Receiver<Letter>, pool: sqlx::PgPool) {
    tokio::spawn(async move {
        while let Ok(letter) = letters.recv().await { //~ raw-send: ends for good
            let kept = sqlx::query("insert into letters (body) values ($1)").bind(letter.body).execute(&pool).await;
            if let Err(error) = kept {
                tracing::error!("{error}");
            }
        }
    });
}
