//! A kameo actor asks another one, which calls an HTTP service with a client that has no timeout.
use kameo::Actor;
use kameo::actor::ActorRef;
use kameo::message::{Context, Message};

pub struct Refresh;
pub struct Quote(pub String);

pub struct Quotes {
    client: reqwest::Client,
}

pub struct Board {
    quotes: ActorRef<Quotes>,
}

impl Actor for Quotes {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Actor for Board {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl Message<Quote> for Quotes {
    type Reply = Option<String>;

    async fn handle(&mut self, quote: Quote, _: &mut Context<Self, Option<String>>) -> Option<String> {
        let response = self.client.get(quote.0).send().await.ok()?; //~ related: waits for a peer here
        response.text().await.ok()
    }
}

impl Message<Refresh> for Board {
    type Reply = ();

    async fn handle(&mut self, _: Refresh, _: &mut Context<Self, ()>) {
        match self.quotes.ask(Quote("http://quotes/all".to_owned())).await { //~ call-without-timeout: with no deadline
            Ok(Some(text)) => tracing::info!("{text}"),
            Ok(None) => tracing::warn!("none"),
            Err(error) => tracing::error!("{error:?}"),
        }
    }
}
