//! The rule ids that may be named, and the nearest one to a name that is none.

use otplint_model::Severity;
use otplint_rules::{Level, Meta, Rule};

/// What the engine itself says of a suppression that suppresses nothing.
pub static UNUSED_SUPPRESSION: Meta = Meta {
    id: "unused-suppression",
    summary: "a suppression that no longer suppresses anything",
    severity: Severity::Warning,
    level: Level::Default,
    replacement: "",
    page: include_str!("../docs/unused-suppression.md"),
};

/// Every rule that may be named.
#[derive(Clone, Debug)]
pub struct Catalog {
    metas: Vec<&'static Meta>,
}

impl Catalog {
    /// The given rules, and what the engine itself reports.
    pub fn new(rules: &[&'static dyn Rule]) -> Self {
        let mut metas: Vec<_> = rules
            .iter()
            .map(|rule| rule.meta())
            .chain([&UNUSED_SUPPRESSION])
            .collect();
        metas.sort_by_key(|meta| meta.id);
        Self { metas }
    }

    /// Every rule of otplint.
    pub fn all() -> Self {
        Self::new(otplint_rules::all())
    }

    /// All of them, in the order of their ids.
    pub fn metas(&self) -> &[&'static Meta] {
        &self.metas
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&'static Meta> {
        self.metas.iter().copied().find(|meta| meta.id == id)
    }

    /// What to do about an id that no rule has.
    pub fn advice(&self, id: &str) -> String {
        match nearest(id, self.metas.iter().map(|meta| meta.id)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "`otplint rules` lists them all".to_owned(),
        }
    }
}

/// The one of `known` that `name` was probably meant to be.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Below this likeness a suggestion misleads more often than it helps; clap uses 0.7.
    const ALIKE: f64 = 0.75;
    let scored = known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    let best = scored
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, candidate)| candidate)
}
