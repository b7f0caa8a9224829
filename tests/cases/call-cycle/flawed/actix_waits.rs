//! An actix actor whose mailbox waits for a future that asks another actor, which does the same.
use actix::prelude::*;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Flush;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Drain;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Close;

pub struct Reader {
    writer: Addr<Writer>,
}

pub struct Writer {
    reader: Addr<Reader>,
}

impl Actor for Reader {
    type Context = Context<Self>;
}

impl Actor for Writer {
    type Context = Context<Self>;
}

impl Handler<Close> for Reader {
    type Result = ();

    fn handle(&mut self, _: Close, ctx: &mut Context<Self>) {
        let writer = self.writer.clone();
        let flushed = async move {
            if let Err(error) = writer.send(Flush).await { //~ related: asks `actix_waits::Writer` here
                tracing::error!("{error}");
            }
        };
        flushed.into_actor(self).wait(ctx);
    }
}

impl Handler<Drain> for Reader {
    type Result = ();

    fn handle(&mut self, _: Drain, _: &mut Context<Self>) {}
}

impl Handler<Flush> for Writer {
    type Result = ();

    fn handle(&mut self, _: Flush, ctx: &mut Context<Self>) {
        let reader = self.reader.clone();
        let drained = async move {
            if let Err(error) = reader.send(Drain).await { //~ call-cycle: while that waits for it
                tracing::error!("{error}");
            }
        };
        ctx.wait(drained.into_actor(self));
    }
}
