//! The connections of sensors.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::{Broken, Packet};

pub async fn accept(listener: TcpListener, packets: mpsc::Sender<Packet>) -> Result<(), Broken> {
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                let (acks, outbox) = mpsc::channel(16);
                sessions.spawn(Session::new(stream, packets.clone(), acks, outbox).run());
            }
            Some(ended) = sessions.join_next() => match ended {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::info!("a sensor left: {error}"),
                Err(error) => tracing::error!("a session crashed: {error}"),
            },
        }
    }
}

/// One sensor. Its packets are read here, acknowledgements are written by a future beside.
pub struct Session {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    packets: mpsc::Sender<Packet>,
    acks: mpsc::Sender<u8>,
    outbox: mpsc::Receiver<u8>,
    silent: u32,
}

impl Session {
    pub fn new(
        stream: TcpStream,
        packets: mpsc::Sender<Packet>,
        acks: mpsc::Sender<u8>,
        outbox: mpsc::Receiver<u8>,
    ) -> Self {
        let (reader, writer) = stream.into_split();
        Self { reader: BufReader::new(reader), writer, packets, acks, outbox, silent: 0 }
    }

    pub async fn run(self) -> Result<(), Broken> {
        let Self { reader, writer, packets, acks, outbox, .. } = self;
        tokio::try_join!(incoming(reader, packets, acks), outgoing(writer, outbox))?;
        Ok(())
    }

    /// The first packet says who it is.
    pub async fn hello(&mut self) -> Result<Packet, Broken> {
        let first = timeout(Duration::from_secs(5), packet(&mut self.reader)).await;
        first.map_err(|_| Broken::Gone)?
    }

    pub async fn ping(&mut self) -> Result<(), Broken> {
        self.silent += 1;
        self.writer.write_all(&[0]).await?;
        Ok(())
    }
}

async fn incoming(
    mut reader: BufReader<OwnedReadHalf>,
    packets: mpsc::Sender<Packet>,
    acks: mpsc::Sender<u8>,
) -> Result<(), Broken> {
    loop {
        let packet = packet(&mut reader).await?;
        packets.send(packet).await.map_err(|_| Broken::Gone)?;
        acks.send(1).await.map_err(|_| Broken::Gone)?;
    }
}

async fn outgoing(
    mut writer: OwnedWriteHalf,
    mut outbox: mpsc::Receiver<u8>,
) -> Result<(), Broken> {
    while let Some(ack) = outbox.recv().await {
        writer.write_all(&[ack]).await?;
    }
    Ok(())
}

/// A topic and a payload, each after its length.
pub async fn packet<R: AsyncReadExt + Unpin>(reader: &mut R) -> Result<Packet, Broken> {
    let topic = field(reader).await?;
    let payload = field(reader).await?;
    let topic = String::from_utf8(topic.to_vec()).map_err(|_| Broken::Form)?;
    Ok(Packet { topic, payload })
}

async fn field<R: AsyncReadExt + Unpin>(reader: &mut R) -> io::Result<Bytes> {
    let length = reader.read_u16().await?;
    let mut bytes = vec![0; usize::from(length)];
    reader.read_exact(&mut bytes).await?;
    Ok(bytes.into())
}
