//! A thread that waits for the disk, behind channels of std, crossbeam and flume.
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

fn append(file: &mut File, line: &str) -> std::io::Result<()> {
    writeln!(file, "{line}")?;
    file.sync_data()
}

pub fn by_std(stream: TcpStream, mut file: File) {
    let (lines, incoming) = std::sync::mpsc::channel::<String>(); //~ unbounded-mailbox: grows without a bound
    let writer = std::thread::spawn(move || {
        for line in incoming {
            append(&mut file, &line)?;
        }
        std::io::Result::Ok(())
    });
    let mut read = BufReader::new(stream);
    let mut line = String::new();
    while read.read_line(&mut line).is_ok_and(|length| length > 0) {
        if lines.send(std::mem::take(&mut line)).is_err() { //~ related: for everything that comes from the network
            break;
        }
    }
    drop(lines);
    if let Err(error) = writer.join().expect("it does not panic") {
        tracing::error!("{error}");
    }
}

pub fn by_crossbeam(mut jobs: tokio::sync::mpsc::Receiver<String>, mut file: File) -> std::thread::JoinHandle<std::io::Result<()>> {
    let (lines, incoming) = crossbeam_channel::unbounded(); //~ unbounded-mailbox
    tokio::spawn(async move {
        while let Some(job) = jobs.recv().await {
            pass_on(&lines, job);
        }
    });
    std::thread::spawn(move || {
        while let Ok(line) = incoming.recv() {
            append(&mut file, &line)?;
        }
        Ok(())
    })
}

fn pass_on(lines: &crossbeam_channel::Sender<String>, job: String) {
    if lines.try_send(job).is_err() { //~ related: for every message that comes in
        tracing::error!("the writer is gone");
    }
}
