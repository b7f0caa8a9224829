//! A disk that remembers what was synced, and forgets of the rest what it likes when the power goes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::trace::Event;

/// What is written at once or not at all.
const SECTOR: usize = 512;

/// What becomes of writes that were not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// All of them are lost.
    All,
    /// None of them is.
    None,
    /// Each is lost or not.
    Some,
    /// Each sector of each is lost or not.
    Torn,
}

impl Loss {
    pub const ALL: [Self; 4] = [Self::All, Self::None, Self::Some, Self::Torn];
}

#[derive(Debug, Clone)]
enum Change {
    Write { at: u64, bytes: Vec<u8> },
    Truncate { length: u64 },
}

#[derive(Debug, Clone, Default)]
struct File {
    /// What is on the disk for certain.
    durable: Vec<u8>,
    /// What was done since, and at which event.
    changes: Vec<(usize, Change)>,
    /// Whether the folder's entry is on the disk: that it is there, or that it is gone.
    entry_durable: bool,
    exists: bool,
}

/// The files of one folder.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    files: BTreeMap<PathBuf, File>,
    /// How many events there were before this trace.
    before: usize,
    /// How many there were in all.
    now: usize,
}

impl Disk {
    /// The next events are of another program, and count from 0 again.
    pub fn next_program(&mut self) {
        self.before = self.now;
    }

    pub fn apply(&mut self, event: &Event) {
        let now = self.now;
        self.now += 1;
        match event {
            Event::Open { path, created } => {
                if let Some(file) = self.files.get_mut(path) {
                    if *created && !file.exists {
                        file.exists = true;
                        file.entry_durable = false;
                    }
                } else if *created {
                    let file = File {
                        exists: true,
                        ..File::default()
                    };
                    self.files.insert(path.clone(), file);
                }
            }
            Event::Write { path, at, bytes } => self.change(
                path,
                now,
                Change::Write {
                    at: *at,
                    bytes: bytes.clone(),
                },
            ),
            Event::Truncate { path, length } => {
                self.change(path, now, Change::Truncate { length: *length })
            }
            Event::Sync { path, began } => self.sync(path, self.before + began),
            // What was not written stays in the cache, where everybody reads it, and counts as written from now on: no
            // later sync writes it. Only writing it again does.
            Event::FailedSync { path } => {
                if let Some(file) = self.files.get_mut(path) {
                    file.changes.clear();
                }
            }
            Event::Unlink { path } => {
                if let Some(file) = self.files.get_mut(path) {
                    file.exists = false;
                    file.entry_durable = false;
                }
            }
            Event::Said(_) => {}
        }
    }

    fn change(&mut self, path: &Path, now: usize, change: Change) {
        if let Some(file) = self.files.get_mut(path) {
            file.changes.push((now, change));
        }
    }

    fn sync(&mut self, path: &Path, began: usize) {
        if let Some(file) = self.files.get_mut(path) {
            let later = file.changes.partition_point(|(at, _)| *at < began);
            for (_, change) in file.changes.drain(..later) {
                apply(&mut file.durable, &change);
            }
            return;
        }
        // A folder.
        for (_, file) in self
            .files
            .iter_mut()
            .filter(|(file, _)| file.parent() == Some(path))
        {
            file.entry_durable = true;
        }
    }

    /// Writes the files as the power loss has left them.
    pub fn lose_power(&self, loss: Loss, random: &mut fastrand::Rng, into: &Path) {
        for (path, file) in &self.files {
            let Some(name) = path.file_name() else {
                continue;
            };
            // The index in shared memory is made anew by whoever opens the file first, whatever is in it.
            if name.to_string_lossy().ends_with("-shm") {
                continue;
            }
            let exists = if file.entry_durable || loss == Loss::None {
                file.exists
            } else if loss == Loss::All {
                !file.exists
            } else {
                random.bool()
            };
            if exists {
                std::fs::write(into.join(name), file.after(loss, random)).unwrap();
            }
        }
    }
}

impl File {
    fn after(&self, loss: Loss, random: &mut fastrand::Rng) -> Vec<u8> {
        let mut content = self.durable.clone();
        for (_, change) in &self.changes {
            match loss {
                Loss::All => {}
                Loss::None => apply(&mut content, change),
                Loss::Some => {
                    if random.bool() {
                        apply(&mut content, change);
                    }
                }
                Loss::Torn => tear(&mut content, change, random),
            }
        }
        content
    }
}

fn apply(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, bytes } => {
            let at = *at as usize;
            let end = at + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content[at..end].copy_from_slice(bytes);
        }
        Change::Truncate { length } => content.resize(*length as usize, 0),
    }
}

fn tear(content: &mut Vec<u8>, change: &Change, random: &mut fastrand::Rng) {
    let Change::Write { at, bytes } = change else {
        if random.bool() {
            apply(content, change);
        }
        return;
    };
    let (start, end) = (*at as usize, *at as usize + bytes.len());
    let mut from = start;
    while from < end {
        let to = ((from / SECTOR + 1) * SECTOR).min(end);
        if random.bool() {
            let sector = Change::Write {
                at: from as u64,
                bytes: bytes[from - start..to - start].to_vec(),
            };
            apply(content, &sector);
        }
        from = to;
    }
}
