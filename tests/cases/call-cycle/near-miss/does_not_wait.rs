//! Nobody waits in a turn: the message is sent from a task, or by a send that needs no room, or the
//! future runs beside the mailbox.
use actix::prelude::*;
use kameo::actor::ActorRef;
use tokio::sync::mpsc;

pub struct Reserve(pub u32);
pub struct Restock(pub u32);

pub struct Stock {
    orders: ActorRef<Orders>,
}

pub struct Orders {
    stock: ActorRef<Stock>,
}

impl kameo::Actor for Stock {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl kameo::Actor for Orders {
    type Args = Self;
    type Error = std::convert::Infallible;
}

impl kameo::message::Message<Restock> for Stock {
    type Reply = ();

    async fn handle(&mut self, message: Restock, _: &mut kameo::message::Context<Self, ()>) {
        let orders = self.orders.clone();
        let task = tokio::spawn(async move { orders.ask(Reserve(message.0)).await });
        self.watch(task);
    }
}

impl Stock {
    fn watch(&self, task: tokio::task::JoinHandle<Result<(), kameo::error::SendError<Reserve>>>) {
        drop(task);
    }
}

impl kameo::message::Message<Reserve> for Orders {
    type Reply = ();

    async fn handle(&mut self, message: Reserve, _: &mut kameo::message::Context<Self, ()>) {
        if let Err(error) = self.stock.ask(Restock(message.0)).await {
            tracing::error!("{error:?}");
        }
    }
}

#[derive(Message)]
#[rtype(result = "()")]
pub struct Flush;

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

impl Handler<Flush> for Reader {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Flush, _: &mut Context<Self>) -> ResponseFuture<()> {
        let writer = self.writer.clone();
        Box::pin(async move {
            if let Err(error) = writer.send(Flush).await {
                tracing::error!("{error}");
            }
        })
    }
}

impl Handler<Flush> for Writer {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Flush, ctx: &mut Context<Self>) -> ResponseFuture<()> {
        let reader = self.reader.clone();
        ctx.spawn(
            async move {
                if let Err(error) = reader.send(Flush).await {
                    tracing::error!("{error}");
                }
            }
            .into_actor(self),
        );
        Box::pin(async {})
    }
}

pub struct Job(pub u64);
pub struct Done(pub u64);

pub fn start() {
    let (jobs, todo) = mpsc::channel(16);
    let (done, finished) = mpsc::channel(16);
    drop(tokio::spawn(plan(finished, jobs)));
    drop(tokio::spawn(work(todo, done)));
}

async fn plan(mut finished: mpsc::Receiver<Done>, jobs: mpsc::Sender<Job>) {
    while let Some(done) = finished.recv().await {
        match jobs.try_send(Job(done.0)) {
            Ok(()) => {}
            Err(error) => tracing::warn!("{error}"),
        }
    }
}

async fn work(mut todo: mpsc::Receiver<Job>, done: mpsc::Sender<Done>) {
    while let Some(job) = todo.recv().await {
        if done.send(Done(job.0)).await.is_err() {
            return;
        }
    }
}
