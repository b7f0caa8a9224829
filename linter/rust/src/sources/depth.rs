//! How deep a text would nest once parsed, estimated from its tokens before any parser sees it.
//!
//! Parsers, conversions and even the drop of a tree recurse; a hostile file would overflow the
//! stack, which nothing can catch. The estimate never falls short by more than a constant factor
//! and may exceed the truth: operators are added up until a separator ends the expression.

use memchr::memchr;
use otplint_model::Span;

/// What nests to the right: brackets, blocks, generic arguments, prefix operators, closures.
///
/// Measured with syn 3.0 in a debug build: from 2 KiB (a reference pattern) to 57 KiB of stack
/// (generic arguments) for each level. 512 levels of the worst take 29 MiB, an eighth of
/// [`STACK_BYTES`]. Ordinary code stays below 60.
pub const MAX_NESTING: u32 = 512;

/// What nests to the left or is built in a loop: binary operators, method chains, `else if`.
///
/// syn parses these without recursion and drops them with 180 bytes of stack for each; a
/// conversion that recurses may take 16 KiB for each in a debug build: 64 MiB, a quarter of
/// [`STACK_BYTES`]. Generated tables of alternatives stay below it.
pub const MAX_CHAIN: u32 = 4096;

/// The stack of each thread that parses. Only what is used is ever committed.
pub const STACK_BYTES: usize = 256 << 20;

/// Where and how a text nests too deep, if it does.
pub fn too_deep(text: &str) -> Option<(Span, String)> {
    let mut scan = Scan {
        lexer: Lexer {
            bytes: text.as_bytes(),
            at: 0,
        },
        frames: vec![Frame::default()],
        last: Last::Operator,
        excess: None,
        in_use: false,
    };
    scan.run();
    scan.excess
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Group,
    Angle,
    Params,
}

/// A level that is open: what it stands on and what has been added since the last separator.
#[derive(Clone, Copy, Debug)]
struct Frame {
    kind: Kind,
    base_nesting: u32,
    base_chain: u32,
    nesting: u32,
    chain: u32,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            kind: Kind::Group,
            base_nesting: 0,
            base_chain: 0,
            nesting: 0,
            chain: 0,
        }
    }
}

/// What the token before was: decides whether an operator stands before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Operator,
    Value,
    /// A block's end: a value or the end of a statement.
    Block,
    Else,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Ident(&'a [u8]),
    Literal { number: bool },
    Lifetime,
    Open(u8),
    Close(u8),
    Punct(u8),
}

struct Scan<'a> {
    lexer: Lexer<'a>,
    frames: Vec<Frame>,
    last: Last,
    excess: Option<(Span, String)>,
    in_use: bool,
}

