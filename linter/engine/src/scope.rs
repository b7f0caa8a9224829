//! Where a comment holds: on a line, in an item, in the whole file.
//!
//! Everything is prepared once for each file, so that a hostile file of nothing but comments takes
//! time in proportion to its length.

use std::collections::HashMap;

use otplint_model::{LineIndex, Span};

use crate::lex::{Kind, Token};

/// Where a suppression holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the whole file.
    File,
    /// In one item, attributes included.
    Item(Span),
    /// On one line.
    Line(Span),
}

/// What is known of a file's text before any of its comments is asked about.
pub struct Layout<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lines: LineIndex,
    /// For each token the index of the first one from there on that is code: neither comment nor
    /// attribute.
    code: Vec<usize>,
    /// Comments before this index are at the file's head.
    head: usize,
    /// The items, by the index of their first token that is code.
    items: HashMap<usize, Span>,
}

impl<'a> Layout<'a> {
    /// Prepares a file.
    pub fn new(text: &'a str, tokens: &'a [Token], items: &[Span]) -> Self {
        let brackets = brackets(tokens);
        let attribute = |index: usize| attribute(text, tokens, &brackets, index);
        let mut code: Vec<usize> = (0..=tokens.len()).collect();
        for (index, token) in tokens.iter().enumerate().rev() {
            code[index] = match token.kind {
                Kind::Comment | Kind::OuterDoc | Kind::InnerDoc => code[index + 1],
                _ => attribute(index).map_or(index, |attribute| code[attribute.after]),
            };
        }
        let first =
            |item: &Span| code[tokens.partition_point(|token| token.span.start < item.start)];
        let items = items.iter().map(|item| (first(item), *item)).collect();
        let head = head(text, tokens, |index| {
            attribute(index).filter(|attribute| attribute.inner)
        });
        Self {
            text,
            tokens,
            lines: LineIndex::new(text),
            code,
            head,
            items,
        }
    }

    /// Where the comment at this index of the tokens holds.
    pub fn scope(&self, at: usize) -> Scope {
        let comment = self.tokens[at].span;
        let line = self.line(comment.start);
        let before = &self.text[line.start as usize..comment.start as usize];
        if !before.trim().is_empty() {
            return Scope::Line(line);
        }
        if at < self.head {
            return Scope::File;
        }
        let code = self.code[at];
        match (self.items.get(&code), self.tokens.get(code)) {
            (Some(item), _) => Scope::Item(*item),
            (None, Some(token)) => Scope::Line(self.line(token.span.start)),
            (None, None) => Scope::Line(line),
        }
    }

    /// The line that holds an offset, without its newline.
    fn line(&self, offset: u32) -> Span {
        let line = self.lines.line_span(self.text, self.lines.line(offset));
        line.unwrap_or(Span::new(offset, offset))
    }
}

/// For each opening bracket the index of the one that closes it, or the number of tokens.
fn brackets(tokens: &[Token]) -> Vec<usize> {
    let mut closing = vec![tokens.len(); tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(index),
            Kind::Close => {
                if let Some(opened) = open.pop() {
                    closing[opened] = index;
                }
            }
            _ => {}
        }
    }
    closing
}

struct Attribute {
    /// Whether it is one of what holds it: `#![…]`.
    inner: bool,
    /// The index of the first token after it.
    after: usize,
}

/// The attribute whose `#` is at `index`.
fn attribute(text: &str, tokens: &[Token], brackets: &[usize], index: usize) -> Option<Attribute> {
    let is = |index: usize, kind| tokens.get(index).is_some_and(|token| token.kind == kind);
    let inner = is(index + 1, Kind::Bang);
    let bracket = index + 1 + usize::from(inner);
    let square = is(index, Kind::Hash) && is(bracket, Kind::Open);
    let square = square && text.as_bytes()[tokens[bracket].span.start as usize] == b'[';
    square.then(|| Attribute {
        inner,
        after: (brackets[bracket] + 1).min(tokens.len()),
    })
}

/// The index before which comments are at the file's head: nothing but comments and the file's own
/// attributes stands before them, and a blank line, one of those attributes or nothing at all below
/// their block.
fn head(text: &str, tokens: &[Token], own: impl Fn(usize) -> Option<Attribute>) -> usize {
    let (mut index, mut head) = (0, 0);
    while let Some(token) = tokens.get(index) {
        let next = match token.kind {
            Kind::Comment | Kind::InnerDoc => index + 1,
            _ => match own(index) {
                Some(attribute) => attribute.after,
                None => break,
            },
        };
        let ends = tokens.get(next).is_none_or(|following| {
            let between = &text[tokens[next - 1].span.end as usize..following.span.start as usize];
            let blank = between.bytes().filter(|byte| *byte == b'\n').count() > 1;
            blank || following.kind == Kind::InnerDoc || own(next).is_some()
        });
        if ends {
            head = next;
        }
        index = next;
    }
    head
}
