//! The consumer asks a peer for each message, three helpers below its loop, through a client that nothing describes.
use std::collections::HashMap;

use flume::{Receiver, Sender};

pub struct Digest {
    pub parts: HashMap<u64, u64>,
}

pub struct Aligner {
    session: grid::Session,
    digests: Receiver<(String, Digest)>,
}

pub async fn start(session: grid::Session, other: grid::Session) {
    let (sender, digests) = flume::unbounded(); //~ unbounded-mailbox
    let aligner = Aligner { session, digests };
    futures::join!(listen(other, sender), aligner.run());
}

async fn listen(session: grid::Session, digests: Sender<(String, Digest)>) {
    let subscriber = session.subscribe("digests").await;
    loop {
        let sample = match subscriber.next_sample().await {
            Ok(sample) => sample,
            Err(error) => {
                tracing::error!("{error}");
                return;
            }
        };
        let digest = Digest { parts: sample.parts() };
        if digests.send_async((sample.from(), digest)).await.is_err() {
            return;
        }
    }
}

impl Aligner {
    async fn run(&self) {
        while let Ok((from, digest)) = self.digests.recv_async().await {
            self.align(&from, digest).await; //~ related: nobody knows how long
        }
    }

    async fn align(&self, from: &str, digest: Digest) {
        let missing = self.missing(from, digest).await;
        tracing::debug!("{} missing", missing.len());
    }

    async fn missing(&self, from: &str, digest: Digest) -> Vec<u64> {
        let mut found = Vec::new();
        for (part, sum) in digest.parts {
            found.extend(self.ask(from, part, sum).await);
        }
        found
    }

    async fn ask(&self, from: &str, part: u64, sum: u64) -> Vec<u64> {
        self.session.get(from).part(part, sum).await.unwrap_or_default()
    }
}
