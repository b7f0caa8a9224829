//! Who asks first, or leaves the queue where it cannot ask, gets nobody else's answer.

use std::collections::VecDeque;
use std::io;

use tokio::io::AsyncWriteExt;
use tokio::sync::oneshot;

pub struct Pipeline {
    waiting: VecDeque<oneshot::Sender<String>>,
    later: VecDeque<String>,
    out: tokio::net::TcpStream,
}

impl Pipeline {
    pub async fn ask(&mut self, name: String) -> io::Result<oneshot::Receiver<String>> {
        self.out.write_all(name.as_bytes()).await?;
        let (answer, receiver) = oneshot::channel();
        self.waiting.push_back(answer);
        Ok(receiver)
    }

    pub async fn leaves(&mut self, name: String) -> io::Result<oneshot::Receiver<String>> {
        let (answer, receiver) = oneshot::channel();
        self.waiting.push_back(answer);
        if let Err(error) = self.out.write_all(name.as_bytes()).await {
            self.waiting.pop_back();
            return Err(error);
        }
        Ok(receiver)
    }

    /// What is only kept for later belongs to nobody who waits.
    pub async fn keep(&mut self, name: String) -> io::Result<()> {
        self.later.push_back(name.clone());
        self.out.write_all(name.as_bytes()).await?;
        Ok(())
    }

    pub fn answer(&mut self, text: String) {
        if let Some(waiting) = self.waiting.pop_front() {
            drop(waiting.send(text));
        }
    }
}
