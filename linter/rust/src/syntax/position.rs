//! From proc-macro2's lines and columns to byte offsets.

use memchr::memchr_iter;
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
        let all_ascii = text.is_ascii();
        let mut start = 0;
        let ends = memchr_iter(b'\n', text.as_bytes()).map(|newline| newline + 1);
        for end in ends.chain([text.len()]) {
            let ascii = all_ascii || text.as_bytes()[start..end].is_ascii();
            starts.push((start as u32, ascii));
            start = end;
        }
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

    /// The identifier that begins at an offset, `r#` included; empty where there is none.
    pub fn word(&self, start: u32) -> &'a str {
        let rest = self.text.get(start as usize..).unwrap_or_default();
        let raw = if rest.starts_with("r#") { 2 } else { 0 };
        let ident = |byte: &u8| *byte == b'_' || byte.is_ascii_alphanumeric() || *byte >= 0x80;
        let length = rest.bytes().skip(raw).take_while(ident).count();
        &rest[..raw + length]
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
