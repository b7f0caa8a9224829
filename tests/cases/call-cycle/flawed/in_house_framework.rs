//! Two processes of the project's own framework, whose handles carry the process's type.
use tokio::sync::{mpsc, oneshot};

pub trait Process: Send + Sized + 'static {
    type Request: Send;
    fn handle(&mut self, request: Self::Request) -> impl Future<Output = u64> + Send;
}

pub struct Handle<P: Process> {
    sender: mpsc::UnboundedSender<(P::Request, oneshot::Sender<u64>)>,
}

impl<P: Process> Handle<P> {
    pub async fn call(&self, request: P::Request) -> Option<u64> {
        let (reply, answer) = oneshot::channel();
        self.sender.send((request, reply)).ok()?;
        answer.await.ok() //~ call-without-timeout: whoever calls this waits
    }
}

pub fn spawn<P: Process>(mut process: P) -> Handle<P> {
    let (sender, mut inbox) = mpsc::unbounded_channel::<(P::Request, oneshot::Sender<u64>)>();
    drop(tokio::spawn(async move {
        while let Some((request, reply)) = inbox.recv().await {
            let answer = process.handle(request).await;
            drop(reply.send(answer));
        }
    }));
    Handle { sender }
}

pub struct Prices {
    stock: Handle<Stock>,
}

pub struct Stock {
    prices: Handle<Prices>,
}

impl Process for Prices {
    type Request = u32;

    async fn handle(&mut self, request: u32) -> u64 {
        self.stock.call(request).await.unwrap_or(0) //~ call-cycle: wait for each other
    }
}

impl Process for Stock {
    type Request = u32;

    async fn handle(&mut self, request: u32) -> u64 {
        self.prices.call(request).await.unwrap_or(1) //~ related: comes here
    }
}
