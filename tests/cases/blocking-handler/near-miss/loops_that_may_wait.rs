//! Loops whose waits are bounded, drained, their own, or in an arm of the `select!`.
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::mpsc;

pub enum Command {
    Refresh(String),
    Forget(String),
}

pub struct Directory {
    known: Vec<String>,
    commands: mpsc::Receiver<Command>,
    client: reqwest::Client,
}

impl Directory {
    pub async fn run(mut self) {
        let pause = tokio::time::sleep(Duration::from_secs(60));
        tokio::pin!(pause);
        loop {
            tokio::select! {
                Some(command) = self.commands.recv() => match command {
                    Command::Refresh(url) => {
                        let asked = tokio::time::timeout(Duration::from_secs(5), self.client.get(&url).send());
                        if asked.await.is_ok() {
                            self.known.push(url);
                        }
                    }
                    Command::Forget(url) => self.known.retain(|known| *known != url),
                },
                _ = &mut pause => break,
            }
        }
    }
}

pub fn start(directory: Directory) -> tokio::task::JoinHandle<()> {
    tokio::spawn(directory.run())
}

/// One kind of work, at its own pace.
pub fn paced(mut jobs: mpsc::Receiver<String>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(job) = jobs.recv().await {
            println!("{job}");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
}

/// Collects what comes meanwhile.
pub fn gathered(mut commands: mpsc::Receiver<Command>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(first) = commands.recv().await {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let mut all = vec![first];
            while let Ok(next) = commands.try_recv() {
                all.push(next);
            }
            println!("{}", all.len());
        }
    })
}

/// Members that do not keep up lose messages, by decision.
pub fn fan_out(mut texts: mpsc::Receiver<String>, members: HashMap<u64, mpsc::Sender<String>>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(text) = texts.recv().await {
            for member in members.values() {
                if member.try_send(text.clone()).is_err() {
                    println!("a member is slow");
                }
            }
        }
    })
}

/// Workers that share the load: that they make it wait is meant.
pub fn shared_out(mut jobs: mpsc::Receiver<String>, workers: Vec<mpsc::Sender<String>>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut next = 0;
        while let Some(job) = jobs.recv().await {
            if workers[next % workers.len()].send(job).await.is_err() {
                break;
            }
            next += 1;
        }
    })
}

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Running what it is given is all that it does.
pub fn executor(mut works: mpsc::Receiver<Work>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(work) = works.recv().await {
            work.await;
        }
    })
}

/// Mailboxes without a bound have always room.
pub struct Hall {
    members: HashMap<u64, async_channel::Sender<String>>,
    commands: mpsc::Receiver<HallCommand>,
}

pub enum HallCommand {
    Open(u64, async_channel::Sender<String>),
    All(String),
}

impl Hall {
    pub async fn run(mut self) {
        while let Some(command) = self.commands.recv().await {
            match command {
                HallCommand::Open(id, member) => {
                    self.members.insert(id, member);
                }
                HallCommand::All(text) => {
                    for member in self.members.values() {
                        member.send(text.clone()).await.ok();
                    }
                }
            }
        }
    }
}

pub async fn subscribe(commands: mpsc::Sender<HallCommand>) -> Option<async_channel::Receiver<String>> {
    let (sender, receiver) = async_channel::unbounded();
    commands.send(HallCommand::Open(1, sender)).await.ok()?;
    Some(receiver)
}

pub fn enter(hall: Hall) -> tokio::task::JoinHandle<()> {
    tokio::spawn(hall.run())
}
