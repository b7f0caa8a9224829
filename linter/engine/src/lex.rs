//! Just enough of Rust's lexical grammar to tell a comment from text that looks like one.
//!
//! <https://doc.rust-lang.org/reference/tokens.html>. A suppression must be found in a file that does
//! not parse, and the parser throws comments away; so this reads the text itself. It never fails:
//! text that is not Rust yields tokens that mean little, and no panic.

use otplint_model::Span;

/// What a token is, as far as suppressions care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `// …` or `/* … */`.
    Comment,
    /// `/// …` or `/** … */`: an attribute of what follows.
    OuterDoc,
    /// `//! …` or `/*! … */`: an attribute of what holds it.
    InnerDoc,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `#`.
    Hash,
    /// `!`.
    Bang,
    /// Anything else: a literal, a word, one sign of punctuation.
    Other,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands; a line comment ends before its newline.
    pub span: Span,
}

/// Splits `text`, which must be shorter than 4 GiB, into tokens. White space yields none.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        bytes: text.as_bytes(),
        at: 0,
    };
    lexer.skip_shebang();
    let mut tokens = Vec::new();
    while let Some(byte) = lexer.peek(0) {
        if byte.is_ascii_whitespace() {
            lexer.at += 1;
            continue;
        }
        let start = lexer.at;
        let kind = lexer.token(byte);
        tokens.push(Token {
            kind,
            span: Span::new(start as u32, lexer.at as u32),
        });
    }
    tokens
}

struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

