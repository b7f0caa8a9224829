//! A slot says that somebody is at work, and whoever finds it filled waits or is refused: a dropped future, or a failure,
//! leaves it filled.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

#[derive(Debug)]
pub struct Refused;

pub struct Groups {
    updating: Mutex<Option<Arc<Notify>>>,
    started: Mutex<Option<Instant>>,
    cached: RwLock<HashMap<u64, u64>>,
}

impl Groups {
    async fn update(&self) -> Result<(), Refused> {
        tokio::time::sleep(Duration::from_millis(10)).await;
        match self.cached.read().unwrap().is_empty() {
            true => Err(Refused),
            false => Ok(()),
        }
    }

    pub async fn get(&self, id: u64) -> Result<u64, Refused> {
        for _ in 0..2 {
            if let Some(group) = self.cached.read().unwrap().get(&id) {
                return Ok(*group);
            }
            let (notify, mine) = {
                let mut updating = self.updating.lock().unwrap();
                match updating.deref() {
                    None => {
                        let notify = Arc::new(Notify::new());
                        *updating = Some(notify.clone()); //~ torn-update: `self.updating` stays filled when this future is dropped
                        (notify, true)
                    }
                    Some(notify) => (notify.clone(), false),
                }
            };
            if !mine {
                notify.notified().await;
                continue;
            }
            match self.update().await { //~ related: the future may be dropped while it waits here
                Ok(()) => {
                    self.updating.lock().unwrap().take().unwrap().notify_one(); //~ related: it would be emptied here
                }
                Err(refused) => {
                    self.updating.lock().unwrap().take().unwrap().notify_one();
                    return Err(refused);
                }
            }
        }
        Err(Refused)
    }

    pub async fn profile(&self) -> Result<(), Refused> {
        if self.started.lock().unwrap().is_some() {
            return Err(Refused);
        }
        *self.started.lock().unwrap() = Some(Instant::now()); //~ torn-update: `self.started` stays filled when this function fails
        self.update().await?; //~ related: a failure leaves here
        *self.started.lock().unwrap() = None; //~ related: it would be emptied here
        Ok(())
    }
}
