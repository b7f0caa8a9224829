//! The receiver is gone for ever, and the outer loop begins anew.

use futures::StreamExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_util::codec::{Framed, LinesCodec};

pub async fn subscribe(address: &str, lines: mpsc::Sender<String>) {
    loop {
        let Ok(stream) = TcpStream::connect(address).await else {
            return;
        };
        let mut framed = Framed::new(stream, LinesCodec::new());
        while let Some(line) = framed.next().await {
            match line {
                Ok(line) => {
                    if lines.send(line).await.is_err() { //~ unbounded-restart: nobody gets it
                        // Nobody listens any more.
                        break;
                    }
                }
                Err(error) => tracing::warn!("{error}"),
            }
        }
        tracing::debug!("the stream has ended: once more");
    }
}

pub fn watch(path: std::path::PathBuf, found: std::sync::mpsc::Sender<String>) {
    std::thread::spawn(move || {
        'again: loop {
            let Ok(folder) = std::fs::read_dir(&path) else {
                return;
            };
            for entry in folder.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                if let Err(error) = found.send(name) { //~ unbounded-restart: nobody gets it
                    tracing::warn!("{error}");
                    continue 'again;
                }
            }
            std::thread::sleep(std::time::Duration::from_secs(1));
        }
    });
}
