//! Programs in which many ways lead to the same place: who goes down each of them never comes back. That a test here
//! ends is what it says.
#![forbid(unsafe_code)]

use std::fmt::Write as _;

use otplint_tests::cases::found::{Found, Source, find};

/// What all rules find in a program.
fn check(text: &str) -> Vec<Found> {
    let name = "lib.rs".to_owned();
    let text = format!("{HEAD}{text}");
    find(&[Source { name, text }]).unwrap()
}

const HEAD: &str = "\
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
type Done = Result<u64, sqlx::Error>;
";

/// One piece of text for each number below `count`.
fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "{}", piece(number));
        text
    })
}

/// Twelve types of one trait, each of which calls all of them by it.
#[test]
fn implementors_that_call_each_other() {
    let parts = each(12, |number| {
        format!(
            "struct P{number} {{ seen: HashMap<u64, u64>, done: HashMap<u64, u64>, next: Box<dyn Part>, other: Box<dyn Part> }}
#[async_trait::async_trait]
impl Part for P{number} {{
    async fn go(&mut self, world: &mut World, key: u64) -> Done {{
        self.seen.insert(key, {number});
        self.next.go(world, key).await?;
        sqlx::query(\"insert into t values (1)\").execute(&world.pool).await?;
        let guard = world.lock.lock().await;
        let _ = world.sender.send(*guard);
        drop(guard);
        tokio::select! {{
            done = self.other.go(world, key) => {{ done?; }}
            _ = tokio::time::sleep(Duration::from_secs(1)) => {{}}
        }}
        loop {{
            if tokio::time::timeout(Duration::from_secs(3), self.next.go(world, key)).await.is_ok() {{ break; }}
            tokio::time::sleep(Duration::from_secs(1)).await;
        }}
        self.done.insert(key, 1);
        self.other.go(world, key + 1).await
    }}
    fn now(&mut self, world: &mut World, key: u64) -> Done {{
        self.seen.insert(key, {number});
        self.next.now(world, key)?;
        std::fs::write(\"x\", \"y\").unwrap();
        world.seen.remove(&key);
        self.other.now(world, key)?;
        self.done.insert(key, 1);
        self.next.now(world, key)
    }}
}}"
        )
    });
    check(&format!(
        "struct World {{ seen: HashMap<u64, u64>, pool: sqlx::PgPool, sender: mpsc::UnboundedSender<u64>, lock: Arc<tokio::sync::Mutex<u64>> }}
#[async_trait::async_trait]
trait Part: Send {{
    async fn go(&mut self, world: &mut World, key: u64) -> Done;
    fn now(&mut self, world: &mut World, key: u64) -> Done;
}}
{parts}
async fn run(mut world: World, mut part: Box<dyn Part>, mut keys: mpsc::Receiver<u64>) -> Done {{
    loop {{
        tokio::select! {{
            Some(key) = keys.recv() => {{ part.go(&mut world, key).await?; part.now(&mut world, key)?; }}
            done = part.go(&mut world, 1) => {{ done?; }}
        }}
    }}
}}
fn start(world: World, part: Box<dyn Part>, keys: mpsc::Receiver<u64>) {{ tokio::spawn(run(world, part, keys)); }}
"
    ));
}

/// Sixty messages, each of which is handed to a helper that matches on it again, four deep.
#[test]
fn messages_that_are_matched_again_and_again() {
    let helpers = each(4, |level| {
        let arms = each(60, |number| {
            let on = match level {
                3 => format!("let _ = self.out.send(Message::V{number}(key));"),
                _ => format!(
                    "self.step{}(Message::V{}(key)).await?;",
                    level + 1,
                    (number + 1) % 60
                ),
            };
            format!(
                "Message::V{number}(key) => {{ self.seen.insert(key, 1); {on} self.done.insert(key, 1); }}"
            )
        });
        format!(
            "async fn step{level}(&mut self, message: Message) -> Done {{ match message {{ {arms} }} Ok(1) }}"
        )
    });
    let variants = each(60, |number| format!("V{number}(u64),"));
    check(&format!(
        "enum Message {{ {variants} }}
struct Server {{ seen: HashMap<u64, u64>, done: HashMap<u64, u64>, out: mpsc::UnboundedSender<Message> }}
impl Server {{
{helpers}
    async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Message>) -> Done {{
        while let Some(message) = inbox.recv().await {{ self.step0(message).await?; }}
        Ok(1)
    }}
}}
fn start(server: Server, inbox: mpsc::UnboundedReceiver<Message>) {{ tokio::spawn(server.run(inbox)); }}
"
    ));
}

/// Each future holds the one before twice, and so does its type.
#[test]
fn futures_of_the_same_futures() {
    let (wrapped, joined) = (
        each(60, |number| {
            format!("let f{} = wrap(f{number}, f{number});", number + 1)
        }),
        each(60, |number| {
            format!(
                "let f{} = futures::future::join(f{number}, f{number});",
                number + 1
            )
        }),
    );
    check(&format!(
        "async fn one() -> u64 {{ 1 }}
fn wrap<A: Future, B: Future>(a: A, b: B) -> impl Future<Output = u64> {{ async move {{ a.await; b.await; 1 }} }}
async fn serve(mut inbox: mpsc::Receiver<u64>) {{
    let f0 = one();
    {wrapped}
    loop {{ tokio::select! {{ _ = inbox.recv() => {{ f60.await; }} }} }}
}}
async fn join() {{
    let f0 = one();
    {joined}
    f60.await;
}}
fn start(inbox: mpsc::Receiver<u64>) {{ tokio::spawn(serve(inbox)); tokio::spawn(join()); }}
"
    ));
}

/// Each value is made of the one before by a call that is given it thirty times.
#[test]
fn values_made_of_the_same_values() {
    let params = each(30, |number| format!("a{number}: u64,"));
    let made = each(14, |number| {
        let given = format!("x{number},").repeat(30);
        format!("let x{} = made({given});", number + 1)
    });
    check(&format!(
        "fn made({params}) -> u64 {{ a0 }}
struct Job {{ key: u64, reply: oneshot::Sender<u64> }}
struct Server {{ seen: HashMap<u64, u64>, queue: Vec<u64>, pool: sqlx::PgPool }}
impl Server {{
    async fn handle(&mut self, job: Job, out: &mpsc::UnboundedSender<u64>) -> Done {{
        let x0 = job.key;
        {made}
        self.seen.insert(x14, x14);
        self.queue.push(x14);
        tokio::time::sleep(Duration::from_secs(x14)).await;
        let _ = job.reply.send(x14);
        let _ = out.send(x14);
        sqlx::query(\"insert into t values ($1)\").bind(x14).execute(&self.pool).await?;
        Ok(x14)
    }}
    async fn run(mut self, mut inbox: mpsc::Receiver<Job>, out: mpsc::UnboundedSender<u64>) -> Done {{
        while let Some(job) = inbox.recv().await {{ self.handle(job, &out).await?; }}
        Ok(1)
    }}
}}
async fn later(x0: u64, queue: Arc<Mutex<Vec<u64>>>) {{
    {made}
    tokio::spawn(async move {{ tokio::time::sleep(x14).await; queue.lock().unwrap().push(x14); }});
}}
fn start(server: Server, inbox: mpsc::Receiver<Job>, out: mpsc::UnboundedSender<u64>) {{ tokio::spawn(server.run(inbox, out)); }}
"
    ));
}