impl Scan<'_> {
    fn run(&mut self) {
        while self.excess.is_none() {
            let Some((token, start)) = self.lexer.next() else {
                return;
            };
            self.token(token, start);
        }
    }

    fn top(&mut self) -> &mut Frame {
        // The bottom frame is never popped.
        self.frames.last_mut().expect("a frame is open")
    }

    fn nest(&mut self, start: usize) {
        self.top().nesting += 1;
        self.check(start);
    }

    fn chain(&mut self, start: usize) {
        self.top().chain += 1;
        self.check(start);
    }

    fn check(&mut self, start: usize) {
        let span = Span::new(start as u32, self.lexer.at as u32);
        let top = *self.top();
        if top.base_nesting + top.nesting > MAX_NESTING {
            let message =
                format!("nested deeper than {MAX_NESTING} levels, so the file was not parsed");
            self.excess = Some((span, message));
        } else if top.base_chain + top.chain > MAX_CHAIN {
            let message = format!(
                "more than {MAX_CHAIN} operators in one expression, so the file was not parsed"
            );
            self.excess = Some((span, message));
        }
    }

    fn open(&mut self, kind: Kind, start: usize) {
        let top = *self.top();
        self.frames.push(Frame {
            kind,
            base_nesting: top.base_nesting + top.nesting + 1,
            base_chain: top.base_chain + top.chain,
            nesting: 0,
            chain: 0,
        });
        self.check(start);
    }

    /// Forgets `<` that were comparisons and `|` that were not closures.
    fn close_to_group(&mut self) {
        while self.top().kind != Kind::Group {
            self.frames.pop();
        }
    }

    fn separate(&mut self) {
        let top = self.top();
        (top.nesting, top.chain) = (0, 0);
    }

    fn end_statement(&mut self) {
        self.close_to_group();
        self.separate();
        self.in_use = false;
    }

    fn token(&mut self, token: Token<'_>, start: usize) {
        let prefix = self.last == Last::Operator || self.last == Last::Else;
        let last = std::mem::replace(&mut self.last, Last::Operator);
        match token {
            Token::Ident(word) => self.word(word, last, start),
            Token::Literal { .. } | Token::Lifetime => {
                if last == Last::Block {
                    self.end_statement();
                }
                // What follows `&'a` still stands before its operand.
                if token != Token::Lifetime {
                    self.last = Last::Value;
                }
            }
            Token::Open(bracket) => {
                // A call or an index on what stands before.
                if !prefix && bracket != b'{' {
                    self.chain(start);
                }
                self.open(Kind::Group, start);
            }
            Token::Close(bracket) => {
                self.close_to_group();
                if self.frames.len() > 1 {
                    self.frames.pop();
                }
                self.last = if bracket == b'}' {
                    Last::Block
                } else {
                    Last::Value
                };
            }
            Token::Punct(punct) => self.punct(punct, prefix, last, start),
        }
    }

    fn word(&mut self, word: &[u8], last: Last, start: usize) {
        if last == Last::Block && !matches!(word, b"else" | b"as" | b"in") {
            self.end_statement();
        }
        // No keyword below is longer than that, or begins otherwise.
        if word.len() > 6 || !word[0].is_ascii_lowercase() {
            self.last = Last::Value;
            return;
        }
        match word {
            b"else" => {
                self.chain(start);
                self.last = Last::Else;
            }
            b"if" if last == Last::Else => self.chain(start),
            b"as" => self.chain(start),
            b"return" | b"break" | b"yield" | b"become" | b"do" | b"let" | b"if" | b"match"
            | b"while" | b"for" | b"in" | b"loop" | b"move" | b"async" | b"static" | b"unsafe"
            | b"const" | b"impl" | b"dyn" | b"fn" | b"mut" | b"mod" | b"try" | b"box"
            | b"where" | b"extern" => self.nest(start),
            b"use" => self.in_use = true,
            b"ref" | b"pub" | b"struct" | b"enum" | b"union" | b"type" | b"trait" => {}
            _ => self.last = Last::Value,
        }
    }

    fn punct(&mut self, punct: u8, prefix: bool, last: Last, start: usize) {
        match punct {
            b';' => self.end_statement(),
            b',' => self.separate(),
            b'#' => {
                if last == Last::Block {
                    self.end_statement();
                }
            }
            b'=' if self.lexer.take(b'>') => self.end_statement(),
            b'=' if self.lexer.take(b'=') => self.chain(start),
            b'=' => self.nest(start),
            b'-' if self.lexer.take(b'>') => self.nest(start),
            b'<' if self.is_shift_or_comparison() => self.chain(start),
            b'<' => self.open(Kind::Angle, start),
            b'>' => {
                if self.top().kind == Kind::Angle {
                    self.frames.pop();
                    self.last = Last::Value;
                } else {
                    self.lexer.take(b'=');
                    self.chain(start);
                }
            }
            b'|' if self.top().kind == Kind::Params => {
                self.frames.pop();
                self.nest(start);
            }
            b'|' if prefix => {
                if self.lexer.take(b'|') {
                    self.nest(start);
                } else {
                    self.open(Kind::Params, start);
                }
            }
            b':' => {
                if self.lexer.take(b':') && self.in_use {
                    self.nest(start);
                }
            }
            // A range's end is no range, so that these do not nest.
            b'.' if self.lexer.take(b'.') => {
                let _ = self.lexer.take(b'=') || self.lexer.take(b'.');
                self.chain(start);
            }
            b'?' => {
                self.chain(start);
                self.last = Last::Value;
            }
            b'@' => self.nest(start),
            b'$' => {}
            b'!' | b'-' | b'*' | b'&' | b'~' if prefix => self.nest(start),
            // After a block this may be either.
            b'!' | b'-' | b'*' | b'&' if last == Last::Block => {
                self.nest(start);
                self.chain(start);
            }
            b'!' if self.lexer.take(b'=') => self.chain(start),
            b'!' => {}
            b'&' | b'|' => {
                self.lexer.take(punct);
                self.chain(start);
            }
            _ => self.chain(start),
        }
    }

    /// After `<`: `<< 3`, `<=`, and `< 3` unless it is a generic argument as in `Array<3>`.
    fn is_shift_or_comparison(&mut self) -> bool {
        if self.lexer.take(b'=') {
            return true;
        }
        let mut ahead = Lexer {
            bytes: self.lexer.bytes,
            at: self.lexer.at,
        };
        let shift = ahead.take(b'<');
        match ahead.next() {
            Some((Token::Literal { number: true }, _)) => {
                let argument = matches!(ahead.next(), Some((Token::Punct(b'>' | b','), _)));
                if shift {
                    self.lexer.take(b'<');
                }
                shift || !argument
            }
            Some((Token::Punct(b'='), _)) if shift => {
                self.lexer.take(b'<');
                true
            }
            _ => false,
        }
    }
}

