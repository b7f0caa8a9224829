//! What is in flight is sent again by its owner; what is measured may be lost; a connection ends with its process.
use std::collections::HashMap;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::mpsc;

pub struct Frame {
    pub number: u64,
    pub bytes: Vec<u8>,
}

pub struct Metric {
    pub name: String,
    pub value: f64,
}

struct Session {
    stream: TcpStream,
    user: String,
}

struct Link { //~ god-process: this process has 3 duties that share no state
    in_flight: HashMap<u64, Frame>,
    metrics: Vec<Metric>,
    sessions: HashMap<String, Session>,
    client: reqwest::Client,
}

enum Event {
    Send(Frame),
    Acknowledged(u64),
    Reconnected,
    Measured(Metric),
    Opened(Session),
    Closed(String),
}

impl Link {
    async fn run(mut self, mut mailbox: mpsc::Receiver<Event>, wire: mpsc::Sender<Vec<u8>>) -> Result<(), mpsc::error::SendError<Vec<u8>>> {
        let mut tick = tokio::time::interval(Duration::from_secs(10));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                event = mailbox.recv() => match event {
                    Some(Event::Send(frame)) => {
                        wire.send(frame.bytes.clone()).await?;
                        self.in_flight.insert(frame.number, frame);
                    }
                    Some(Event::Acknowledged(number)) => {
                        self.in_flight.remove(&number);
                    }
                    Some(Event::Reconnected) => {
                        for frame in self.in_flight.values() {
                            wire.send(frame.bytes.clone()).await?;
                        }
                    }
                    Some(Event::Measured(metric)) => self.metrics.push(metric),
                    Some(Event::Opened(session)) => {
                        self.sessions.insert(session.user.clone(), session);
                    }
                    Some(Event::Closed(user)) => {
                        if let Some(session) = self.sessions.remove(&user) {
                            drop(session.stream);
                        }
                    }
                    None => return Ok(()),
                },
                _ = tick.tick() => {
                    let metrics = std::mem::take(&mut self.metrics);
                    let text: String = metrics.iter().map(|metric| format!("{} {}\n", metric.name, metric.value)).collect();
                    if let Err(error) = self.client.post("http://localhost/metrics").body(text).timeout(Duration::from_secs(5)).send().await {
                        eprintln!("{error}");
                    }
                }
            }
        }
    }
}

pub fn start(client: reqwest::Client, wire: mpsc::Sender<Vec<u8>>) -> (mpsc::Sender<Event>, tokio::task::JoinHandle<Result<(), mpsc::error::SendError<Vec<u8>>>>) {
    let (sender, mailbox) = mpsc::channel(8);
    let link = Link { in_flight: HashMap::new(), metrics: Vec::new(), sessions: HashMap::new(), client };
    (sender, tokio::spawn(link.run(mailbox, wire)))
}
