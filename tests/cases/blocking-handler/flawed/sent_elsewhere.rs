//! What the program itself sends to a thread that may block in one place, and runs on the runtime in another.
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

pub struct Report(pub usize);

fn count(path: &PathBuf) -> std::io::Result<Report> {
    let lines = BufReader::new(File::open(path)?).lines();
    Ok(Report(lines.count()))
}

pub fn start(inbox: tokio::sync::mpsc::Receiver<PathBuf>, other: tokio::sync::mpsc::Receiver<PathBuf>) {
    drop((tokio::spawn(first(inbox)), tokio::spawn(second(other)), tokio::spawn(third())));
}

async fn first(mut inbox: tokio::sync::mpsc::Receiver<PathBuf>) {
    while let Some(path) = inbox.recv().await {
        let report = tokio::task::spawn_blocking(move || count(&path)).await.unwrap();
        tracing::info!("{}", report.unwrap().0);
    }
}

async fn second(mut inbox: tokio::sync::mpsc::Receiver<PathBuf>) {
    while let Some(path) = inbox.recv().await {
        let report = count(&path); //~ blocking-handler: this runs on a thread of the runtime, and the program itself sends it
        tracing::info!("{}", report.unwrap().0);
    }
}

fn parse(path: &PathBuf) -> std::io::Result<u64> {
    let mut sum = 0;
    for line in BufReader::new(File::open(path)?).lines() {
        sum += line?.len() as u64;
    }
    Ok(sum)
}

fn keep(sum: u64) -> std::io::Result<()> {
    std::fs::write("sum", sum.to_string())
}

async fn third() {
    let path = PathBuf::from("documents");
    match path.exists() {
        true => {
            let sum = parse(&path).unwrap(); //~ blocking-handler: this runs on a thread of the runtime, and the program itself sends it
            tracing::info!("{sum}");
        }
        false => {
            tokio::task::spawn_blocking(move || keep(parse(&path)?)).await.unwrap().unwrap();
        }
    }
}
