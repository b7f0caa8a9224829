use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A frame as it came, with its meter.
#[derive(Debug)]
pub struct Frame {
    pub meter: u64,
    pub body: Vec<u8>,
}

pub async fn accept(
    listener: TcpListener,
    frames: mpsc::Sender<Frame>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let mut meters = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, peer) = accepted?;
                tracing::debug!("{peer} is here");
                let meter = Meter::new(stream, frames.clone(), stop.clone());
                meters.spawn(meter.run());
            }
            Some(ended) = meters.join_next() => match ended {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!("a meter left: {error}"),
                Err(error) => tracing::error!("a meter's task crashed: {error}"),
            },
            _ = stop.changed() => return Ok(()),
        }
    }
}

/// The connection of one meter.
struct Meter {
    id: u64,
    input: BufReader<OwnedReadHalf>,
    output: OwnedWriteHalf,
    frames: mpsc::Sender<Frame>,
    stop: watch::Receiver<bool>,
    seen: u64,
}

impl Meter {
    fn new(stream: TcpStream, frames: mpsc::Sender<Frame>, stop: watch::Receiver<bool>) -> Self {
        let (input, output) = stream.into_split();
        Self { id: 0, input: BufReader::new(input), output, frames, stop, seen: 0 }
    }

    async fn run(mut self) -> io::Result<()> {
        self.greet().await?;
        let mut report = interval(Duration::from_secs(60));
        report.set_missed_tick_behavior(MissedTickBehavior::Skip);
        while !*self.stop.borrow() {
            let Ok(ready) = timeout(Duration::from_secs(90), self.input.fill_buf()).await else {
                tracing::info!("meter {} is silent", self.id);
                return Ok(());
            };
            if ready?.is_empty() {
                return Ok(());
            }
            let body = self.frame().await?;
            self.pass(body).await?;
        }
        self.output.shutdown().await
    }

    /// The hello of a meter is its number, as text on one line.
    async fn greet(&mut self) -> io::Result<()> {
        let mut line = String::new();
        let read = timeout(Duration::from_secs(5), self.input.read_line(&mut line)).await;
        read.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        self.id = line.trim().parse().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        self.output.write_all(b"hello\n").await
    }

    async fn frame(&mut self) -> io::Result<Vec<u8>> {
        let length = self.input.read_u16().await?;
        let mut body = vec![0; usize::from(length)];
        self.input.read_exact(&mut body).await?;
        Ok(body)
    }

    async fn pass(&mut self, body: Vec<u8>) -> io::Result<()> {
        self.seen += 1;
        let frame = Frame { meter: self.id, body };
        self.frames.send(frame).await.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
