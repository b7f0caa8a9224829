//! What configuration files say: one file for each environment, or one table of a file.

use crate::span::{FileId, Span};
use crate::sym::Sym;

/// The settings of one environment.
#[derive(Clone, Debug)]
pub struct Configured {
    /// The file.
    pub file: FileId,
    /// The file as a person would name it, and the table in it where that is not the whole file.
    pub name: Sym,
    /// What the files and tables have in common that stand for each other.
    pub family: Sym,
    /// Where they hold.
    pub environment: Environment,
    /// The settings, in the order of the text.
    pub entries: Vec<Entry>,
}

/// Where settings hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Environment {
    /// Where nothing else is said.
    Default,
    /// Where the program is tested or developed.
    Test,
    /// In production.
    Production,
}

/// A setting.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its keys, outermost first.
    pub path: Vec<Sym>,
    /// What it is.
    pub value: Setting,
    /// Its key and value, as far as they stand on one line.
    pub span: Span,
}

/// What a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A number without a unit.
    Number(u64),
    /// A length of time in milliseconds.
    Length(u64),
    /// Yes or no.
    Flag(bool),
    /// A text.
    Text(Sym),
    /// Anything else.
    Other,
}

impl Configured {
    /// The setting with these keys.
    pub fn get(&self, path: &[Sym]) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.path == path)
    }
}
