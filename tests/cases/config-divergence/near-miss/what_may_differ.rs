//! Ports, paths, log levels and doubles of external services may differ; features are no environments.
use std::time::Duration;

pub trait Mailer: Send {
    fn send(&self, text: &str);
}

pub struct Smtp;
impl Mailer for Smtp {
    fn send(&self, text: &str) {
        tracing::info!("sent {text}");
    }
}

pub struct Recorded;
impl Mailer for Recorded {
    fn send(&self, text: &str) {
        tracing::info!("recorded {text}");
    }
}

pub fn mailer() -> Box<dyn Mailer> {
    if cfg!(test) { Box::new(Recorded) } else { Box::new(Smtp) }
}

pub fn port(environment: &str) -> u16 {
    if environment == "production" { 443 } else { 8443 }
}

pub fn path(test_mode: bool) -> &'static str {
    if test_mode { "/tmp/books" } else { "/var/lib/books" }
}

pub fn level() -> &'static str {
    match std::env::var("APP_ENV").as_deref() {
        Ok("production") => "info",
        _ => "debug",
    }
}

pub async fn serve(test_mode: bool) {
    let served = if test_mode { tokio::spawn(recorded()) } else { tokio::spawn(delivered()) };
    if let Err(error) = served.await {
        tracing::error!(%error, "it crashed");
    }
}

pub async fn with_metrics(metrics: bool) {
    if metrics {
        let served = tokio::spawn(recorded());
        if let Err(error) = served.await {
            tracing::error!(%error, "it crashed");
        }
    }
}

pub fn pause(fast: bool) -> Duration {
    if fast { Duration::from_millis(1) } else { Duration::from_secs(1) }
}

async fn recorded() {
    loop {
        tokio::task::yield_now().await;
    }
}

async fn delivered() {
    loop {
        tokio::task::yield_now().await;
    }
}

/// Sizes of batches and caches say nothing of failures; nor does a counter of items.
pub fn batch() -> usize {
    if cfg!(test) { 2 } else { 1000 }
}

pub struct Batches {
    count: usize,
}

impl Batches {
    pub fn push(&mut self, text: &str) -> bool {
        self.count += 1;
        tracing::info!("{text}");
        self.count >= batch()
    }
}

/// A client may have a task of its own; a double has none.
pub enum Client {
    Connected(tokio::task::JoinHandle<()>, u64),
    Double,
}

pub struct Connection {
    pub id: u64,
}

fn connect() -> Connection {
    let driver = tokio::spawn(recorded());
    tracing::info!("driven: {}", driver.is_finished());
    Connection { id: 1 }
}

pub fn connection(test_mode: bool) -> Connection {
    if test_mode { Connection { id: 0 } } else { connect() }
}

/// One starts the other: nothing was copied.
pub fn start_some(children: &mut tokio::task::JoinSet<()>) {
    children.spawn(recorded());
    children.spawn(delivered());
    children.spawn(counted());
}

pub fn start_all(children: &mut tokio::task::JoinSet<()>) {
    start_some(children);
    children.spawn(shown());
}

async fn counted() {
    tokio::task::yield_now().await;
}

async fn shown() {
    tokio::task::yield_now().await;
}

/// The same for both.
pub fn most(test_mode: bool) -> u32 {
    let retries = if test_mode { 5 } else { 5 };
    retries
}

/// A command that is called `test`.
pub async fn command(name: &str) {
    match name {
        "reset" => tracing::info!("reset"),
        "show" => tracing::info!("shown"),
        "test" => {
            if let Err(error) = tokio::spawn(recorded()).await {
                tracing::error!(%error, "it crashed");
            }
        }
        _ => tracing::info!("no such command"),
    }
}

#[derive(Clone, Copy, Debug)]
enum Column {
    Name,
    Amount,
    Debug,
}

/// Nothing is started for a column.
fn columns(test_mode: bool) -> Vec<Column> {
    let mut columns = vec![Column::Name, Column::Amount];
    if test_mode {
        columns.push(Column::Debug);
    }
    columns
}

fn show(test_mode: bool) {
    for column in columns(test_mode) {
        tracing::info!("{column:?}");
    }
}

/// Where it is set says nothing of where it runs.
fn width() -> u32 {
    match std::env::var_os("COLUMNS") {
        Some(_) => 80,
        None => 120,
    }
}

/// The longest line, and no limit of failures.
fn longest(test_mode: bool) -> usize {
    if test_mode { 100 } else { usize::MAX }
}
