//! Text to an owned tree: the only place that knows `syn`'s expressions.

mod attrs;
mod exprs;
mod items;
mod macros;
mod position;
pub mod tree;
mod types;

use otplint_model::Span;

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
    match syn::parse_file(text) {
        Ok(file) => {
            let items = convert.items(file.items);
            let attrs = convert.attrs(&file.attrs);
            Ok(File { items, attrs, unseen: convert.unseen })
        }
        Err(error) => {
            let span = convert.position.span(error.span());
            Err(ParseError { span, message: error.to_string() })
        }
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
    unseen: Vec<(Span, otplint_model::Sym)>,
}

impl<'a> Convert<'a> {
    fn new(text: &'a str) -> Self {
        Self { position: Positions::new(text), unseen: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
