//! A task on a runtime that somebody else ends: the one that happens to run, or one that was given.

pub struct Opened {
    id: u64,
}

impl Drop for Opened {
    fn drop(&mut self) {
        let id = self.id;
        drop(tokio::runtime::Handle::current().spawn(async move { tell(id).await })); //~ lifecycle-logic: at shutdown the runtime drops the task
    }
}

pub struct Given {
    id: u64,
    runtime: tokio::runtime::Handle,
}

impl Drop for Given {
    fn drop(&mut self) {
        let id = self.id;
        drop(self.runtime.spawn(async move { tell(id).await })); //~ lifecycle-logic: at shutdown the runtime drops the task
    }
}

async fn tell(id: u64) {
    let _ = reqwest::Client::new().delete(format!("http://uploads/{id}")).send().await;
}
