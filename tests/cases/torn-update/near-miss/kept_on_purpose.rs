//! Marks that a dropped future leaves and nobody misses: a future that others poll on, a key that success keeps too, a
//! flag that says that a stream is not to be used again, work that is put back only where it failed.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};

async fn fetch(id: u64) -> u64 {
    tokio::time::sleep(Duration::from_millis(id)).await;
    id
}

async fn written(id: u64) -> std::io::Result<()> {
    tokio::fs::write("started", id.to_string()).await
}

pub struct Reader {
    going: Mutex<HashMap<u64, Shared<BoxFuture<'static, u64>>>>,
    tracked: Mutex<HashMap<u64, u64>>,
    todo: Vec<String>,
    can_reuse: bool,
}

impl Reader {
    pub async fn shared(&self, id: u64) -> u64 {
        let future = {
            let mut going = self.going.lock().unwrap();
            match going.get(&id) {
                Some(future) => future.clone(),
                None => {
                    let future = fetch(id).boxed().shared();
                    going.insert(id, future.clone());
                    future
                }
            }
        };
        let found = future.await;
        self.going.lock().unwrap().remove(&id);
        found
    }

    pub fn is_tracked(&self, id: u64) -> bool {
        self.tracked.lock().unwrap().contains_key(&id)
    }

    pub async fn begin(&self, id: u64) -> std::io::Result<()> {
        self.tracked.lock().unwrap().insert(id, 0);
        match written(id).await {
            Ok(()) => Ok(()),
            Err(error) => {
                self.tracked.lock().unwrap().remove(&id);
                Err(error)
            }
        }
    }

    pub async fn one(&mut self) -> std::io::Result<()> {
        let name = self.todo.pop().unwrap();
        if let Err(error) = tokio::fs::write("started", &name).await {
            self.todo.insert(0, name);
            return Err(error);
        }
        Ok(())
    }

    pub async fn ask(&mut self, id: u64) -> Option<u64> {
        if !self.can_reuse {
            return None;
        }
        self.can_reuse = false;
        let answer = fetch(id).await;
        self.can_reuse = true;
        Some(answer)
    }
}
