//! Nothing drives the sender: once at the start, once for a value that is owned, or only when something is wrong.
use std::io::Write;
use tokio::sync::mpsc;

pub struct Note {
    pub text: String,
}

async fn store(pool: sqlx::PgPool, mut incoming: mpsc::UnboundedReceiver<Note>) {
    while let Some(note) = incoming.recv().await {
        if let Err(error) = sqlx::query("insert into notes (text) values ($1)").bind(note.text).execute(&pool).await {
            tracing::error!("{error}");
        }
    }
}

pub async fn at_the_start(pool: sqlx::PgPool) {
    let (notes, incoming) = mpsc::unbounded_channel();
    if notes.send(Note { text: "started".to_owned() }).is_err() {
        return;
    }
    drop(notes);
    store(pool, incoming).await;
}

pub fn one_for_each_file(pool: sqlx::PgPool, names: Vec<String>) {
    let (notes, incoming) = mpsc::unbounded_channel();
    drop(tokio::spawn(store(pool, incoming)));
    for text in names {
        if notes.send(Note { text }).is_err() {
            return;
        }
    }
}

/// The thread's writes end in memory.
pub fn kept_in_memory(mut lines: mpsc::Receiver<String>) -> std::thread::JoinHandle<Vec<u8>> {
    let (texts, incoming) = std::sync::mpsc::channel::<String>();
    drop(tokio::spawn(async move {
        while let Some(line) = lines.recv().await {
            if texts.send(line).is_err() {
                return;
            }
        }
    }));
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for text in incoming {
            if writeln!(kept, "{text}").is_err() {
                break;
            }
        }
        kept
    })
}
