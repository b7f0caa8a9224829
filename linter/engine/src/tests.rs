//! What the unit tests share.

use std::path::PathBuf;

use otplint_model::{Model, Severity, SourceFile, Span, Verdicts};
use otplint_rules::{Level, Meta, Rule};

use crate::catalog::Catalog;

struct Named(Meta);

impl Rule for Named {
    fn meta(&self) -> &'static Meta {
        let id = self.0.id;
        [&RAW_SEND, &TORN_UPDATE]
            .into_iter()
            .map(|rule| &rule.0)
            .find(|meta| meta.id == id)
            .expect("listed")
    }

    fn check(&self, _: &Model, _: &mut Verdicts) {}
}

const fn named(id: &'static str, level: Level) -> Named {
    Named(Meta {
        id,
        summary: "",
        severity: Severity::Warning,
        level,
        replacement: "",
        page: "",
    })
}

static RAW_SEND: Named = named("raw-send", Level::Default);
static TORN_UPDATE: Named = named("torn-update", Level::Preview);

/// A rule that is on by default, `raw-send`, and one in preview, `torn-update`.
pub fn catalog() -> Catalog {
    Catalog::new(&[&RAW_SEND, &TORN_UPDATE])
}

pub fn source(text: &str) -> SourceFile {
    SourceFile {
        path: PathBuf::from("/w/src/lib.rs"),
        text: text.into(),
    }
}

pub fn items(text: &str) -> Vec<Span> {
    let file = otplint_rust::syntax::parse(text);
    file.map_or_else(|_| Vec::new(), |file| otplint_rust::program::items(&file))
}

/// A diagnostic as a person sees it, without colours.
pub fn plain(diagnostic: &dyn miette::Diagnostic) -> String {
    let theme = miette::GraphicalTheme::unicode_nocolor();
    let mut text = String::new();
    let handler = miette::GraphicalReportHandler::new_themed(theme).with_width(80);
    handler
        .render_report(&mut text, diagnostic)
        .expect("writing to a string cannot fail");
    text
}
