//! Answers come in the order of the questions: who queues and then cannot ask gets the next one's answer.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use tokio::io::AsyncWriteExt;
use tokio::sync::{mpsc, oneshot};

pub struct Connection {
    pongs: Arc<Mutex<VecDeque<mpsc::Sender<bool>>>>,
    out: Mutex<TcpStream>,
}

impl Connection {
    fn ping(&self) -> io::Result<()> {
        self.out.lock().unwrap().write_all(b"PING\r\n")
    }

    pub fn flush(&self) -> io::Result<bool> {
        let (sender, mut answers) = mpsc::channel(1);
        {
            let mut pongs = self.pongs.lock().unwrap();
            pongs.push_back(sender); //~ torn-update: the place in `self.pongs` stays
        }
        self.ping()?; //~ related: a failure leaves here
        answers.blocking_recv().ok_or(io::ErrorKind::BrokenPipe.into())
    }
}

pub struct Waiting {
    name: String,
    answer: oneshot::Sender<String>,
}

pub struct Pipeline {
    waiting: VecDeque<Waiting>,
    out: tokio::net::TcpStream,
}

impl Pipeline {
    pub async fn ask(&mut self, name: String) -> io::Result<oneshot::Receiver<String>> {
        let (answer, receiver) = oneshot::channel();
        self.waiting.push_back(Waiting { name: name.clone(), answer }); //~ torn-update: the place in `self.waiting` stays
        self.out.write_all(name.as_bytes()).await?; //~ related: a failure leaves here
        Ok(receiver)
    }

    pub fn answer(&mut self, text: String) {
        if let Some(waiting) = self.waiting.pop_front() {
            tracing::debug!("{} is answered", waiting.name);
            drop(waiting.answer.send(text));
        }
    }
}
