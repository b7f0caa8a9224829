//! A circuit breaker that calls the protected function inside its own process.
use std::future::Future;
use std::pin::Pin;
use tokio::sync::{mpsc, oneshot};

type Work = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

pub enum Message {
    Call { work: Work, reply: oneshot::Sender<Result<u64, String>> },
    Check { rule: Box<dyn Fn(u64) -> bool + Send>, reply: oneshot::Sender<bool> },
    Reset,
}

pub struct Breaker {
    failures: u64,
    inbox: mpsc::Receiver<Message>,
}

impl Breaker {
    pub async fn run(mut self) {
        while let Some(message) = self.inbox.recv().await {
            match message {
                Message::Call { work, reply } => {
                    let result = work.await; //~ blocking-handler: runs its caller's future itself
                    if result.is_err() {
                        self.failures += 1;
                    }
                    reply.send(result).ok();
                }
                Message::Check { rule, reply } => {
                    reply.send(rule(self.failures)).ok();
                }
                Message::Reset => self.failures = 0,
            }
        }
    }
}

pub fn start(breaker: Breaker) -> tokio::task::JoinHandle<()> {
    tokio::spawn(breaker.run())
}
