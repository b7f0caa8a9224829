//! A listener that runs out of descriptors, a subscriber that falls behind: neither is the end of their work.
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{broadcast, mpsc};

pub fn start(listener: TcpListener, accepted: mpsc::Sender<TcpStream>, changes: broadcast::Receiver<u64>) {
    let _task = tokio::spawn(accept(listener, accepted)); //~ orphan-task: the first error here ends this task for good
    drop(tokio::spawn(tell(changes))); //~ orphan-task: the first error here ends this task for good
}

async fn accept(listener: TcpListener, accepted: mpsc::Sender<TcpStream>) -> Result<(), std::io::Error> {
    loop {
        let (stream, peer) = listener.accept().await?; //~ related: an error leaves the loop here
        tracing::info!("{peer}");
        if accepted.send(stream).await.is_err() {
            return Ok(());
        }
    }
}

async fn tell(mut changes: broadcast::Receiver<u64>) -> Result<(), broadcast::error::RecvError> {
    loop {
        let change = changes.recv().await?; //~ related: an error leaves the loop here
        tracing::info!("{change}");
    }
}
