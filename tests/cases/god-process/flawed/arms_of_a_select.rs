//! A loop over several sources that keeps the state of each in locals: while it asks for the rates, nothing else goes on.
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior};

async fn rates(client: &reqwest::Client) -> reqwest::Result<String> {
    client.get("http://localhost/rates").timeout(Duration::from_secs(20)).send().await?.text().await
}

pub async fn desk( //~ god-process: this process has 3 duties that share no state
    mut orders: mpsc::Receiver<(u32, i64)>,
    mut notes: mpsc::Receiver<String>,
    mut refresh: Interval,
    mut report: Interval,
) {
    refresh.set_missed_tick_behavior(MissedTickBehavior::Delay);
    report.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let client = reqwest::Client::new();
    let mut positions: BTreeMap<u32, i64> = BTreeMap::new();
    let mut latest: VecDeque<String> = VecDeque::new();
    loop {
        tokio::select! {
            Some((item, amount)) = orders.recv() => *positions.entry(item).or_default() += amount,
            Some(note) = notes.recv() => {
                latest.push_back(note);
                latest.truncate(50);
            }
            _ = report.tick() => tracing::info!("{} in all", positions.values().sum::<i64>()),
            _ = refresh.tick() => match rates(&client).await {
                Ok(rates) => tracing::info!(rates, "rates"),
                Err(error) => tracing::warn!(%error, "no rates"),
            },
            else => return,
        }
    }
}

pub fn start(
    orders: mpsc::Receiver<(u32, i64)>,
    notes: mpsc::Receiver<String>,
    refresh: Interval,
    report: Interval,
) -> tokio::task::JoinHandle<()> {
    tokio::spawn(desk(orders, notes, refresh, report))
}
