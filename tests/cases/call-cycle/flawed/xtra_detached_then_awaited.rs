//! A detached message whose reply is waited for all the same, a line later.
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
        let Ok(reply) = self.child.send(Protocol(frame.0)).detach().await else { //~ related: waits for the reply
            return;
        };
        if reply.await.is_err() {
            tracing::warn!("the child is gone");
        }
    }
}

#[xtra_productivity]
impl Child {
    async fn handle_protocol(&mut self, protocol: Protocol) {
        if self.connection.send(Frame(protocol.0)).await.is_err() { //~ call-cycle: both hang for good
            tracing::warn!("the connection is gone");
        }
    }
}
