//! An actix actor's mailbox waits for a future that asks another actor, whose mailbox waits for a peer.
use actix::prelude::*;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Fetch(pub String);

#[derive(Message)]
#[rtype(result = "()")]
pub struct Start;

pub struct Fetcher {
    client: reqwest::Client,
}

pub struct Crawler {
    fetcher: Addr<Fetcher>,
}

impl Actor for Fetcher {
    type Context = Context<Self>;
}

impl Actor for Crawler {
    type Context = Context<Self>;
}

impl Handler<Fetch> for Fetcher {
    type Result = ();

    fn handle(&mut self, fetch: Fetch, ctx: &mut Context<Self>) {
        let client = self.client.clone();
        let fetched = async move {
            if let Err(error) = client.get(fetch.0).send().await { //~ related: waits for a peer here
                tracing::error!("{error}");
            }
        };
        ctx.wait(fetched.into_actor(self));
    }
}

impl Handler<Start> for Crawler {
    type Result = ();

    fn handle(&mut self, _: Start, ctx: &mut Context<Self>) {
        let fetcher = self.fetcher.clone();
        let asked = async move {
            if let Err(error) = fetcher.send(Fetch("http://start".to_owned())).await { //~ call-without-timeout: with no deadline
                tracing::error!("{error}");
            }
        };
        ctx.wait(asked.into_actor(self));
    }
}
