//! From proc-macro2's lines and columns to byte offsets.

use otplint_model::Span;
use proc_macro2::LineColumn;

/// Line starts of one text, to turn lines and columns in characters into bytes. `Span::byte_range`
/// of proc-macro2 scans the text for every span; a line table does not.
pub struct Positions<'a> {
    text: &'a str,
    starts: Vec<(u32, bool)>,
}

impl<'a> Positions<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 24);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            starts.push((start, line.is_ascii()));
            start += line.len() as u32;
        }
        starts.push((start, true));
        Self { text, starts }
    }

    fn offset(&self, at: LineColumn) -> u32 {
        let Some(&(start, ascii)) = self.starts.get(at.line.saturating_sub(1)) else {
            return self.text.len() as u32;
        };
        if ascii {
            return (start + at.column as u32).min(self.text.len() as u32);
        }
        let line = &self.text[start as usize..];
        line.char_indices()
            .nth(at.column)
            .map_or(self.text.len() as u32, |(byte, _)| start + byte as u32)
    }

    pub fn start(&self, span: proc_macro2::Span) -> u32 {
        self.offset(span.start())
    }

    pub fn end(&self, span: proc_macro2::Span) -> u32 {
        self.offset(span.end())
    }

    pub fn span(&self, span: proc_macro2::Span) -> Span {
        let start = self.start(span);
        Span::new(start, self.end(span).max(start))
    }
}
