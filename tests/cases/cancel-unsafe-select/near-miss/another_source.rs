//! Where the future was dropped another source is put in its place; what was taken was also kept elsewhere.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

struct Printer {
    link: TcpStream,
}

impl Printer {
    async fn print(&mut self, ticket: &[u8]) -> std::io::Result<()> {
        for _ in 0..3 {
            match tokio::time::timeout(Duration::from_secs(4), self.link.write_all(ticket)).await {
                Ok(done) => return done,
                Err(_) => self.link = TcpStream::connect("printer:9100").await?,
            }
        }
        Ok(())
    }
}

struct Session {
    bodies: tokio::sync::mpsc::Receiver<Vec<u8>>,
    sent: Vec<Vec<u8>>,
}

impl Session {
    async fn body(&mut self) -> Option<Vec<u8>> {
        let body = self.bodies.recv().await;
        body.inspect(|body| self.sent.push(body.clone()))
    }
}

async fn forward(session: &mut Session, link: &tokio::sync::mpsc::Sender<Vec<u8>>) -> bool {
    match session.body().await {
        Some(body) => link.send(body).await.is_ok(),
        None => false,
    }
}

async fn run(session: &mut Session, link: &tokio::sync::mpsc::Sender<Vec<u8>>, mut ticks: tokio::sync::mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            open = forward(session, link) => {
                if !open {
                    return;
                }
            }
            Some(()) = ticks.recv() => tracing::info!("tick"),
        }
    }
}

struct Plugin {
    supervisor: std::sync::Mutex<Option<tokio::task::JoinHandle<()>>>,
}

fn patience() -> Duration {
    Duration::from_secs(5)
}

impl Plugin {
    async fn stop(&self) {
        let supervisor = self.supervisor.lock().unwrap().take();
        if let Some(mut handle) = supervisor
            && tokio::time::timeout(patience(), &mut handle).await.is_err()
        {
            handle.abort();
        }
    }
}

async fn stop_all(plugins: &[Plugin]) {
    let longer = patience() + Duration::from_secs(1);
    for plugin in plugins {
        if tokio::time::timeout(longer, plugin.stop()).await.is_err() {
            tracing::warn!("a plugin that does not stop");
        }
    }
}