fn in_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn starts_with(&self, text: &str) -> bool {
        self.bytes[self.at..].starts_with(text.as_bytes())
    }

    /// `#!/usr/bin/…` on the first line is no attribute, `#![…]` is one.
    fn skip_shebang(&mut self) {
        if self.starts_with("#!") && !self.starts_with("#![") {
            self.line_end();
        }
    }

    fn line_end(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    /// Consumes one token that starts with `byte`.
    fn token(&mut self, byte: u8) -> Kind {
        match byte {
            b'/' if self.peek(1) == Some(b'/') => self.line_comment(),
            b'/' if self.peek(1) == Some(b'*') => self.block_comment(),
            b'"' => self.quoted(b'"'),
            b'\'' => self.quote(),
            b'(' | b'[' | b'{' => self.one(Kind::Open),
            b')' | b']' | b'}' => self.one(Kind::Close),
            b'#' => self.one(Kind::Hash),
            b'!' => self.one(Kind::Bang),
            _ if in_word(byte) => self.word(),
            _ => self.one(Kind::Other),
        }
    }

    fn one(&mut self, kind: Kind) -> Kind {
        self.at += 1;
        kind
    }

    fn line_comment(&mut self) -> Kind {
        let kind = match (self.peek(2), self.peek(3)) {
            (Some(b'!'), _) => Kind::InnerDoc,
            (Some(b'/'), Some(b'/')) => Kind::Comment,
            (Some(b'/'), _) => Kind::OuterDoc,
            _ => Kind::Comment,
        };
        self.line_end();
        kind
    }

    fn block_comment(&mut self) -> Kind {
        let kind = match (self.peek(2), self.peek(3)) {
            (Some(b'!'), _) => Kind::InnerDoc,
            (Some(b'*'), Some(b'*' | b'/')) => Kind::Comment,
            (Some(b'*'), _) => Kind::OuterDoc,
            _ => Kind::Comment,
        };
        let mut depth = 0usize;
        while self.at < self.bytes.len() {
            if self.starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    break;
                }
            } else {
                self.at += 1;
            }
        }
        kind
    }

    /// A literal from its opening to its closing quote, with backslash escapes.
    fn quoted(&mut self, quote: u8) -> Kind {
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == quote {
                break;
            }
        }
        self.at = self.at.min(self.bytes.len());
        Kind::Other
    }

    /// A character literal or a lifetime: `'a'` is the one, `'a` the other.
    fn quote(&mut self) -> Kind {
        let Some(first) = self.peek(1) else {
            return self.one(Kind::Other);
        };
        if first == b'\\' {
            return self.quoted(b'\'');
        }
        let width = match first {
            0xf0.. => 4,
            0xe0.. => 3,
            0xc0.. => 2,
            _ => 1,
        };
        if self.peek(1 + width) == Some(b'\'') {
            self.at += 2 + width;
            return Kind::Other;
        }
        self.one(Kind::Other)
    }

    /// A name, a keyword or a number; or a literal with a prefix (`r#"…"#`, `b'…'`, `c"…"`).
    fn word(&mut self) -> Kind {
        let start = self.at;
        while self.peek(0).is_some_and(in_word) {
            self.at += 1;
        }
        match (&self.bytes[start..self.at], self.peek(0)) {
            (b"r" | b"br" | b"cr", Some(b'"' | b'#')) => self.raw(),
            (b"b" | b"c", Some(b'"')) => self.quoted(b'"'),
            (b"b", Some(b'\'')) => self.quote(),
            _ => Kind::Other,
        }
    }

    /// `"…"` or `#"…"#` after a raw prefix; `r#name` is a name.
    fn raw(&mut self) -> Kind {
        let hashes = self.bytes[self.at..]
            .iter()
            .take_while(|byte| **byte == b'#')
            .count();
        if self.peek(hashes) != Some(b'"') {
            return Kind::Other;
        }
        self.at += hashes + 1;
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            let Some(quote) = memchr::memchr(b'"', rest) else {
                self.at = self.bytes.len();
                break;
            };
            self.at += quote + 1;
            let closing = &self.bytes[self.at..];
            if closing.len() >= hashes && closing[..hashes].iter().all(|byte| *byte == b'#') {
                self.at += hashes;
                break;
            }
        }
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, kind: Kind) -> Vec<&str> {
        let found = tokens(text).into_iter().filter(|token| token.kind == kind);
        found
            .map(|token| &text[token.span.start as usize..token.span.end as usize])
            .collect()
    }

    #[test]
    fn finds_comments_and_only_comments() {
        let text = r####"#!/usr/bin/env run // not this
            let a = "// no"; // one
            let b = r#"// no " // no"#; // two
            let c = '"'; // three
            let d = '\''; /* four /* nested // */ still */ let e = "\" // no";
            let f = b'"'; let g = br"\"; // five
            fn h<'a>(x: &'a str) {} // six
            let i = c"// no"; let r#type = 'é'; // seven
            let bar"// no"; ////// eight
        "####;
        let comments = of(text, Kind::Comment);
        let nested = "/* four /* nested // */ still */";
        let lines = [
            "// one",
            "// two",
            "// three",
            nested,
            "// five",
            "// six",
            "// seven",
            "////// eight",
        ];
        assert_eq!(comments, lines);
    }

    #[test]
    fn documentation_is_no_comment() {
        let text = "//! a\n/*! b */ /// c\n/** d */ /**/ /*** e */ //// f";
        assert_eq!(of(text, Kind::InnerDoc), ["//! a", "/*! b */"]);
        assert_eq!(of(text, Kind::OuterDoc), ["/// c", "/** d */"]);
        assert_eq!(of(text, Kind::Comment), ["/**/", "/*** e */", "//// f"]);
    }

    #[test]
    fn text_that_ends_early_is_no_panic() {
        let text = "/* \" ' \\ r##\"x\"# '\\u{1F600}' b'x 'é' \u{feff} // \r\n #![a] */ \"\\";
        for start in 0..text.len() {
            for end in start..=text.len() {
                if let Some(part) = text.get(start..end) {
                    let spans = tokens(part).into_iter().map(|token| token.span);
                    assert!(
                        spans
                            .clone()
                            .all(|span| span.start < span.end && span.end as usize <= part.len())
                    );
                    assert!(spans.is_sorted());
                }
            }
        }
    }
}
