//! Lines that somebody wants to know of.

use std::sync::{Mutex, OnceLock, PoisonError, mpsc};
use std::thread::JoinHandle;

use rusqlite::{Connection, params};

use crate::{Broken, Line};

/// The way to the pager, once it is started.
static PAGER: OnceLock<mpsc::SyncSender<Line>> = OnceLock::new();

pub fn start_pager(path: &str) -> Result<JoinHandle<Result<(), Broken>>, Broken> {
    let pages = Connection::open(path)?;
    let (pager, lines) = mpsc::sync_channel(64);
    PAGER.set(pager).map_err(|_| Broken::Gone("the first pager"))?;
    Ok(std::thread::spawn(move || page(pages, lines)))
}

fn page(pages: Connection, lines: mpsc::Receiver<Line>) -> Result<(), Broken> {
    for line in lines {
        pages.execute("insert into pages (source, body) values (?1, ?2)", params![line.source, line.text])?;
    }
    Ok(())
}

/// Raises an alert.
pub fn alert(line: Line) -> Result<(), Broken> {
    let pager = PAGER.get().ok_or(Broken::Gone("the pager"))?;
    pager.send(line).map_err(|_| Broken::Gone("the pager"))
}

/// Who is on duty, on the disk.
pub struct Duty {
    book: Mutex<Connection>,
}

impl Duty {
    pub fn open(path: &str) -> Result<Self, Broken> {
        Ok(Self { book: Mutex::new(Connection::open(path)?) })
    }

    pub fn begin(&self, who: &str) -> Result<(), Broken> {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        book.execute("insert into duty (who) values (?1)", params![who])?;
        Ok(())
    }

    pub fn end(&self, who: &str) -> Result<(), Broken> {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        book.execute("delete from duty where who = ?1", params![who])?;
        Ok(())
    }
}

/// On duty for as long as this is there.
pub struct Shift<'a> {
    duty: &'a Duty,
    who: String,
}

impl<'a> Shift<'a> {
    pub fn begin(duty: &'a Duty, who: String) -> Result<Self, Broken> {
        duty.begin(&who)?;
        Ok(Self { duty, who })
    }

    pub fn end(self) -> Result<(), Broken> {
        self.duty.end(&self.who)
    }
}
