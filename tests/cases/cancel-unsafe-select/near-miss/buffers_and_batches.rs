//! The buffer lives on and is emptied only after a whole line; the batch is the caller's; tasks without a result.
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

async fn whole_line(input: &mut BufReader<TcpStream>, line: &mut Vec<u8>) -> std::io::Result<usize> {
    input.read_until(b'\n', line).await
}

pub async fn lives_on(mut input: BufReader<TcpStream>, mut ticks: mpsc::Receiver<()>) {
    let mut line = Vec::new();
    loop {
        tokio::select! {
            read = whole_line(&mut input, &mut line) => {
                if read.is_err() { return; }
                tracing::info!("{}", line.len());
                line.clear();
            }
            _ = ticks.recv() => tracing::info!("tick"),
        }
    }
}

pub async fn of_the_caller(input: &mut BufReader<TcpStream>, line: &mut Vec<u8>) -> bool {
    timeout(Duration::from_secs(1), input.read_until(b'\n', line)).await.is_ok()
}

async fn fill(readings: &mut mpsc::Receiver<String>, few: &mut Vec<String>) {
    while few.len() < 16 {
        let Some(reading) = readings.recv().await else { break };
        few.push(reading);
    }
}

pub async fn batch_of_the_caller(mut readings: mpsc::Receiver<String>, mut stop: mpsc::Receiver<()>) {
    let mut few: Vec<String> = Vec::new();
    loop {
        tokio::select! {
            () = fill(&mut readings, &mut few) => {
                tracing::info!("{}", few.len());
                few.clear();
            }
            _ = stop.recv() => tracing::info!("{}", few.len()),
        }
    }
}

async fn wait_for_one(running: &mut JoinSet<()>, told: &mpsc::Sender<bool>) {
    if let Some(ended) = running.join_next().await {
        told.send(ended.is_ok()).await.ok();
    }
}

pub async fn nothing_comes_out(mut running: JoinSet<()>, told: mpsc::Sender<bool>, mut starts: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            () = wait_for_one(&mut running, &told), if !running.is_empty() => {}
            start = starts.recv() => {
                let Some(start) = start else { return };
                running.spawn(async move { tracing::info!("{start}") });
            }
        }
    }
}
