//! What goes to other machines.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at, timeout};

use crate::{Broken, Line, settings};

/// Sends the size of the index now and then.
pub struct Uploader {
    client: reqwest::Client,
    target: String,
}

impl Uploader {
    pub fn new(target: String) -> Self {
        Self { client: reqwest::Client::new(), target }
    }

    pub async fn run(self) -> Result<(), Broken> {
        let mut every = interval_at(Instant::now() + Duration::from_secs(3), Duration::from_secs(15));
        every.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            every.tick().await;
            self.upload().await?;
        }
    }

    async fn upload(&self) -> Result<(), Broken> {
        let size = tokio::fs::metadata("index.db").await?.len();
        let request = self.client.post(&self.target).body(size.to_string()).timeout(settings::reply_timeout());
        request.send().await?.error_for_status()?;
        Ok(())
    }
}

/// Sends lines to another machine, in the order in which they come.
pub struct Shipper {
    lines: mpsc::Receiver<Line>,
    target: String,
}

impl Shipper {
    pub async fn run(mut self) -> Result<(), Broken> {
        let client = reqwest::Client::new();
        while let Some(line) = self.lines.recv().await {
            let sent = client.post(&self.target).body(line.text).send();
            match timeout(Duration::from_secs(5), sent).await {
                Ok(answer) => drop(answer?.error_for_status()?),
                Err(_) => return Err(Broken::Gone("the other machine")),
            }
        }
        Ok(())
    }
}

/// The way to a shipper, for code that is not async.
pub struct Shipping {
    runtime: Handle,
    task: JoinHandle<Result<(), Broken>>,
    lines: mpsc::Sender<Line>,
}

impl Shipping {
    pub fn start(runtime: Handle, target: String) -> Self {
        let (lines, waiting) = mpsc::channel(256);
        let task = runtime.spawn(Shipper { lines: waiting, target }.run());
        Self { runtime, task, lines }
    }

    pub fn ship(&self, line: Line) -> Result<(), Broken> {
        self.lines.blocking_send(line).map_err(|_| Broken::Gone("the shipper"))
    }

    /// Ends it, and says how it went.
    pub fn finish(self) -> Result<(), Broken> {
        let Self { runtime, task, lines } = self;
        drop(lines);
        runtime.block_on(task).map_err(|error| Broken::Crashed(error.to_string()))?
    }
}

/// Tells a machine that this one is alive, with the newest count.
pub async fn beat(mut counts: mpsc::Receiver<u64>, target: String) -> Result<(), Broken> {
    let client = reqwest::Client::new();
    let mut newest = 0;
    let mut every = interval(Duration::from_secs(5));
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            count = counts.recv() => match count {
                Some(count) => newest = count,
                None => return Ok(()),
            },
            _ = every.tick() => tell(&client, &target, newest).await?,
        }
    }
}

async fn tell(client: &reqwest::Client, target: &str, count: u64) -> Result<(), Broken> {
    let request = client.post(target).body(count.to_string()).timeout(Duration::from_secs(2));
    request.send().await?.error_for_status()?;
    Ok(())
}
