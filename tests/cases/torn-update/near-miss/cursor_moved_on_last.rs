//! The cursor is moved on once the item is done, set back where it is not, or dropped with the failure.

struct Missing;

struct Log {
    entries: Vec<(u64, String)>,
}

impl Log {
    fn after(&self, position: &u64) -> Result<Option<(u64, String)>, Missing> {
        let found = self.entries.iter().find(|(at, _)| at > position);
        Ok(found.cloned())
    }
}

struct Repair {
    log: Log,
    position: u64,
}

impl Repair {
    async fn last(&mut self) -> Result<bool, Missing> {
        let Some((at, entry)) = self.log.after(&self.position)? else {
            return Ok(false);
        };
        mend(&entry).await?;
        self.position = at;
        Ok(true)
    }

    async fn set_back(&mut self) -> Result<bool, Missing> {
        let before = self.position;
        let Some((at, entry)) = self.log.after(&self.position)? else {
            return Ok(false);
        };
        self.position = at;
        if let Err(missing) = mend(&entry).await {
            self.position = before;
            return Err(missing);
        }
        Ok(true)
    }

    async fn dropped(&mut self) -> Result<(), Missing> {
        while let Some((at, entry)) = self.log.after(&self.position)? {
            self.position = at;
            mend(&entry).await?;
        }
        Ok(())
    }

    async fn run(mut self) -> Result<(), Missing> {
        self.dropped().await
    }
}

async fn turns(mut repair: Repair) {
    while let Ok(true) = repair.last().await {}
    while let Ok(true) = repair.set_back().await {}
}

async fn mend(entry: &str) -> Result<(), Missing> {
    tokio::task::yield_now().await;
    if entry.is_empty() { Err(Missing) } else { Ok(()) }
}
