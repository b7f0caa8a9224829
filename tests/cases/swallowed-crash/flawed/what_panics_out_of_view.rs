//! What panics stands in a function that is handed on, or in code that somebody else writes.
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::{JoinSet, spawn_blocking};

pub trait Plugin: Send + Sync {
    fn rate(&self, line: &str) -> u32;
}

fn parse(text: &str) -> (String, String) {
    let (source, text) = text.split_once(": ").expect("a line has a source");
    (source.to_owned(), text.to_owned())
}

pub async fn parse_all(blocks: Vec<String>) -> Vec<(String, String)> {
    let mut running = JoinSet::new();
    for block in blocks {
        running.spawn(async move { block.lines().map(parse).collect::<Vec<_>>() });
    }
    let mut lines = Vec::new();
    while let Some(parsed) = running.join_next().await { //~ swallowed-crash: its result is left out or replaced
        if let Ok(parsed) = parsed {
            lines.extend(parsed);
        }
    }
    lines
}

pub async fn rate(plugin: Arc<dyn Plugin>, lines: Vec<String>, mut more: mpsc::Receiver<String>) -> u32 {
    let mut rating = spawn_blocking(move || lines.iter().map(|line| plugin.rate(line)).sum::<u32>());
    let mut extra = 0;
    loop {
        tokio::select! {
            rated = &mut rating => { //~ swallowed-crash: its result is left out or replaced
                return rated.unwrap_or(0) + extra;
            }
            Some(line) = more.recv() => extra += line.len() as u32,
        }
    }
}
