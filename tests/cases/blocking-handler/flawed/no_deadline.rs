//! A process that asks something outside without a deadline, in a helper, while others wait for it.
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
        let mut tick = tokio::time::interval(Duration::from_secs(60));
        loop {
            tokio::select! {
                Some(command) = self.commands.recv() => self.handle(command).await,
                _ = tick.tick() => self.known.clear(),
            }
        }
    }

    async fn handle(&mut self, command: Command) {
        match command {
            Command::Refresh(url) => self.refresh(url).await,
            Command::Forget(url) => self.known.retain(|known| *known != url),
        }
    }

    async fn refresh(&mut self, url: String) {
        if self.client.get(&url).send().await.is_ok() { //~ blocking-handler: waits without a deadline
            self.known.push(url);
        }
    }
}

pub fn start(directory: Directory) -> tokio::task::JoinHandle<()> {
    tokio::spawn(directory.run())
}
