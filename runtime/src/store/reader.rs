//! The threads that read what is durable, beside the writer and never behind it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::{mpsc, oneshot};

use super::backend::ReadHalf;
use super::error::{OpenError, ReadError, text};
use super::hold::Hold;
use super::writer::SharedReadHalves;
use crate::exit::ExitReason;

type Job = Box<dyn FnOnce(Option<&mut dyn ReadHalf>) + Send>;

/// Asks the reading threads, which end when the last of these is gone.
#[derive(Clone)]
pub(super) struct Reader {
    jobs: mpsc::Sender<Job>,
}

impl Reader {
    /// One thread for each half.
    pub(super) fn start(halves: &SharedReadHalves, queue: usize) -> Result<Self, OpenError> {
        let (sender, jobs) = mpsc::channel::<Job>(queue.max(1));
        let jobs = Arc::new(Mutex::new(jobs));
        for number in 0..halves.len() {
            let (halves, jobs) = (halves.clone(), jobs.clone());
            thread::Builder::new()
                .name("store-reader".into())
                .spawn(move || serve(&halves[number], &jobs))
                .map_err(|error| OpenError::Io {
                    path: "the store's reader".into(),
                    source: Arc::new(error),
                })?;
        }
        Ok(Self { jobs: sender })
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut dyn ReadHalf) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        let permit = self.jobs.reserve().await.map_err(|_| ReadError::Closed)?;
        let (reply, answer) = oneshot::channel();
        let hold = Hold::new();
        permit.send(Box::new(move |half| {
            let result = match half {
                Some(half) => {
                    catch_unwind(AssertUnwindSafe(|| read(half))).unwrap_or_else(|panic| {
                        let reason = ExitReason::panicked(&*panic);
                        Err(ReadError::Failed(text(format!("the backend {reason}"))))
                    })
                }
                None => Err(ReadError::Closed),
            };
            let _ = reply.send(result);
            drop(hold);
        }));
        answer.await.unwrap_or(Err(ReadError::Closed))
    }
}

/// Carries out one job after the other. One of the threads waits for the next; the others wait for their turn to wait.
fn serve(half: &Mutex<Option<Box<dyn ReadHalf>>>, jobs: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let next = jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .blocking_recv();
        let Some(job) = next else { return };
        let mut half = half.lock().unwrap_or_else(PoisonError::into_inner);
        match half.as_deref_mut() {
            Some(half) => job(Some(half)),
            None => job(None),
        }
    }
}
