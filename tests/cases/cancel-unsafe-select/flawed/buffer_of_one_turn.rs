//! `read_until` keeps what it read in the buffer that it is lent: that dies with the turn, with the future, or is
//! emptied before the next call.
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

pub async fn of_the_turn(mut input: BufReader<TcpStream>, mut ticks: mpsc::Receiver<()>) {
    loop {
        let mut line = Vec::new();
        tokio::select! {
            read = input.read_until(b'\n', &mut line) => { //~ cancel-unsafe-select: bytes already moved
                if read.is_err() { return; }
            }
            _ = ticks.recv() => tracing::info!("tick"),
        }
    }
}

async fn whole_line(input: &mut BufReader<TcpStream>, line: &mut Vec<u8>) -> std::io::Result<usize> {
    input.read_until(b'\n', line).await //~ related: may be dropped half-way
}

pub async fn emptied(mut input: BufReader<TcpStream>, mut ticks: mpsc::Receiver<()>) {
    let mut line = Vec::new();
    loop {
        line.clear();
        tokio::select! {
            read = whole_line(&mut input, &mut line) => { //~ cancel-unsafe-select: bytes already moved
                if read.is_err() { return; }
            }
            _ = ticks.recv() => tracing::info!("tick"),
        }
    }
}

async fn next_line(input: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    input.read_until(b'\n', &mut line).await?; //~ related: may be dropped half-way
    Ok(line)
}

pub async fn of_the_future(mut input: BufReader<TcpStream>) {
    loop {
        match timeout(Duration::from_secs(1), next_line(&mut input)).await { //~ cancel-unsafe-select: bytes already moved
            Ok(Ok(line)) => tracing::info!("{}", line.len()),
            Ok(Err(_)) => return,
            Err(_) => tracing::info!("nothing yet"),
        }
    }
}
