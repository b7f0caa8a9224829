//! An interval from a constructor's local into a field, ticking in a `select!` far away.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::Interval;

struct Connection {
    stream: TcpStream,
    ping: Interval,
}

impl Connection {
    fn new(stream: TcpStream, period: Duration) -> Self {
        let ping = tokio::time::interval(period); //~ ad-hoc-timer: all fire at once
        Self { stream, ping }
    }

    async fn run(&mut self, mut stop: mpsc::Receiver<()>) -> std::io::Result<()> {
        use tokio::io::AsyncWriteExt;
        loop {
            tokio::select! {
                _ = self.ping.tick() => { //~ related: it ticks here
                    self.stream.write_all(b"ping").await?; //~ related: the loop waits here
                }
                _ = stop.recv() => return Ok(()),
            }
        }
    }
}
