//! Entries of a map of shards that a pattern, an iterator or nobody names: each locks its shard until it is gone.
use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use tokio::sync::mpsc;

pub struct Sequence(u64);

impl Sequence {
    async fn load() -> std::io::Result<Self> {
        let start = tokio::fs::read_to_string("start").await?;
        Ok(Self(start.len() as u64))
    }

    async fn next(&mut self) -> std::io::Result<u64> {
        self.0 += 1;
        tokio::fs::write("sequence", self.0.to_string()).await?;
        Ok(self.0)
    }
}

pub struct Hub {
    sequences: DashMap<u64, Sequence>,
    peers: DashMap<u64, mpsc::Sender<String>>,
}

impl Hub {
    pub async fn next(&self, key: u64) -> std::io::Result<u64> {
        match self.sequences.entry(key) { //~ blocking-handler: this lock is held while the future waits
            Entry::Occupied(mut found) => found.get_mut().next().await,
            Entry::Vacant(free) => {
                let sequence = Sequence::load().await?;
                free.insert(sequence).next().await
            }
        }
    }

    pub async fn make(&self, key: u64) -> std::io::Result<()> {
        if let Entry::Vacant(free) = self.sequences.entry(key) { //~ blocking-handler: this lock is held while the future waits
            free.insert(Sequence::load().await?);
        }
        Ok(())
    }

    pub async fn fill(&self, key: u64) -> std::io::Result<()> {
        self.sequences.entry(key).or_insert(Sequence::load().await?); //~ blocking-handler: this lock is held while the future waits
        Ok(())
    }

    pub async fn tell(&self, key: u64, text: String) -> bool {
        match self.peers.get(&key) { //~ blocking-handler: this lock is held while the future waits
            Some(peer) => peer.send(text).await.is_ok(),
            None => false,
        }
    }

    pub async fn ask(&self, key: u64, text: String) {
        self.peers.get(&key).unwrap().clone().send(text).await.unwrap(); //~ blocking-handler: this lock is held while the future waits
    }

    pub async fn tell_all(&self, text: &str) {
        for peer in self.peers.iter() { //~ blocking-handler: this lock is held while the future waits
            peer.value().send(text.to_owned()).await.unwrap();
        }
    }

    pub async fn tell_each(&self, text: &str) {
        for peer in self.peers.iter().map(|peer| peer.clone()) { //~ blocking-handler: this lock is held while the future waits
            peer.send(text.to_owned()).await.unwrap();
        }
    }
}
