//! A detached message is over once it is in the mailbox: nobody waits for what becomes of it.
use xtra::prelude::*;
use xtra_productivity::xtra_productivity;

pub struct Frame(pub u64);
pub struct Protocol(pub u64);

pub struct Connection {
    child: Address<Child>,
}

pub struct Child {
    connection: Address<Connection>,
}

#[xtra_productivity]
impl Connection {
    async fn handle_frame(&mut self, frame: Frame) {
        if self.child.send(Protocol(frame.0)).detach().await.is_err() {
            tracing::warn!("the child is gone");
        }
    }
}

#[xtra_productivity]
impl Child {
    async fn handle_protocol(&mut self, protocol: Protocol) {
        if self.connection.send(Frame(protocol.0)).await.is_err() {
            tracing::warn!("the connection is gone");
        }
    }
}
