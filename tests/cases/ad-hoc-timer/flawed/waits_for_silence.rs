//! Periodic work that is done only when no message came for a while.

use std::sync::mpsc as sync;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

const RENEW: Duration = Duration::from_secs(5);

struct Lease {
    pool: sqlx::PgPool,
}

impl Lease {
    async fn renew(&self) -> Result<(), sqlx::Error> {
        sqlx::query("update leases set until = now()").execute(&self.pool).await?;
        Ok(())
    }
}

async fn serve(mut jobs: mpsc::Receiver<u64>, lease: Lease) {
    loop {
        match timeout(RENEW, jobs.recv()).await { //~ ad-hoc-timer: begins the wait anew
            Ok(Some(job)) => println!("{job}"),
            Ok(None) => return,
            Err(_) => {
                if let Err(error) = lease.renew().await {
                    tracing::error!("{error}");
                }
            }
        }
    }
}

struct Room {
    events: crossbeam_channel::Receiver<u64>,
    left: Vec<i64>,
    log: Vec<u64>,
}

impl Room {
    fn tick(&mut self) {
        self.left.retain(|left| *left > 0);
    }

    fn run(mut self) {
        loop {
            match self.events.recv_timeout(Duration::from_millis(250)) { //~ ad-hoc-timer: begins the wait of 250 ms anew
                Ok(event) => self.log.push(event),
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => self.tick(),
                Err(crossbeam_channel::RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

pub fn gather(lines: sync::Receiver<String>, mut out: std::fs::File) -> std::io::Result<()> {
    use std::io::Write;
    let mut held = String::new();
    loop {
        if let Ok(line) = lines.recv_timeout(Duration::from_secs(1)) { //~ ad-hoc-timer: begins the wait of 1 s anew
            held.push_str(&line);
        } else {
            out.write_all(held.as_bytes())?;
            held.clear();
        }
    }
}

pub fn start(
    jobs: mpsc::Receiver<u64>,
    pool: sqlx::PgPool,
    events: crossbeam_channel::Receiver<u64>,
) {
    tokio::spawn(serve(jobs, Lease { pool }));
    std::thread::spawn(move || Room { events, left: Vec::new(), log: Vec::new() }.run());
}
