//! A slot that is emptied whatever comes of the work, or that nobody asks whether it is filled.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

#[derive(Debug)]
pub struct Refused;

pub struct Groups {
    updating: Mutex<Option<Arc<Notify>>>,
    started: Mutex<Option<Instant>>,
    last: Mutex<Option<Instant>>,
}

struct Emptied<'a>(&'a Groups);

impl Drop for Emptied<'_> {
    fn drop(&mut self) {
        self.0.updating.lock().unwrap().take();
    }
}

async fn update(id: u64) -> Result<(), Refused> {
    tokio::time::sleep(Duration::from_millis(10)).await;
    if id == 0 { Err(Refused) } else { Ok(()) }
}

fn compute(id: u64) -> Result<u64, Refused> {
    if id == 0 { Err(Refused) } else { Ok(id + 1) }
}

impl Groups {
    pub async fn guarded(&self, id: u64) -> Result<(), Refused> {
        if self.updating.lock().unwrap().is_some() {
            return Err(Refused);
        }
        *self.updating.lock().unwrap() = Some(Arc::new(Notify::new()));
        let _emptied = Emptied(self);
        update(id).await
    }

    pub fn on_every_way(&self, id: u64) -> Result<u64, Refused> {
        if self.started.lock().unwrap().is_some() {
            return Err(Refused);
        }
        *self.started.lock().unwrap() = Some(Instant::now());
        let computed = compute(id);
        *self.started.lock().unwrap() = None;
        computed
    }

    /// When it began is only shown.
    pub async fn shown(&self, id: u64) -> Result<(), Refused> {
        *self.last.lock().unwrap() = Some(Instant::now());
        let updated = update(id).await;
        *self.last.lock().unwrap() = None;
        updated
    }

    pub fn since(&self) -> Option<Instant> {
        *self.last.lock().unwrap()
    }
}

pub struct Rows {
    next: u64,
}

impl Rows {
    async fn try_next(&mut self) -> Result<Option<u64>, Refused> {
        update(self.next).await?;
        self.next -= 1;
        Ok((self.next > 0).then_some(self.next))
    }
}

pub struct Walk {
    rows: Option<Rows>,
}

impl Walk {
    /// What is in the slot is gone through; the next call goes on with it.
    pub async fn go(&mut self) -> Result<u64, Refused> {
        if self.rows.is_none() {
            self.rows = Some(Rows { next: 9 });
        }
        let mut all = 0;
        while let Some(row) = self.rows.as_mut().unwrap().try_next().await? {
            all += row;
        }
        self.rows.take();
        Ok(all)
    }
}
