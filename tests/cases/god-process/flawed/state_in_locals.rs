//! The state is in locals of the loop, and the kinds of event are arms of its `select!`.
use std::collections::{HashMap, VecDeque};
use std::time::Duration;
use tokio::sync::mpsc;

pub struct Inboxes {
    pub joined: mpsc::Receiver<(u64, String)>,
    pub left: mpsc::Receiver<u64>,
    pub renamed: mpsc::Receiver<(u64, String)>,
    pub jobs: mpsc::Receiver<String>,
    pub urgent: mpsc::Receiver<String>,
}

pub async fn serve(mut inboxes: Inboxes, client: reqwest::Client) { //~ god-process: this process has 2 duties
    let mut members: HashMap<u64, String> = HashMap::new();
    let mut queue: VecDeque<String> = VecDeque::new();
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            Some((id, name)) = inboxes.joined.recv() => {
                members.insert(id, name);
            }
            Some(id) = inboxes.left.recv() => {
                members.remove(&id);
            }
            Some((id, name)) = inboxes.renamed.recv() => {
                members.insert(id, name);
            }
            Some(job) = inboxes.jobs.recv() => queue.push_back(job),
            Some(job) = inboxes.urgent.recv() => queue.push_front(job),
            _ = tick.tick() => {
                if let Some(job) = queue.front() {
                    let sent = client.post("http://localhost/jobs").body(job.clone()).timeout(Duration::from_secs(9)).send();
                    if sent.await.is_ok() {
                        queue.pop_front();
                    }
                }
            }
        }
    }
}

pub fn start(inboxes: Inboxes, client: reqwest::Client) -> tokio::task::JoinHandle<()> {
    tokio::spawn(serve(inboxes, client))
}
