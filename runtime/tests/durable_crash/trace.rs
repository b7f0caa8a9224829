//! What a program did to its files and said, in order, as `strace` saw it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::child::Task;

/// One thing that a program did.
#[derive(Debug, Clone)]
pub enum Event {
    /// A file was made, or opened.
    Open { path: PathBuf, created: bool },
    /// Bytes were written.
    Write {
        path: PathBuf,
        at: u64,
        bytes: Vec<u8>,
    },
    /// The file has this length now.
    Truncate { path: PathBuf, length: u64 },
    /// A sync of the file or folder began, and ended well: what was written before it began is on the disk.
    Sync { path: PathBuf, began: usize },
    /// A sync of the file failed.
    FailedSync { path: PathBuf },
    /// The file is gone.
    Unlink { path: PathBuf },
    /// A line on standard output.
    Said(String),
}

/// Whether traces can be had; says so, loudly, where they cannot.
pub fn available() -> bool {
    let there = Command::new("strace")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        assert!(
            std::env::var_os("CRASH_NEEDS_STRACE").is_none(),
            "strace is missing, and CRASH_NEEDS_STRACE says that these tests must run: install it"
        );
        eprintln!("SKIPPED: strace is missing; install it to run this test");
    }
    there
}

const CALLS: &str = "trace=open,openat,creat,close,dup,dup2,dup3,lseek,write,writev,pwrite64,pwritev,pwritev2,ftruncate,\
                     truncate,fallocate,fsync,fdatasync,sync_file_range,sync,syncfs,rename,renameat,renameat2,unlink,unlinkat";

/// Runs the program under `strace`, with its `inject` if there is one.
pub fn run(task: &Task, inject: Option<&str>) -> Vec<Event> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("trace");
    let output = output.to_str().unwrap();
    let mut before = vec![
        "strace",
        "-f",
        "-qq",
        "-xx",
        "-s",
        "100000000",
        "-o",
        output,
        "-e",
        CALLS,
    ];
    let injected;
    if let Some(inject) = inject {
        injected = format!("inject={inject}");
        before.extend(["-e", &injected]);
    }
    let status = task
        .command(&before)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    let text = std::fs::read_to_string(output).unwrap();
    let folder = task.path.parent().unwrap();
    let events = Parser::new(folder).parse(&text);
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::Write { .. })),
        "nothing was traced ({status})"
    );
    events
}

/// An open file.
struct File {
    path: PathBuf,
    position: u64,
}

struct Parser<'a> {
    /// Only what is in here counts.
    folder: &'a Path,
    files: HashMap<i64, File>,
    /// Calls that have begun and not ended, by thread, and how many events there were when they began.
    unfinished: HashMap<String, (String, usize)>,
    events: Vec<Event>,
}

