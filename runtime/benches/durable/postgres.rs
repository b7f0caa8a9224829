//! Jobs through a queue on a PostgreSQL server, beside the loop that everybody writes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use otp_runtime::durable::{Queue, QueueOptions};
use otp_runtime::store::{Options, Store};
use tokio_postgres::{Client, NoTls};

use crate::ours::{Moved, event, runtime};
use crate::server::Server;

/// Jobs in a round.
const JOBS: usize = 4096;
const WORKERS: usize = 64;

/// Runs the ways in turn and prints the medians as ratios to the first: how much quicker.
pub fn compare(binaries: &Path, rounds: usize) {
    let server = Server::start(binaries, &[]);
    type Way = fn(&Server) -> Duration;
    let ways: [(&str, Way); 4] = [
        ("take: one row with SKIP LOCKED at a time", plain_take),
        ("take: next, ack", take),
        ("all: one INSERT, one row with SKIP LOCKED", plain_all),
        ("all: push, next, ack", all),
    ];
    let mut times = ways.map(|_| Vec::new());
    for _ in 0..rounds {
        for ((_, way), times) in ways.iter().zip(&mut times) {
            times.push(way(&server).as_secs_f64());
        }
    }
    println!(
        "{JOBS} jobs on PostgreSQL, {WORKERS} workers, and as many producers where all is measured"
    );
    for (index, (name, _)) in ways.iter().enumerate() {
        let plain = &times[index / 2 * 2];
        let speeds = plain.iter().zip(&times[index]);
        let speed = crate::median(speeds.map(|(plain, time)| plain / time).collect());
        let time = Duration::from_secs_f64(crate::median(times[index].clone()));
        println!("  {name:<44} {time:>10.1?}  {speed:.2} times as quick");
    }
}

async fn connect(server: &Server) -> Client {
    let (client, connection) = tokio_postgres::connect(&server.address(), NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}

async fn table(server: &Server) -> Client {
    let client = connect(server).await;
    client
        .batch_execute(
            "DROP TABLE IF EXISTS plain;
             CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job text NOT NULL)",
        )
        .await
        .unwrap();
    client
}

/// Each worker takes a row, and deletes it in the same transaction when it is done.
async fn plain_worker(client: Client, done: Arc<AtomicUsize>) {
    let take = client
        .prepare("SELECT id, job FROM plain ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
        .await
        .unwrap();
    let delete = client
        .prepare("DELETE FROM plain WHERE id = $1")
        .await
        .unwrap();
    while done.load(Ordering::Relaxed) < JOBS {
        client.batch_execute("BEGIN").await.unwrap();
        let row = client.query_opt(&take, &[]).await.unwrap();
        if let Some(row) = &row {
            let id: i64 = row.get(0);
            let _: Moved = serde_json::from_str(row.get(1)).unwrap();
            client.execute(&delete, &[&id]).await.unwrap();
        }
        client.batch_execute("COMMIT").await.unwrap();
        if row.is_some() {
            done.fetch_add(1, Ordering::Relaxed);
        } else {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

async fn plain_workers(clients: Vec<Client>) {
    let done = Arc::new(AtomicUsize::new(0));
    let workers = clients
        .into_iter()
        .map(|client| tokio::spawn(plain_worker(client, done.clone())));
    for worker in workers.collect::<Vec<_>>() {
        worker.await.unwrap();
    }
}

async fn clients(server: &Server) -> Vec<Client> {
    let mut clients = Vec::new();
    for _ in 0..WORKERS {
        clients.push(connect(server).await);
    }
    clients
}

fn plain_take(server: &Server) -> Duration {
    runtime().block_on(async {
        let text = serde_json::to_string(&event()).unwrap();
        let client = table(server).await;
        let fill = format!("INSERT INTO plain (job) SELECT $1 FROM generate_series(1, {JOBS})");
        client.execute(&fill, &[&text]).await.unwrap();
        let clients = clients(server).await;
        let start = Instant::now();
        plain_workers(clients).await;
        start.elapsed()
    })
}

fn plain_all(server: &Server) -> Duration {
    runtime().block_on(async {
        table(server).await;
        let (workers, producers) = (clients(server).await, clients(server).await);
        let start = Instant::now();
        let producers = producers.into_iter().map(|client| {
            tokio::spawn(async move {
                let insert = client
                    .prepare("INSERT INTO plain (job) VALUES ($1)")
                    .await
                    .unwrap();
                for _ in 0..JOBS / WORKERS {
                    let text = serde_json::to_string(&event()).unwrap();
                    client.execute(&insert, &[&text]).await.unwrap();
                }
            })
        });
        let producers: Vec<_> = producers.collect();
        plain_workers(workers).await;
        for producer in producers {
            producer.await.unwrap();
        }
        start.elapsed()
    })
}

async fn queue(server: &Server) -> (Store, Queue<Moved>) {
    let store = Store::open(server.new_store(), Options::default())
        .await
        .unwrap();
    let queue = store
        .queue_with("q", QueueOptions::default())
        .await
        .unwrap();
    (store, queue)
}

async fn workers(queue: &Queue<Moved>) {
    let done = Arc::new(AtomicUsize::new(0));
    let (finished, all_done) = tokio::sync::oneshot::channel();
    let finished = Arc::new(std::sync::Mutex::new(Some(finished)));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (queue, done, finished) = (queue.clone(), done.clone(), finished.clone());
            tokio::spawn(async move {
                loop {
                    queue.next().await.unwrap().ack().await.unwrap();
                    if done.fetch_add(1, Ordering::Relaxed) + 1 == JOBS {
                        let finished = finished.lock().unwrap().take();
                        finished.unwrap().send(()).unwrap();
                    }
                }
            })
        })
        .collect();
    all_done.await.unwrap();
    workers.iter().for_each(|worker| worker.abort());
}

fn take(server: &Server) -> Duration {
    runtime().block_on(async {
        let (store, queue) = queue(server).await;
        for _ in 0..JOBS / 1024 {
            let mut transaction = store.begin();
            for _ in 0..1024 {
                transaction.push(&queue, &event());
            }
            transaction.commit().await.unwrap();
        }
        let start = Instant::now();
        workers(&queue).await;
        let time = start.elapsed();
        store.close().await.unwrap();
        time
    })
}

fn all(server: &Server) -> Duration {
    runtime().block_on(async {
        let (store, queue) = queue(server).await;
        let start = Instant::now();
        let producers: Vec<_> = (0..WORKERS)
            .map(|_| {
                let queue = queue.clone();
                tokio::spawn(async move {
                    for _ in 0..JOBS / WORKERS {
                        queue.push(&event()).await.unwrap();
                    }
                })
            })
            .collect();
        workers(&queue).await;
        for producer in producers {
            producer.await.unwrap();
        }
        let time = start.elapsed();
        store.close().await.unwrap();
        time
    })
}
