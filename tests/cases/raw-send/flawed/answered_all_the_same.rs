//! The requester is answered though the row may never reach the writer.
use std::fs::File;
use std::io::Write;

use crossbeam_channel::{Receiver, Sender};
use tokio::sync::{mpsc, oneshot};

pub struct Row {
    pub text: String,
}

struct Save {
    row: Row,
    saved: oneshot::Sender<()>,
}

async fn desk(mut mailbox: mpsc::Receiver<Save>, rows: Sender<Row>) {
    while let Some(save) = mailbox.recv().await {
        let _ = rows.try_send(save.row); //~ raw-send: lost without a trace when the mailbox is full
        let _ = save.saved.send(()); //~ related: and the requester is answered here
    }
}

fn write(rows: Receiver<Row>, mut file: File) {
    for row in rows {
        file.write_all(row.text.as_bytes()).unwrap();
    }
}

pub fn start(mailbox: mpsc::Receiver<Save>, file: File) {
    let (rows, written) = crossbeam_channel::bounded(16);
    std::thread::spawn(move || write(written, file));
    tokio::spawn(desk(mailbox, rows));
}
