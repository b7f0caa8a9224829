//! Handlers that an attribute macro makes, channels that name only the message: the connection waits
//! for the book to handle an offer, and to do so the book asks the connection.
use xtra::prelude::MessageChannel;
use xtra::{Context, Error};
use xtra_productivity::xtra_productivity;

pub struct Offer(pub u64);
pub struct Confirm(pub u64);
pub struct Frame(pub u64);

pub struct Connection {
    book: MessageChannel<Offer, ()>,
}

#[xtra_productivity]
impl Connection {
    async fn handle_frame(&mut self, frame: Frame) {
        if let Err(error) = self.book.send(Offer(frame.0)).await { //~ related: asks
            tracing::error!("{error:?}");
        }
    }

    async fn handle_confirm(&mut self, confirm: Confirm) {
        tracing::info!("{}", confirm.0);
    }
}

pub struct Book {
    connection: MessageChannel<Confirm, ()>,
}

#[xtra_productivity]
impl Book {
    async fn handle_offer(&mut self, offer: Offer, _ctx: &mut Context<Self>) {
        if let Err(error) = self.confirm(offer.0).await {
            tracing::error!("{error:?}");
        }
    }
}

impl Book {
    async fn confirm(&mut self, id: u64) -> Result<(), Error> {
        self.connection.send(Confirm(id)).await //~ call-cycle: while that waits for it to handle this message
    }
}
