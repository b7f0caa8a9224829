//! The channel of the answer came with the request, and its receiver acts on it: who asked may have left.
use std::path::PathBuf;

use crossbeam_channel::{Receiver, Sender};

pub struct Saved {
    pub rows: u64,
}

pub enum Request {
    Save(Vec<u8>, Sender<Saved>),
    Forget(PathBuf),
}

pub fn serve(requests: Receiver<Request>) -> std::io::Result<()> {
    while let Ok(request) = requests.recv() {
        match request {
            Request::Save(bytes, done) => {
                std::fs::write("rows", &bytes)?;
                let _ = done.send(Saved { rows: bytes.len() as u64 });
            }
            Request::Forget(path) => std::fs::remove_file(path)?,
        }
    }
    Ok(())
}

pub struct Engine {
    requests: Sender<Request>,
    answers: Receiver<Saved>,
    answer: Sender<Saved>,
    server: std::thread::JoinHandle<std::io::Result<()>>,
}

impl Engine {
    pub fn start() -> Self {
        let (requests, served) = crossbeam_channel::bounded(8);
        let (answer, answers) = crossbeam_channel::bounded(1);
        let server = std::thread::spawn(move || serve(served));
        Self { requests, answers, answer, server }
    }

    pub fn stop(self) -> std::thread::Result<std::io::Result<()>> {
        drop(self.requests);
        self.server.join()
    }

    pub fn save(&self, bytes: Vec<u8>) -> std::io::Result<()> {
        let request = Request::Save(bytes, self.answer.clone());
        self.requests.send(request).map_err(|_| std::io::Error::other("the server is gone"))
    }

    pub fn run(&self) -> std::io::Result<()> {
        while let Ok(saved) = self.answers.recv() {
            std::fs::write("count", saved.rows.to_string())?;
        }
        Ok(())
    }
}
