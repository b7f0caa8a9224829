//! Owners of tasks whose absence is told, is the end, or starts nothing.
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, Weak};
use std::thread::JoinHandle;

#[derive(Debug)]
enum Broken {
    Io(io::Error),
    Gone,
}

type Thread = JoinHandle<Result<(), Broken>>;

#[derive(Default)]
struct Crew {
    threads: Mutex<HashMap<u32, Thread>>,
    busy: Mutex<usize>,
}

impl Crew {
    fn adopt(&self, role: u32, thread: Thread) -> Result<(), Broken> {
        self.threads.lock().map_err(|_| Broken::Gone)?.insert(role, thread);
        Ok(())
    }

    fn note(&self) {
        if let Ok(mut busy) = self.busy.lock() {
            *busy += 1;
        }
    }

    fn wait(&self, role: u32) -> Result<(), Broken> {
        let thread = self.threads.lock().map_err(|_| Broken::Gone)?.remove(&role);
        thread.ok_or(Broken::Gone)?.join().map_err(|_| Broken::Gone)?
    }
}

struct Probe {
    crew: Weak<Crew>,
    spare: Option<Arc<Crew>>,
}

impl Probe {
    fn told(&self) -> Result<(), Broken> {
        let Some(crew) = self.crew.upgrade() else { return Err(Broken::Gone) };
        let thread = std::thread::Builder::new().spawn(check).map_err(Broken::Io)?;
        crew.adopt(1, thread)
    }

    fn only_noted(&self) {
        if let Some(crew) = self.crew.upgrade() {
            crew.note();
        }
    }

    fn stop(&self) -> Result<(), Broken> {
        if let Some(crew) = self.crew.upgrade() {
            crew.adopt(3, std::thread::spawn(|| Ok(())))?;
        }
        Ok(())
    }

    fn handed_on(&self) -> Result<(), Broken> {
        let thread = std::thread::Builder::new().spawn(check).map_err(Broken::Io)?;
        match self.crew.upgrade() {
            Some(crew) => crew.adopt(1, thread),
            None => thread.join().map_err(|_| Broken::Gone)?,
        }
    }

    fn not_configured(&self) -> Result<(), Broken> {
        if let Some(spare) = &self.spare {
            let thread = std::thread::Builder::new().spawn(check).map_err(Broken::Io)?;
            spare.adopt(2, thread)?;
        }
        Ok(())
    }

    fn refused_and_waited_for(&self, crew: &Crew) -> Result<(), Broken> {
        let thread = std::thread::Builder::new().spawn(check).map_err(Broken::Io)?;
        if let Err(error) = crew.adopt(4, thread) {
            tracing::error!("{error:?}");
            return Err(error);
        }
        Ok(())
    }
}

fn check() -> Result<(), Broken> {
    loop {
        std::fs::metadata("index.db").map_err(Broken::Io)?;
        std::thread::sleep(std::time::Duration::from_secs(10));
    }
}
