//! A combinator hands back the future that was not ready; it stands still while its lock is waited for.
use std::time::Duration;

use futures::future::{self, Either};
use tokio::sync::Mutex;

pub struct Board {
    names: Mutex<Vec<String>>,
}

impl Board {
    async fn rename(&self, name: String) {
        let mut names = self.names.lock().await; //~ related: by the future
        tokio::time::sleep(Duration::from_secs(1)).await;
        names.push(name);
    }

    pub async fn first_of_two(&self) {
        let renaming = Box::pin(self.rename("one".to_owned()));
        let pause = Box::pin(tokio::time::sleep(Duration::from_millis(50)));
        match future::select(renaming, pause).await {
            Either::Left(((), _)) => {}
            Either::Right(((), renaming)) => {
                self.names.lock().await.push("late".to_owned()); //~ futurelock: waits for a lock
                renaming.await;
            }
        }
    }

    pub async fn first_of_many(&self, names: Vec<String>) {
        let renaming = names.into_iter().map(|name| Box::pin(self.rename(name)));
        let ((), _, rest) = future::select_all(renaming).await;
        self.names.lock().await.clear(); //~ futurelock: waits for a lock
        future::join_all(rest).await;
    }
}
