//! The cursor says that the item is done before it is: the round after a failure begins with the next one.

struct Missing;

struct Log {
    entries: Vec<(u64, String)>,
}

impl Log {
    fn after(&self, position: &u64) -> Result<Option<(u64, String)>, Missing> {
        let found = self.entries.iter().find(|(at, _)| at > position);
        Ok(found.cloned())
    }

    async fn at(&self, position: u64) -> Result<String, Missing> {
        tokio::task::yield_now().await;
        let found = self.entries.iter().find(|(at, _)| *at == position);
        found.map(|(_, entry)| entry.clone()).ok_or(Missing)
    }
}

struct Repair {
    log: Log,
    position: u64,
    height: u64,
}

impl Repair {
    async fn step(&mut self) -> Result<bool, Missing> {
        let entry = match self.log.after(&self.position)? {
            Some((at, entry)) => {
                self.position = at; //~ torn-update: `self.position` is moved on before the work
                entry
            }
            None => return Ok(false),
        };
        mend(&entry).await?; //~ related: a failure leaves here
        Ok(true)
    }

    async fn follow(&mut self) -> Result<(), Missing> {
        let entry = self.log.at(self.height).await?;
        self.height += 1; //~ torn-update: `self.height` is moved on before the work
        mend(&entry).await?;
        Ok(())
    }

    async fn run(mut self) {
        loop {
            match self.step().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(Missing) => tracing::warn!("a step failed"),
            }
            if self.follow().await.is_err() {
                tracing::warn!("a step failed");
            }
        }
    }
}

async fn mend(entry: &str) -> Result<(), Missing> {
    tokio::task::yield_now().await;
    if entry.is_empty() { Err(Missing) } else { Ok(()) }
}
