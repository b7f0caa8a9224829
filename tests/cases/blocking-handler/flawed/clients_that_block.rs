//! Clients, child processes and databases that hold up a worker.
use std::io::{Read, Write};

pub async fn fetch(url: String) -> Option<String> {
    let answer = reqwest::blocking::get(url).ok()?; //~ blocking-handler: for something outside the program
    answer.text().ok()
}

pub async fn ask(address: String) -> std::io::Result<Vec<u8>> {
    let mut peer = std::net::TcpStream::connect(address)?; //~ blocking-handler: for something outside the program
    peer.write_all(b"hello")?;
    let mut answer = Vec::new();
    peer.read_to_end(&mut answer)?;
    Ok(answer)
}

pub fn build() -> tokio::task::JoinHandle<bool> {
    tokio::spawn(async {
        let status = std::process::Command::new("make").status(); //~ blocking-handler: for another program
        status.is_ok_and(|status| status.success())
    })
}

pub fn record(path: String) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        if let Ok(base) = rusqlite::Connection::open(path) {
            base.execute("insert into seen values (1)", []).ok(); //~ blocking-handler: for the disk
        }
    })
}
