//! `send` on a full channel drops its message with its future.

use std::collections::VecDeque;

use tokio::sync::mpsc;

struct Outbox {
    waiting: VecDeque<String>,
    to: mpsc::Sender<String>,
}

impl Outbox {
    async fn flush(&mut self) {
        while let Some(line) = self.waiting.pop_front() { //~ related: taken out of
            if self.to.send(line).await.is_err() { //~ related: held by this future alone
                return;
            }
        }
    }

    async fn run(&mut self, mut lines: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                line = lines.recv() => match line {
                    Some(line) => self.waiting.push_back(line),
                    None => return,
                },
                () = self.flush() => {} //~ cancel-unsafe-select: what was taken out of
            }
        }
    }
}
