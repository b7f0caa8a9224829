//! Text to an owned tree: the only place that knows `syn`'s expressions.

mod attrs;
mod claims;
mod exprs;
mod items;
mod macros;
mod pack;
mod position;
pub mod tree;
mod types;

use otplint_model::Span;
use otplint_model::stub::CrateAttrs;

use crate::stub;
use attrs::Described;
pub use pack::Body;
use position::Positions;
pub use tree::*;

/// Why a text is not Rust.
#[derive(Clone, Debug)]
pub struct ParseError {
    /// Where.
    pub span: Span,
    /// What syn says.
    pub message: String,
}

/// Reads one file. The spans of the calling thread grow with every call until
/// `proc_macro2::extra::invalidate_current_thread_spans` is called.
///
/// # Errors
///
/// The first syntax error of the text.
pub fn parse(text: &str) -> Result<File, ParseError> {
    let mut convert = Convert::new(text);
    match syn::parse_file(text).or_else(|error| bare_impls(text).unwrap_or(Err(error))) {
        Ok(file) => Ok(convert.file(&file)),
        Err(error) => Err(convert.error(&error)),
    }
}

/// The file without the `pub` of `pub impl`, which rustc reads and hands to a macro (`#[ext] pub impl Name for T`).
fn bare_impls(text: &str) -> Option<syn::Result<syn::File>> {
    let bare = text
        .replace("pub impl", "    impl")
        .replace("pub(crate) impl", "           impl");
    (bare != text).then(|| syn::parse_file(&bare))
}

/// Reads one stub, and what its head says. As with [`parse`], the spans of the thread grow.
///
/// # Errors
///
/// The first syntax error of the text; else the first `otp` attribute that says nothing known, or
/// a head that does not name the crate.
pub fn parse_stub(text: &str) -> Result<(CrateAttrs, File), ParseError> {
    let mut convert = Convert::new(text);
    let mut read = || -> syn::Result<_> {
        let file = syn::parse_file(text)?;
        Ok((stub::crate_attrs(&file.attrs)?, convert.file(&file)))
    };
    match (read(), convert.fault.take()) {
        (Ok(read), None) => Ok(read),
        (Err(error), _) | (Ok(_), Some(error)) => Err(convert.error(&error)),
    }
}

/// Reads a type.
pub fn parse_type(text: &str) -> Option<Type> {
    let ty = syn::parse_str::<syn::Type>(text).ok()?;
    Some(Convert::new(text).ty(&ty))
}

/// Turns syn's trees into ours.
struct Convert<'a> {
    position: Positions<'a>,
    /// Doc comments are read.
    claims: bool,
    /// What is read now is compiled for tests only.
    test: bool,
    /// Identifiers have other names than the text: they are those of a macro's parameters.
    renamed: bool,
    /// The items among the statements of the body that is read, at any depth.
    inner: Vec<Item>,
    /// The first `otp` attribute that says nothing known.
    fault: Option<stub::AttrError>,
}

impl<'a> Convert<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            position: Positions::new(text),
            claims: claims::may_claim(text),
            test: false,
            renamed: false,
            inner: Vec::new(),
            fault: None,
        }
    }

    fn file(&mut self, file: &syn::File) -> File {
        let attrs = self.attrs(&file.attrs, Described::Nothing);
        let items = self.within(attrs.test, |this| this.items(&file.items));
        File { items, attrs }
    }

    /// Reads something that is compiled for tests only where `test` says so, or what is around it.
    fn within<T>(&mut self, test: bool, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.test;
        self.test |= test;
        let result = read(self);
        self.test = before;
        result
    }

    fn error(&self, error: &syn::Error) -> ParseError {
        ParseError {
            span: self.position.span(error.span()),
            message: error.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
