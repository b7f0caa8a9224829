//! The place was granted before: the send cannot find the mailbox full.
use std::task::{Context, Poll};

use tokio::sync::mpsc;
use tokio_util::sync::PollSender;

pub struct Row {
    pub text: String,
}

pub struct Connection {
    rows: PollSender<Row>,
}

impl Connection {
    pub fn start() -> Self {
        let (sender, mut receiver) = mpsc::channel::<Row>(4);
        tokio::spawn(async move {
            while let Some(row) = receiver.recv().await {
                println!("{}", row.text);
            }
        });
        Self { rows: PollSender::new(sender) }
    }

    pub fn forward(&mut self, cx: &mut Context<'_>, row: Row) -> Poll<bool> {
        match self.rows.poll_reserve(cx) {
            Poll::Ready(Ok(())) => {
                let _ = self.rows.send_item(row);
                Poll::Ready(true)
            }
            Poll::Ready(Err(_)) => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    }
}
