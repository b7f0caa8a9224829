//! A task is looked after only if its owner is still there, was ever made, or is configured.
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::thread::JoinHandle;

#[derive(Debug)]
pub enum Broken {
    Io(io::Error),
    Gone,
    Twice,
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

type Thread = JoinHandle<Result<(), Broken>>;

#[derive(Default)]
pub struct Crew {
    threads: Mutex<HashMap<u32, Thread>>,
}

impl Crew {
    pub fn adopt(&self, role: u32, thread: Thread) -> Result<(), Broken> {
        let mut threads = self.threads.lock().map_err(|_| Broken::Gone)?;
        match threads.insert(role, thread) {
            Some(_) => Err(Broken::Twice),
            None => Ok(()),
        }
    }

    pub fn wait(&self, role: u32) -> Result<(), Broken> {
        let thread = self.threads.lock().map_err(|_| Broken::Gone)?.remove(&role);
        thread.ok_or(Broken::Gone)?.join().map_err(|_| Broken::Gone)?
    }

    pub fn start(&self, role: u32) -> Result<(), Broken> {
        let thread = std::thread::Builder::new().spawn(check)?;
        self.adopt(role, thread)
    }
}

pub struct Probe {
    crew: Weak<Crew>,
}

impl Probe {
    pub fn new(crew: &Arc<Crew>) -> Self {
        Self { crew: Arc::downgrade(crew) }
    }

    pub fn looked_after_if_there(&self) -> Result<(), Broken> {
        let thread = std::thread::Builder::new().spawn(check)?;
        if let Some(crew) = self.crew.upgrade() { //~ conditional-supervision: where nobody is there to look after it
            crew.adopt(1, thread)?; //~ related: this is done only if it is found
        }
        Ok(())
    }

    pub fn begun_if_there(&self) -> Result<(), Broken> {
        let Some(crew) = self.crew.upgrade() else { //~ conditional-supervision: where nobody is there to look after it
            tracing::debug!("nothing is checked");
            return Ok(());
        };
        begin(&crew)
    }

    pub fn refused_is_fine(&self) -> Result<(), Broken> {
        let crew = self.crew.upgrade().ok_or(Broken::Gone)?;
        let thread = std::thread::Builder::new().spawn(check)?;
        match crew.adopt(2, thread) { //~ conditional-supervision: when nobody takes this task, that is said to be fine
            Err(Broken::Gone | Broken::Twice) => Ok(()),
            other => other,
        }
    }
}

fn begin(crew: &Crew) -> Result<(), Broken> {
    let thread = std::thread::Builder::new().spawn(check)?;
    crew.adopt(3, thread) //~ related: this is done only if it is found
}

pub fn refused_and_logged(crew: &Crew) -> Result<(), Broken> {
    let thread = std::thread::Builder::new().spawn(check)?;
    if crew.adopt(4, thread).is_err() { //~ conditional-supervision: when nobody takes this task, that is said to be fine
        tracing::debug!("nobody looks after it");
    }
    Ok(())
}

static CREW: OnceLock<Crew> = OnceLock::new();

pub fn begin_in_crew() -> Result<(), Broken> {
    if let Some(crew) = CREW.get() { //~ conditional-supervision: where nobody is there to look after it
        crew.start(5)?; //~ related: this is done only if it is found
    }
    Ok(())
}

pub struct Service {
    crew: Option<Arc<Crew>>,
}

impl Service {
    pub fn begin(&self) -> Result<(), Broken> {
        let thread = std::thread::Builder::new().spawn(check)?;
        if let Some(crew) = &self.crew {
            crew.adopt(6, thread)?; //~ conditional-supervision: this task runs in any case
        }
        Ok(())
    }
}

fn check() -> Result<(), Broken> {
    loop {
        std::fs::metadata("index.db")?;
        std::thread::sleep(std::time::Duration::from_secs(10));
    }
}
