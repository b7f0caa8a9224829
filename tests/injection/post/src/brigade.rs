//! The fire brigade's own post: threads.

use std::io::Write;
use std::thread::JoinHandle;

use crossbeam_channel::Sender;

use crate::{Letter, Refused};

pub struct Brigade {
    letters: Sender<Letter>,
    writer: JoinHandle<std::io::Result<()>>,
}

impl Brigade {
    pub fn start(mut book: std::fs::File) -> Self {
        let (letters, incoming) = crossbeam_channel::bounded::<Letter>(8);
        let writer = std::thread::spawn(move || {
            for letter in incoming {
                writeln!(book, "{}: {}", letter.number, letter.text)?;
                book.sync_data()?;
            }
            Ok(())
        });
        Self { letters, writer }
    }

    pub fn accept(&self, letter: Letter) -> Result<(), Refused> {
        self.letters.send(letter).map_err(|_| Refused::Gone)?;
        Ok(())
    }

    pub fn close(self) -> std::io::Result<()> {
        drop(self.letters);
        self.writer.join().map_err(|_| std::io::Error::other("the writer crashed"))?
    }
}
