//! An xtra actor asks another one by the message alone.
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use xtra::prelude::MessageChannel;
use xtra::{Actor, Context, Handler};

pub struct Frame(pub Vec<u8>);
pub struct Accept(pub u64);

pub struct Socket {
    peer: TcpStream,
}

pub struct Book {
    socket: MessageChannel<Frame, bool>,
}

impl Actor for Socket {
    type Stop = ();

    async fn stopped(self) {}
}

impl Actor for Book {
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Frame> for Socket {
    type Return = bool;

    async fn handle(&mut self, frame: Frame, _: &mut Context<Self>) -> bool {
        self.peer.write_all(&frame.0).await.is_ok() //~ related: waits for a peer here
    }
}

impl Handler<Accept> for Book {
    type Return = ();

    async fn handle(&mut self, accept: Accept, _: &mut Context<Self>) {
        let frame = Frame(accept.0.to_be_bytes().to_vec());
        if let Err(error) = self.socket.send(frame).await { //~ call-without-timeout: waits here for
            tracing::error!("{error:?}");
        }
    }
}
