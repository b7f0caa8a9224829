//! An older xtra: channels are trait objects, and a map of addresses sends any message to the actor
//! behind a key. The child asks the connection, which asks the child through that map, with a deadline
//! that a project's own extension sets.
use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Timeout;
use xtra::prelude::{Address, Context, MessageChannel};
use xtra_productivity::xtra_productivity;

const LIMIT: Duration = Duration::from_secs(10);

pub trait FutureExt: Future + Sized {
    fn timeout(self, limit: Duration) -> Timeout<Self> {
        tokio::time::timeout(limit, self)
    }
}

impl<F: Future> FutureExt for F {}

pub struct AddressMap<K, A> {
    known: HashMap<K, Address<A>>,
}

impl<A> AddressMap<u64, A> {
    pub async fn send<M>(&self, key: &u64, message: M) -> bool {
        match self.known.get(key) {
            Some(address) => address.send(message).await.is_ok(),
            None => false,
        }
    }
}

pub struct Frame(pub u64);
pub struct Protocol(pub u64);
pub struct ToPeer(pub u64);

pub struct Connection {
    children: AddressMap<u64, Child>,
}

pub struct Child {
    connection: Box<dyn MessageChannel<ToPeer>>,
}

#[xtra_productivity]
impl Connection {
    async fn handle_frame(&mut self, frame: Frame) {
        match self.children.send(&frame.0, Protocol(1)).timeout(LIMIT).await { //~ related: comes here
            Ok(true) => {}
            Ok(false) => tracing::warn!("no child"),
            Err(_) => tracing::warn!("a slow child"),
        }
    }

    async fn handle_to_peer(&mut self, message: ToPeer) {
        tracing::info!("{}", message.0);
    }
}

#[xtra_productivity]
impl Child {
    async fn handle_protocol(&mut self, protocol: Protocol, _ctx: &mut Context<Self>) {
        if self.connection.send(ToPeer(protocol.0)).await.is_err() { //~ call-cycle: the deadline fires every time
            tracing::warn!("no connection");
        }
    }
}
