//! Entries of a map of shards that nobody names, and that are gone before the await.
use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use tokio::sync::mpsc;

pub struct Hub {
    peers: DashMap<u64, mpsc::Sender<String>>,
}

impl Hub {
    pub async fn tell(&self, key: u64, text: String) {
        let peer = match self.peers.get(&key) {
            Some(peer) => peer.clone(),
            None => connect(key).await,
        };
        peer.send(text).await.unwrap();
    }

    pub async fn ask(&self, key: u64, text: String) {
        let peer = self.peers.get(&key).unwrap().clone();
        peer.send(text).await.unwrap();
        if let Some(peer) = self.peers.get(&key).map(|peer| peer.clone()) {
            peer.send(String::new()).await.unwrap();
        }
    }

    pub async fn make(&self, key: u64) {
        let new = connect(key).await;
        match self.peers.entry(key) {
            Entry::Occupied(mut found) => {
                found.insert(new.clone());
            }
            Entry::Vacant(free) => {
                free.insert(new.clone());
            }
        }
        new.send("hello".to_owned()).await.unwrap();
    }

    pub async fn set(&self, key: u64) {
        *self.peers.get_mut(&key).unwrap() = connect(key).await;
    }

    pub async fn tell_all(&self, text: &str) {
        let all: Vec<_> = self.peers.iter().map(|peer| peer.value().clone()).collect();
        for peer in all {
            peer.send(text.to_owned()).await.unwrap();
        }
        for peer in self.peers.iter() {
            peer.value().try_send(text.to_owned()).ok();
        }
        connect(0).await;
    }

    pub async fn renew(&self, key: u64) {
        if self.peers.get(&key).unwrap().is_closed() {
            connect(key).await;
        }
        let open = match self.peers.entry(key).or_insert_with(|| mpsc::channel(8).0).is_closed() {
            true => false,
            false => true,
        };
        if open {
            connect(key).await;
        }
    }

    pub async fn find(&self, text: &str) -> bool {
        for peer in self.peers.iter() {
            if peer.value().capacity() == 0 {
                break;
            }
        }
        connect(text.len() as u64).await.is_closed()
    }
}

async fn connect(key: u64) -> mpsc::Sender<String> {
    tokio::time::sleep(std::time::Duration::from_millis(key)).await;
    mpsc::channel(8).0
}
