//! The handle of a framework of the project's own: what it waits for, others write.
use tokio::sync::{mpsc, oneshot};

pub trait Server: Send + Sized + 'static {
    type Request: Send;
    type Reply: Send;
    fn handle(&mut self, request: Self::Request) -> impl Future<Output = Self::Reply> + Send;
}

pub struct Handle<S: Server> {
    sender: mpsc::UnboundedSender<(S::Request, oneshot::Sender<S::Reply>)>,
}

impl<S: Server> Handle<S> {
    pub async fn call(&self, request: S::Request) -> Option<S::Reply> {
        let (reply, answer) = oneshot::channel();
        self.sender.send((request, reply)).ok()?; //~ related: the request goes
        answer.await.ok() //~ call-without-timeout: whoever calls this waits
    }
}

pub fn spawn<S: Server>(mut server: S) -> Handle<S> {
    let (sender, mut inbox) = mpsc::unbounded_channel::<(S::Request, oneshot::Sender<S::Reply>)>();
    drop(tokio::spawn(async move {
        while let Some((request, reply)) = inbox.recv().await {
            let answer = server.handle(request).await; //~ related: what others wrote
            drop(reply.send(answer));
        }
    }));
    Handle { sender }
}
