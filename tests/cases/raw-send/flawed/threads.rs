//! A thread writes what comes, and ends at the first failure of the disk.
use std::fs::File;
use std::io::Write;
use std::thread::JoinHandle;

pub struct Row {
    pub text: String,
}

pub struct Book {
    rows: crossbeam_channel::Sender<Row>,
}

impl Book {
    pub fn open(mut file: File) -> (Self, JoinHandle<std::io::Result<()>>) {
        let (rows, incoming) = crossbeam_channel::bounded::<Row>(8);
        let writer = std::thread::spawn(move || {
            for row in incoming {
                writeln!(file, "{}", row.text)?; //~ related: a failure here ends the receiver
            }
            Ok(())
        });
        (Self { rows }, writer)
    }

    pub fn note(&self, row: Row) {
        _ = self.rows.send(row); //~ raw-send: when the receiving process has ended
    }

    pub fn note_now(&self, row: Row) {
        self.rows.try_send(row).unwrap_or_default(); //~ raw-send: when the mailbox is full
    }
}

pub struct Ledger {
    rows: std::sync::mpsc::SyncSender<Row>,
}

impl Ledger {
    pub fn open(mut file: File) -> (Self, JoinHandle<()>) {
        let (rows, incoming) = std::sync::mpsc::sync_channel::<Row>(8);
        let writer = std::thread::spawn(move || {
            while let Ok(row) = incoming.recv() {
                file.write_all(row.text.as_bytes()).expect("the disk takes it");
            }
        });
        (Self { rows }, writer)
    }

    pub fn note(&self, row: Row) -> Result<(), String> {
        let _ = self.rows.send(row); //~ raw-send: when the receiving process has ended
        Ok(())
    }
}
