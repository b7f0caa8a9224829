//! What `otplint why` knows of small sources: golden, so that every change of the model is seen.
//!
//! Each line that ends in `// why` is asked about.

use std::process::Command;

fn why(source: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.rs"), source).expect("a file");
    let mut told = String::new();
    for (index, _) in source
        .lines()
        .enumerate()
        .filter(|(_, line)| line.ends_with("// why"))
    {
        let run = Command::new(env!("CARGO_BIN_EXE_otplint"))
            .args([
                "why",
                "--no-config",
                "--threads",
                "1",
                &format!("a.rs:{}", index + 1),
            ])
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        told += &String::from_utf8(run.stdout).expect("UTF-8");
    }
    assert!(!told.is_empty(), "no line is marked");
    told
}

macro_rules! golden {
    ($($name:ident: $source:literal)*) => {
        $(#[test] fn $name() { insta::assert_snapshot!(why($source)); })*
    };
}

golden! {
    a_channel_through_fields: r#"
use tokio::sync::mpsc;
pub struct Front { jobs: mpsc::Sender<u32> }
pub struct Back { jobs: mpsc::Receiver<u32> }
pub fn pair() -> (Front, Back) {
    let (tx, rx) = mpsc::channel(16); // why
    (Front { jobs: tx }, Back { jobs: rx }) // why
}
impl Front {
    pub async fn put(&self, job: u32) { let _ = self.jobs.send(job).await; } // why
}
"#
    guards_stand_for_places: r#"
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;
pub struct Stock { items: Arc<Mutex<HashMap<u32, u32>>> }
impl Stock {
    pub async fn take(&self, id: u32) -> Option<u32> {
        let mut items = self.items.lock().await; // why
        items.remove(&id) // why
    }
    pub async fn add(&self, id: u32) {
        *self.items.lock().await.entry(id).or_insert(0) += 1; // why
    }
}
"#
    the_arms_of_a_select: r#"
use tokio::sync::mpsc::Receiver;
use tokio::time::{Duration, sleep};
pub async fn run(mut jobs: Receiver<u32>, mut stop: Receiver<()>) {
    loop {
        tokio::select! { // why
            biased;
            Some(job) = jobs.recv() => drop(job), // why
            _ = stop.recv() => break, // why
            _ = sleep(Duration::from_secs(1)), if true => {}
            else => return,
        }
    }
}
"#
    failures_leave_early: r#"
use std::io;
pub struct Pair { left: Vec<u32>, right: Vec<u32> }
impl Pair {
    pub fn both(&mut self, text: &str) -> Result<(), io::Error> { // why
        self.left.push(1); // why
        let text = std::fs::read_to_string(text)?; // why
        self.right.push(text.len() as u32);
        Ok(())
    }
}
"#
    a_closure_that_is_spawned: r#"
use std::sync::{Arc, Mutex};
pub fn start(count: Arc<Mutex<u32>>) {
    let work = move || { *count.lock().unwrap() += 1; }; // why
    let handle = std::thread::spawn(work); // why
    handle.join().unwrap(); // why
}
"#
    a_trait_object: r#"
pub trait Sink { fn put(&self, item: u32) -> bool; }
pub struct Left;
pub struct Right;
impl Sink for Left { fn put(&self, _: u32) -> bool { true } }
impl Sink for Right { fn put(&self, _: u32) -> bool { false } }
pub fn all(sinks: &[Box<dyn Sink>]) {
    for sink in sinks { // why
        sink.put(1); // why
    }
}
"#
    a_macro_of_the_project: r#"
use tokio::sync::mpsc::Sender;
macro_rules! put { ($to:expr, $item:expr) => { let _ = $to.send($item).await; }; }
pub async fn run(to: Sender<u32>) {
    put!(to, 7); // why
    somewhere::unknown!(to => 7); // why
}
"#
    a_write_by_sql: r#"
use sqlx::PgPool;
pub async fn pay(pool: &PgPool, id: i64) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?; // why
    sqlx::query("UPDATE orders SET paid = true WHERE id = $1").bind(id).execute(&mut *tx).await?; // why
    tx.commit().await // why
}
"#
    an_async_block_and_its_captures: r#"
use tokio::sync::mpsc;
pub fn start() -> mpsc::Sender<Vec<u8>> {
    let (tx, mut rx) = mpsc::channel::<Vec<u8>>(1);
    let mut kept = Vec::new();
    tokio::spawn(async move { // why
        while let Some(item) = rx.recv().await { // why
            kept.push(item); // why
        }
    });
    tx
}
"#
    a_helper_is_summed_up: r#"
use std::collections::HashMap;
use tokio::sync::Mutex;
pub struct Book { orders: Mutex<HashMap<u32, u32>> }
impl Book {
    async fn move_on(&self, id: u32) { // why
        if let Some(order) = self.orders.lock().await.remove(&id) { // why
            tokio::task::yield_now().await;
            self.orders.lock().await.insert(id, order + 1);
        }
    }
    pub async fn run(&self) {
        self.move_on(1).await; // why
    }
}
"#
    what_becomes_of_failures: r#"
use tokio::sync::mpsc::Sender;
pub async fn tell(to: Sender<u32>) {
    to.send(1).await.ok(); // why
    to.send(2).await.unwrap(); // why
    if let Err(error) = to.send(3).await { eprintln!("{error}"); } // why
    match to.try_send(4) { Ok(()) => {} Err(_) => return } // why
}
"#
    nothing_is_known: r#"
pub fn run(thing: other::Thing) {
    thing.act(); // why
    mystery(); // why
}
"#
}
