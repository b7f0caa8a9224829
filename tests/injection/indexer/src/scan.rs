//! Work that is divided among threads and tasks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::thread;

use futures::future::join_all;
use tokio::task::{JoinSet, spawn_blocking};

use crate::{Broken, Line};

fn count(path: &PathBuf) -> Result<usize, Broken> {
    Ok(std::fs::read_to_string(path)?.lines().count())
}

/// Counts the lines of many files, each on a thread of its own.
pub fn count_all(paths: Vec<PathBuf>) -> Result<usize, Broken> {
    let threads: Vec<_> =
        paths.into_iter().map(|path| thread::spawn(move || count(&path).unwrap())).collect();
    let mut total = 0;
    for counting in threads {
        let lines = counting.join().map_err(|_| Broken::Crashed("counting".to_owned()))?;
        total += lines;
    }
    Ok(total)
}

/// The same, with threads that end before it does.
pub fn count_both(left: &PathBuf, right: &PathBuf) -> Result<usize, Broken> {
    thread::scope(|scope| {
        let left = scope.spawn(|| count(left).unwrap());
        let right = scope.spawn(|| count(right).unwrap());
        let left = left.join().map_err(|_| Broken::Crashed("the left one".to_owned()))?;
        let right = right.join().map_err(|_| Broken::Crashed("the right one".to_owned()))?;
        Ok(left + right)
    })
}

fn parse(text: &str) -> Line {
    let (source, text) = text.split_once(": ").expect("a line has a source");
    Line { source: source.to_owned(), text: text.to_owned() }
}

/// Parses blocks of text beside each other.
pub async fn parse_all(blocks: Vec<String>) -> Result<Vec<Line>, Broken> {
    let mut running = JoinSet::new();
    for block in blocks {
        running.spawn(async move { block.lines().map(parse).collect::<Vec<Line>>() });
    }
    let mut lines = Vec::new();
    while let Some(parsed) = running.join_next().await {
        let parsed = parsed.map_err(|error| Broken::Crashed(error.to_string()))?;
        lines.extend(parsed);
    }
    Ok(lines)
}

/// How many lines there are in all blocks.
pub async fn sizes(blocks: Vec<String>) -> Result<usize, Broken> {
    let running = blocks.into_iter().map(|block| tokio::spawn(async move { parse(&block).text.len() }));
    let mut total = 0;
    for size in join_all(running).await {
        total += size.map_err(|error| Broken::Crashed(error.to_string()))?;
    }
    Ok(total)
}

/// Reads a file on a thread for blocking work.
pub async fn load(path: PathBuf) -> Result<Vec<Line>, Broken> {
    let loading = spawn_blocking(move || {
        let text = std::fs::read_to_string(&path).expect("it is there");
        text.lines().map(parse).collect::<Vec<_>>()
    });
    loading.await.map_err(|error| Broken::Crashed(error.to_string()))
}

/// What somebody else has written, which may panic.
pub trait Plugin: Sync {
    fn rate(&self, line: &Line) -> u32;
}

pub fn rate_all(plugin: &dyn Plugin, lines: &[Line]) -> Result<u32, Broken> {
    let mut sum = 0;
    for line in lines {
        let rated = catch_unwind(AssertUnwindSafe(|| plugin.rate(line)));
        sum += rated.map_err(|_| Broken::Crashed("the plugin".to_owned()))?;
    }
    Ok(sum)
}

/// Rates beside what else the caller does, and ends with the first that ends.
pub async fn rate_beside(
    plugin: &'static dyn Plugin,
    lines: Vec<Line>,
    mut more: tokio::sync::mpsc::Receiver<Line>,
) -> Result<u32, Broken> {
    let mut rating = spawn_blocking(move || lines.iter().map(|line| plugin.rate(line)).sum::<u32>());
    let mut extra = 0;
    loop {
        tokio::select! {
            rated = &mut rating => {
                let rated = rated.map_err(|error| Broken::Crashed(error.to_string()))?;
                return Ok(rated + extra);
            }
            Some(line) = more.recv() => extra += line.text.len() as u32,
        }
    }
}
