//! The consumer asks others about each message and waits for as many answers as there are.
use tokio::sync::mpsc;

pub struct Digest {
    pub parts: Vec<u64>,
}

pub struct Query {
    pub parts: Vec<u64>,
    pub answers: mpsc::Sender<u64>,
}

pub struct Aligner {
    digests: mpsc::UnboundedReceiver<Digest>,
    queries: mpsc::Sender<Query>,
}

pub fn start(subscriber: grid::Subscriber, queries: mpsc::Sender<Query>) {
    let (sender, digests) = mpsc::unbounded_channel(); //~ unbounded-mailbox
    drop(tokio::spawn(listen(subscriber, sender)));
    drop(tokio::spawn(Aligner { digests, queries }.run()));
}

async fn listen(mut subscriber: grid::Subscriber, digests: mpsc::UnboundedSender<Digest>) {
    loop {
        let sample = subscriber.next_sample().await;
        if digests.send(Digest { parts: sample.parts() }).is_err() {
            return;
        }
    }
}

impl Aligner {
    async fn run(mut self) {
        while let Some(digest) = self.digests.recv().await {
            self.align(digest).await; //~ related: nobody knows how long
        }
    }

    async fn align(&self, digest: Digest) {
        let missing = self.ask(digest.parts).await;
        tracing::debug!("{} missing", missing.len());
    }

    async fn ask(&self, parts: Vec<u64>) -> Vec<u64> {
        let (answers, mut answered) = mpsc::channel(8);
        let mut found = Vec::new();
        if self.queries.try_send(Query { parts, answers }).is_ok() {
            while let Some(part) = answered.recv().await {
                found.push(part);
            }
        }
        found
    }
}
