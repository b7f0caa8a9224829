//! A block given to a deadline reads or writes in parts, and the loop goes round; a branch of `try_join!` fails, and the
//! caller makes the connection anew.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::timeout;

pub struct Packet {
    payload: Vec<u8>,
}

async fn field(reader: &mut BufReader<OwnedReadHalf>) -> io::Result<Vec<u8>> {
    let length = reader.read_u16().await?; //~ related: this call may be dropped half-way
    let mut field = vec![0; length as usize];
    reader.read_exact(&mut field).await?;
    Ok(field)
}

pub struct Session {
    reader: BufReader<OwnedReadHalf>,
    packets: mpsc::Sender<Packet>,
    silent: u64,
}

impl Session {
    pub async fn run(mut self) -> io::Result<()> {
        loop {
            let arrived = timeout(Duration::from_secs(20), async { //~ cancel-unsafe-select: bytes already moved through `self.reader`
                let topic = field(&mut self.reader).await?; //~ related: through this call
                let payload = field(&mut self.reader).await?;
                Ok::<_, io::Error>(Packet { payload: [topic, payload].concat() })
            });
            match arrived.await {
                Ok(arrived) => {
                    self.silent = 0;
                    self.packets.send(arrived?).await.map_err(|_| io::Error::other("gone"))?;
                }
                Err(_) if self.silent < 3 => self.silent += 1,
                Err(_) => return Err(io::Error::other("silent")),
            }
        }
    }
}

pub async fn acknowledge(mut writer: OwnedWriteHalf, mut outbox: mpsc::Receiver<u8>) -> io::Result<()> {
    while let Some(ack) = outbox.recv().await {
        match timeout(Duration::from_millis(100), async { //~ cancel-unsafe-select: bytes already moved through `writer`
            writer.write_u16(1).await?; //~ related: this call may be dropped half-way
            writer.write_all(&[ack]).await
        })
        .await
        {
            Ok(written) => written?,
            Err(_) => tracing::debug!("a slow sensor"),
        }
    }
    Ok(())
}

pub struct Bridge {
    peer: String,
    packets: mpsc::Receiver<Packet>,
}

impl Bridge {
    pub async fn run(mut self) {
        let mut wait = Duration::from_millis(200);
        loop {
            match self.connected().await { //~ related: used again here
                Ok(()) => return,
                Err(error) => tracing::warn!("no bridge to {}: {error}", self.peer),
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(60));
        }
    }

    async fn connected(&mut self) -> io::Result<()> {
        let mut stream = TcpStream::connect(&self.peer).await?;
        let (mut read, mut half) = stream.split();
        let pongs = async {
            while timeout(Duration::from_secs(60), read.read_u8()).await?? != 0 {}
            Ok::<(), io::Error>(())
        };
        let pump = async {
            while let Some(packet) = self.packets.recv().await { //~ related: taken out of `self.packets` here
                half.write_u16(packet.payload.len() as u16).await?; //~ related: held by this future alone
                half.write_all(&packet.payload).await?;
            }
            Ok(())
        };
        tokio::try_join!(pump, pongs)?; //~ cancel-unsafe-select: what was taken out of `self.packets`
        Ok(())
    }
}
