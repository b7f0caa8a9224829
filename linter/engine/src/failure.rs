//! Why a run could not happen: wrong usage or wrong configuration, with the place to look at.

use miette::{Diagnostic, NamedSource, SourceSpan};
use otplint_model::Span;

/// Wrong usage or wrong configuration; the run ends with exit code 2.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub struct Failure {
    message: String,
    #[help]
    help: Option<String>,
    #[source_code]
    text: Option<NamedSource<String>>,
    #[label("{label}")]
    at: Option<SourceSpan>,
    label: String,
}

/// What fails says so in a box: failures are rare and large.
pub type Result<T> = std::result::Result<T, Box<Failure>>;

impl Failure {
    /// A failure that no file is to blame for.
    pub fn new(message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            message: message.into(),
            help: None,
            text: None,
            at: None,
            label: String::new(),
        })
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self: Box<Self>, help: impl Into<String>) -> Box<Self> {
        self.help = Some(help.into());
        self
    }

    /// Points at a place in a file, saying what stands there.
    #[must_use]
    pub fn at(mut self: Box<Self>, file: &str, text: &str, span: Span, label: &str) -> Box<Self> {
        self.text = Some(NamedSource::new(file, text.to_owned()));
        self.at = Some((span.start as usize..span.end as usize).into());
        label.clone_into(&mut self.label);
        self
    }
}
