//! The transfer was ordered outside; that it must be confirmed is known to the channel alone.
use sqlx::SqlitePool;
use tokio::sync::mpsc;

pub struct Ordered {
    pub id: String,
    pub amount: i64,
}

async fn order(client: &reqwest::Client, amount: i64, ordered: &mpsc::Sender<Ordered>) {
    let answer = client.post("http://localhost/transfers").body(amount.to_string()).send().await; //~ related: it was brought about here
    let Ok(answer) = answer else { return };
    let Ok(id) = answer.text().await else { return };
    if ordered.send(Ordered { id, amount }).await.is_err() { //~ volatile-state: what this effect brought is known to a channel only
        eprintln!("nobody confirms transfers any more");
    }
}

async fn confirm(mut ordered: mpsc::Receiver<Ordered>, pool: SqlitePool) {
    while let Some(transfer) = ordered.recv().await {
        let stored = sqlx::query("INSERT INTO transfers (id, amount) VALUES (?, ?)")
            .bind(transfer.id)
            .bind(transfer.amount)
            .execute(&pool)
            .await;
        if let Err(error) = stored {
            eprintln!("{error}");
        }
    }
}

pub async fn run(client: reqwest::Client, pool: SqlitePool, amounts: Vec<i64>) {
    let (sender, receiver) = mpsc::channel(16);
    let confirmed = tokio::spawn(confirm(receiver, pool));
    for amount in amounts {
        order(&client, amount, &sender).await;
    }
    drop(sender);
    if let Err(error) = confirmed.await {
        eprintln!("{error}");
    }
}
