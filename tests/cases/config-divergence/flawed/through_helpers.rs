//! What decides how failures are met comes out of a function, however deep; so does the child.
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

fn patience() -> Duration {
    if std::env::var("APP_ENV").as_deref() == Ok("test") { //~ config-divergence: this length of time depends on `"test"` (20 ms, 30 s)
        Duration::from_millis(20)
    } else {
        Duration::from_secs(30)
    }
}

fn waits() -> Duration {
    patience()
}

pub async fn connect(peer: &str) -> Option<TcpStream> {
    let limit = waits();
    timeout(limit, TcpStream::connect(peer)).await.ok()?.ok() //~ related: this is given up after it
}

mod counts {
    fn inner() -> u32 {
        if cfg!(test) { 1000 } else { 5 } //~ config-divergence: this limit depends on `cfg!(test)` (1000, 5)
    }

    pub fn how_many() -> u32 {
        inner()
    }
}

pub async fn announce(pool: sqlx::PgPool) -> Result<(), sqlx::Error> {
    let mut bad = 0u32;
    loop {
        let told = sqlx::query("update sites set seen = now()").execute(&pool).await;
        if let Err(error) = told {
            bad += 1;
            if bad > counts::how_many() { //~ related: failures are counted up to it here
                return Err(error);
            }
        } else {
            bad = 0;
        }
        sleep(Duration::from_secs(1)).await;
    }
}

pub struct Settings {
    pub patient: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            patient: match std::env::var("APP_ENV").as_deref() { //~ config-divergence: this length of time depends on `"production"` (9 s, 1 ms)
                Ok("production") => Duration::from_secs(9),
                _ => Duration::from_millis(1),
            },
        }
    }
}

pub struct Client {
    settings: Settings,
}

impl Client {
    pub async fn ask(&self, peer: &str) -> Option<TcpStream> {
        timeout(self.settings.patient, TcpStream::connect(peer)).await.ok()?.ok() //~ related: this is given up after it
    }
}

pub fn start(children: &mut JoinSet<()>) {
    children.spawn(deliver());
    let testing = std::env::var_os("TEST_MODE").is_some();
    if !testing { //~ config-divergence: `reap` runs only on one side of `TEST_MODE`
        housekeeping(children);
    }
}

fn housekeeping(children: &mut JoinSet<()>) {
    reaping(children);
}

fn reaping(children: &mut JoinSet<()>) {
    children.spawn(reap()); //~ related: it is started here
}

fn quick() -> bool {
    cfg!(test)
}

pub fn start_quickly(children: &mut JoinSet<()>) {
    if quick() { //~ config-divergence: `reap` runs only on one side of `cfg!(test)`
        return;
    }
    housekeeping(children);
}

async fn deliver() {
    loop {
        sleep(Duration::from_secs(1)).await;
        tracing::info!("delivered");
    }
}

async fn reap() {
    loop {
        sleep(Duration::from_secs(60)).await;
        tracing::info!("reaped");
    }
}
