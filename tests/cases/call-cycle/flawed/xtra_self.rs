//! A handler sends to its own address and awaits the reply, in a helper and inside an async block.
use xtra::{Actor, Context, Error, Handler};

pub struct Rollover(pub u64);
pub struct Tick;

pub struct Rollovers {
    due: Vec<u64>,
}

impl Actor for Rollovers {
    type Stop = ();

    async fn stopped(self) {}
}

impl Handler<Rollover> for Rollovers {
    type Return = ();

    async fn handle(&mut self, message: Rollover, _: &mut Context<Self>) {
        self.due.retain(|id| *id != message.0);
    }
}

impl Handler<Tick> for Rollovers {
    type Return = ();

    async fn handle(&mut self, _: Tick, ctx: &mut Context<Self>) {
        if let Err(error) = self.roll_over(ctx).await { //~ related: comes here while it handles a message
            tracing::error!("{error:?}");
        }
    }
}

impl Rollovers {
    async fn roll_over(&mut self, ctx: &mut Context<Self>) -> Result<(), Error> {
        let this = ctx.mailbox().address();
        for id in self.due.clone() {
            async {
                this.send(Rollover(id)).await?; //~ call-cycle: waits for a reply from itself
                Ok::<(), Error>(())
            }
            .await?;
        }
        Ok(())
    }
}
