//! Source files as they were read, and what kept one from being read.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::span::{FileId, Span};

/// A source file of the checked tree.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// As it was found: below the given path where that was relative.
    pub path: PathBuf,
    /// The whole text, without a byte-order mark.
    pub text: Arc<str>,
}

impl SourceFile {
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        let ended = memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        let open = !self.text.is_empty() && !self.text.ends_with('\n');
        ended + usize::from(open)
    }
}

/// A file, folder or manifest that could not be used, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceError {
    /// What could not be used.
    pub path: PathBuf,
    /// The file's number where it was read (a syntax error), and the place in it.
    pub place: Option<(FileId, Span)>,
    /// What is wrong and what to do: lower case, no full stop.
    pub message: String,
}

/// Byte offsets of line starts, to turn offsets into 1-based lines and columns.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            starts: std::iter::once(0)
                .chain(newlines.map(|(at, _)| at as u32 + 1))
                .collect(),
        }
    }

    /// The 1-based line of a byte offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The 1-based line and the 1-based column, in characters, of a byte offset into `text`.
    pub fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        (line, text[start..end].chars().count() as u32 + 1)
    }

    /// The byte range of a 1-based line, without its newline; `None` past the end.
    pub fn line_span(&self, text: &str, line: u32) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)? as usize)?;
        let end = self
            .starts
            .get(line as usize)
            .map_or(text.len() as u32, |next| next - 1);
        Some(Span::new(start, end))
    }

    /// How many lines there are.
    pub fn lines(&self) -> u32 {
        self.starts.len() as u32
    }
}