/// The bytes that names consist of.
const IN_NAMES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let ascii = byte as u8;
        table[byte] = ascii == b'_' || ascii.is_ascii_alphanumeric() || byte >= 0x80;
        byte += 1;
    }
    table
};

/// Tokens with their starts; knows just enough to skip comments and literals.
struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.at < self.bytes.len() && self.bytes[self.at] == byte;
        self.at += usize::from(taken);
        taken
    }

    fn next(&mut self) -> Option<(Token<'a>, usize)> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            let start = self.at + rest.iter().position(|byte| *byte > b' ')?;
            let byte = self.bytes[start];
            self.at = start + 1;
            let token = match byte {
                b'/' if self.peek(0) == b'/' => {
                    self.skip_line();
                    continue;
                }
                b'/' if self.peek(0) == b'*' => {
                    self.skip_comment();
                    continue;
                }
                b'"' => self.string(),
                b'\'' => self.quote(),
                b'(' | b'[' | b'{' => Token::Open(byte),
                b')' | b']' | b'}' => Token::Close(byte),
                b'0'..=b'9' => self.number(),
                b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => self.word(start),
                byte if byte.is_ascii_punctuation() => Token::Punct(byte),
                _ => continue,
            };
            return Some((token, start));
        }
    }

    fn skip_name(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let end = rest.iter().position(|byte| !IN_NAMES[usize::from(*byte)]);
        self.at += end.unwrap_or(rest.len());
    }

    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn skip_comment(&mut self) {
        let mut open = 1;
        self.at += 1;
        while open > 0 && self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => (open, self.at) = (open + 1, self.at + 2),
                (b'*', b'/') => (open, self.at) = (open - 1, self.at + 2),
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
    }

    fn string(&mut self) -> Token<'a> {
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' => break,
                _ => {}
            }
        }
        self.at = self.at.min(self.bytes.len());
        Token::Literal { number: false }
    }

    /// After a `'`: a character or a lifetime.
    fn quote(&mut self) -> Token<'a> {
        if self.peek(0) == b'\\' {
            self.at += 2;
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            // The longest escape is `\u{10ffff}`, with underscores a little more.
            if let Some(end) = rest.iter().take(32).position(|byte| *byte == b'\'') {
                self.at += end + 1;
            }
            self.at = self.at.min(self.bytes.len());
            return Token::Literal { number: false };
        }
        let width = match self.peek(0) {
            0..0x80 => 1,
            0x80..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0.. => 4,
        };
        if self.peek(width) == b'\'' {
            self.at += width + 1;
            return Token::Literal { number: false };
        }
        self.skip_name();
        Token::Lifetime
    }

    fn number(&mut self) -> Token<'a> {
        loop {
            match self.peek(0) {
                b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => self.at += 1,
                b'.' if self.peek(1).is_ascii_digit() => self.at += 1,
                _ => return Token::Literal { number: true },
            }
        }
    }

    fn word(&mut self, start: usize) -> Token<'a> {
        self.skip_name();
        let word = &self.bytes[start..self.at];
        match (word, self.peek(0)) {
            (b"r" | b"br" | b"cr", b'"' | b'#') => self.raw(start),
            (b"b" | b"c", b'"') => {
                self.at += 1;
                self.string()
            }
            (b"b", b'\'') => {
                self.at += 1;
                self.quote()
            }
            _ => Token::Ident(word),
        }
    }

    /// After `r`: a raw string or a raw identifier.
    fn raw(&mut self, start: usize) -> Token<'a> {
        let mut hashes = 0;
        while self.peek(hashes) == b'#' {
            hashes += 1;
        }
        if self.peek(hashes) != b'"' {
            if hashes != 1 {
                return Token::Ident(&self.bytes[start..self.at]);
            }
            self.at += 1;
            self.skip_name();
            return Token::Ident(&self.bytes[start..self.at]);
        }
        self.at += hashes + 1;
        while let Some(found) = self.bytes[self.at..].iter().position(|byte| *byte == b'"') {
            self.at += found + 1;
            let closing = self.bytes[self.at..]
                .iter()
                .take(hashes)
                .filter(|byte| **byte == b'#')
                .count();
            if closing == hashes {
                self.at += hashes;
                return Token::Literal { number: false };
            }
        }
        self.at = self.bytes.len();
        Token::Literal { number: false }
    }
}
