//! What the reader's screen can show.

use std::io::IsTerminal;

use crate::args::Color;

/// How to write for the reader.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// Columns.
    pub width: usize,
}

/// Wide enough for a sentence, narrow enough to read; also what a pipe gets, so that it is the same
/// everywhere.
const COMFORTABLE: usize = 100;

impl Style {
    /// For a stream that is a terminal or not.
    pub fn new(color: Color, terminal: bool) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !dumb && !set("NO_COLOR"),
        };
        let columns = terminal
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(width, _)| usize::from(width.0));
        Self {
            color,
            width: columns.map_or(COMFORTABLE, |columns| columns.clamp(40, 120)),
        }
    }

    /// For stdout.
    pub fn stdout(color: Color) -> Self {
        Self::new(color, std::io::stdout().is_terminal())
    }

    /// For stderr.
    pub fn stderr(color: Color) -> Self {
        Self::new(color, std::io::stderr().is_terminal())
    }

    /// What renders a diagnostic in this style.
    pub fn handler(self) -> miette::GraphicalReportHandler {
        let theme = if self.color {
            miette::GraphicalTheme::unicode()
        } else {
            miette::GraphicalTheme::unicode_nocolor()
        };
        miette::GraphicalReportHandler::new_themed(theme)
            .with_width(self.width)
            .with_links(false)
    }

    /// `text` in bold, or as it is.
    pub fn bold(self, text: &str) -> String {
        if self.color {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}
