//! A line that came in half is dropped with the future that reads it.

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::watch;

async fn commands(stream: TcpStream, mut settings: watch::Receiver<u64>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        tokio::select! {
            read = reader.read_line(&mut line) => { //~ cancel-unsafe-select: bytes already moved through `reader`
                if read? == 0 {
                    return Ok(());
                }
                tracing::info!("{line}");
            }
            _ = settings.changed() => tracing::info!("{}", *settings.borrow()),
        }
    }
}
