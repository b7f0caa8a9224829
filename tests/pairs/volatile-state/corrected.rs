//! The same with the work in a durable queue.

use otp_runtime::durable::{Lease, Queue};
use otp_runtime::server::{Context, Reply, Server};
use otp_runtime::store::Store;

pub enum Message {
    Submit(String, Reply<()>),
    Next(Reply<Option<String>>),
    Done,
    Crash,
}

pub struct Jobs {
    waiting: Queue<String>,
    in_hand: Option<Lease<String>>,
}

impl Server for Jobs {
    type Args = Store;
    type Message = Message;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    async fn init(store: Store, _: &mut Context<Self>) -> Result<Self, Self::Error> {
        Ok(Self {
            waiting: store.queue("jobs").await?,
            in_hand: None,
        })
    }

    async fn handle(&mut self, message: Message, _: &mut Context<Self>) -> Result<(), Self::Error> {
        match message {
            Message::Submit(job, accepted) => {
                self.waiting.push(&job).await?;
                accepted.send(());
            }
            Message::Next(reply) => {
                // It is handed out again if nobody says that it is done.
                self.in_hand = self.waiting.lease(1).await?.pop();
                reply.send(self.in_hand.as_ref().map(|lease| lease.job.clone()));
            }
            Message::Done => {
                if let Some(lease) = &self.in_hand {
                    lease.ack().await?;
                }
            }
            Message::Crash => panic!("the injected fault"),
        }
        Ok(())
    }
}
