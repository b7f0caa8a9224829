//! The receiver is made a stream before a task takes from it.
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

pub struct Packet {
    pub bytes: Vec<u8>,
}

pub struct Node {
    egress: mpsc::Sender<Packet>,
}

pub fn start(socket: UdpSocket) -> Node {
    let (egress, packets) = mpsc::channel(64);
    drop(tokio::spawn(send_loop(socket, packets)));
    Node { egress }
}

impl Node {
    pub fn send(&self, packet: Packet) -> Result<(), String> {
        let _ = self.egress.try_send(packet); //~ raw-send: the mailbox is full
        Ok(())
    }
}

async fn send_loop(socket: UdpSocket, packets: mpsc::Receiver<Packet>) {
    let mut packets = ReceiverStream::new(packets);
    while let Some(packet) = packets.next().await {
        socket.send(&packet.bytes).await.unwrap();
    }
}
