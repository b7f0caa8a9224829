//! A boxed function that takes the answer is a way to reply.
use tokio::sync::mpsc;

pub struct Resolve {
    store: u64,
    done: Box<dyn FnOnce(Result<String, String>) + Send>,
}

pub enum Message {
    Resolve(Resolve),
    Look(Box<dyn FnOnce(u64) + Send>),
    Forget,
}

pub struct Resolver {
    known: u64,
    inbox: mpsc::Receiver<Message>,
}

impl Resolver {
    pub async fn run(mut self) {
        while let Some(message) = self.inbox.recv().await {
            match message {
                Message::Resolve(resolve) => self.resolve(resolve),
                Message::Look(done) => self.look(done),
                Message::Forget => self.known = 0,
            }
        }
    }

    fn resolve(&mut self, resolve: Resolve) {
        self.known += 1;
        (resolve.done)(Ok(format!("store-{}", resolve.store)));
    }

    fn look(&mut self, done: Box<dyn FnOnce(u64) + Send>) {
        done(self.known);
    }
}

pub fn start(resolver: Resolver) -> tokio::task::JoinHandle<()> {
    tokio::spawn(resolver.run())
}