impl<'a> Parser<'a> {
    fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            files: HashMap::new(),
            unfinished: HashMap::new(),
            events: Vec::new(),
        }
    }

    fn parse(mut self, text: &str) -> Vec<Event> {
        for line in text.lines() {
            let Some((thread, call)) = line.split_once(' ') else {
                continue;
            };
            let call = call.trim_start();
            let began = self.events.len();
            if let Some(start) = call.strip_suffix("<unfinished ...>") {
                // A write may be in the file from its beginning on.
                if start.starts_with("write(") || start.starts_with("pwrite64(") {
                    self.call(&format!("{}) = ?", start.trim_end()), began);
                    self.unfinished
                        .insert(thread.to_owned(), (String::new(), began));
                } else {
                    self.unfinished
                        .insert(thread.to_owned(), (start.to_owned(), began));
                }
            } else if let Some(rest) = call.strip_prefix("<... ") {
                let Some((start, began)) = self.unfinished.remove(thread) else {
                    continue;
                };
                if !start.is_empty()
                    && let Some((_, end)) = rest.split_once(" resumed>")
                {
                    self.call(&format!("{start}{end}"), began);
                }
            } else {
                self.call(call, began);
            }
        }
        self.events
    }

    fn call(&mut self, call: &str, began: usize) {
        let Some((name, rest)) = call.split_once('(') else {
            return;
        };
        // The result may have an explanation in parentheses.
        let Some((arguments, result)) = rest.rsplit_once(" = ") else {
            return;
        };
        let arguments = arguments.trim_end().trim_end_matches(')');
        let value: Option<i64> = result
            .split(' ')
            .next()
            .and_then(|number| number.parse().ok());
        let failed = value.is_some_and(|value| value < 0);
        if failed && !matches!(name, "fsync" | "fdatasync") {
            return;
        }
        let arguments: Vec<&str> = split(arguments);
        let number = |index: usize| {
            arguments
                .get(index)
                .and_then(|number| number.trim().parse::<i64>().ok())
        };
        match name {
            "open" | "openat" | "creat" => self.open(name, &arguments, value),
            "close" => drop(number(0).and_then(|file| self.files.remove(&file))),
            "lseek" => {
                if let Some(file) = number(0).and_then(|file| self.files.get_mut(&file)) {
                    file.position = value.unwrap_or(0) as u64;
                }
            }
            "write" if number(0) == Some(1) => {
                let text = String::from_utf8_lossy(&unhex(arguments[1])).into_owned();
                self.events
                    .extend(text.lines().map(|line| Event::Said(line.to_owned())));
            }
            "write" => {
                let bytes = unhex(arguments[1]);
                if let Some(file) = number(0).and_then(|file| self.files.get_mut(&file)) {
                    let at = file.position;
                    file.position += bytes.len() as u64;
                    let path = file.path.clone();
                    self.events.push(Event::Write { path, at, bytes });
                }
            }
            "pwrite64" => {
                if let Some(path) = self.path(number(0)) {
                    let at = number(3).unwrap() as u64;
                    let bytes = unhex(arguments[1]);
                    self.events.push(Event::Write { path, at, bytes });
                }
            }
            "ftruncate" => {
                if let Some(path) = self.path(number(0)) {
                    let length = number(1).unwrap() as u64;
                    self.events.push(Event::Truncate { path, length });
                }
            }
            "fsync" | "fdatasync" if failed => {
                let path = self.path(number(0));
                self.events
                    .extend(path.map(|path| Event::FailedSync { path }));
            }
            "fsync" | "fdatasync" => {
                if let (Some(path), Some(0)) = (self.path(number(0)), value) {
                    self.events.push(Event::Sync { path, began });
                }
            }
            "unlink" | "unlinkat" => {
                let path = arguments.iter().map(|argument| {
                    PathBuf::from(String::from_utf8_lossy(&unhex(argument)).into_owned())
                });
                let path = path.into_iter().find(|path| path.starts_with(self.folder));
                self.events.extend(path.map(|path| Event::Unlink { path }));
            }
            other => {
                // Nothing here does these to its files; a test that overlooked them would prove nothing.
                let touched = number(0).is_some_and(|file| self.files.contains_key(&file));
                let folder: String = self
                    .folder
                    .to_string_lossy()
                    .bytes()
                    .map(|byte| format!("\\x{byte:02x}"))
                    .collect();
                assert!(
                    !touched && !call.contains(&folder),
                    "{other} is not understood"
                );
            }
        }
    }

    fn open(&mut self, name: &str, arguments: &[&str], value: Option<i64>) {
        let path = arguments[usize::from(name == "openat")];
        let path = PathBuf::from(String::from_utf8_lossy(&unhex(path)).into_owned());
        let Some(file) = value else { return };
        if !path.starts_with(self.folder) {
            self.files.remove(&file);
            return;
        }
        let created = name == "creat"
            || arguments
                .iter()
                .any(|argument| argument.contains("O_CREAT"));
        assert!(
            !arguments
                .iter()
                .any(|argument| argument.contains("O_TRUNC") || argument.contains("O_APPEND")),
            "O_TRUNC and O_APPEND are not understood"
        );
        self.events.push(Event::Open {
            path: path.clone(),
            created,
        });
        self.files.insert(file, File { path, position: 0 });
    }

    fn path(&self, file: Option<i64>) -> Option<PathBuf> {
        file.and_then(|file| self.files.get(&file))
            .map(|file| file.path.clone())
    }
}

/// The arguments; strings are all hexadecimal and have no commas.
fn split(arguments: &str) -> Vec<&str> {
    arguments.split(", ").collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.trim().trim_matches('"');
    assert!(!text.contains("..."), "strace has cut a string short");
    digits
        .split("\\x")
        .skip(1)
        .filter_map(|byte| u8::from_str_radix(byte, 16).ok())
        .collect()
}
