//! `cfg` predicates: what is known to hold, known not to hold, and what stays open.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use serde::{Deserialize, Serialize};

/// A `cfg` predicate.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cfg {
    /// `all(…)`: every one holds; empty is true.
    All(Vec<Cfg>),
    /// `any(…)`: at least one holds; empty is false.
    Any(Vec<Cfg>),
    /// `not(…)`.
    Not(Box<Cfg>),
    /// `unix`; also `true` and `false`.
    Name(String),
    /// `feature = "x"`.
    KeyValue(String, String),
    /// Not a predicate that we understand.
    Unknown,
}

/// True, false, or both are possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tri {
    /// It does not hold.
    False,
    /// It may hold: keep both alternatives.
    Maybe,
    /// It holds.
    True,
}

impl From<bool> for Tri {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl std::ops::Not for Tri {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Maybe => Self::Maybe,
            Self::True => Self::False,
        }
    }
}

/// What is known about the build. The default is a debug build for 64-bit Linux; `test` and
/// features that were not named stay open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CfgOptions {
    names: BTreeMap<String, bool>,
    values: BTreeMap<String, BTreeSet<String>>,
    features: BTreeSet<String>,
    features_known: bool,
}

impl Default for CfgOptions {
    fn default() -> Self {
        let mut options = Self::open();
        for name in ["unix", "debug_assertions", "panic_unwind"] {
            options = options.with_name(name, true);
        }
        // Tools set these for themselves alone; nobody ships them.
        for name in ["windows", "doc", "doctest", "miri", "rust_analyzer"] {
            options = options.with_name(name, false);
        }
        for (key, value) in [
            ("target_os", "linux"),
            ("target_family", "unix"),
            ("target_pointer_width", "64"),
            ("target_endian", "little"),
            ("panic", "unwind"),
        ] {
            options = options.with_value(key, value);
        }
        for width in ["8", "16", "32", "64", "ptr"] {
            options = options.with_value("target_has_atomic", width);
        }
        options
    }
}

impl CfgOptions {
    /// Nothing is known.
    pub fn open() -> Self {
        Self {
            names: BTreeMap::new(),
            values: BTreeMap::new(),
            features: BTreeSet::new(),
            features_known: false,
        }
    }

    /// Says whether a name like `tokio_unstable` holds.
    pub fn with_name(mut self, name: impl Into<String>, holds: bool) -> Self {
        self.names.insert(name.into(), holds);
        self
    }

    /// Adds a value: `target_os = "linux"`. Other values of the same key do not hold.
    pub fn with_value(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.values
            .entry(key.into())
            .or_default()
            .insert(value.into());
        self
    }

    /// Turns features on.
    pub fn with_features(mut self, features: impl IntoIterator<Item = String>) -> Self {
        self.features.extend(features);
        self
    }

    /// Says that all features that are on were named, so that every other one is off.
    pub fn with_known_features(mut self) -> Self {
        self.features_known = true;
        self
    }

    /// Adds what the user wrote after `--cfg`: `name` or `key="value"`. `None` if it is neither.
    pub fn with_argument(self, argument: &str) -> Option<Self> {
        match argument.parse().ok()? {
            Cfg::Name(name) => Some(self.with_name(name, true)),
            Cfg::KeyValue(key, value) if key == "feature" => Some(self.with_features([value])),
            Cfg::KeyValue(key, value) => Some(self.with_value(key, value)),
            _ => None,
        }
    }
}

impl Cfg {
    /// Reads the tokens between the parentheses of `cfg(…)`. What is not a predicate is
    /// [`Cfg::Unknown`]. Recurses as deep as the tokens nest.
    pub fn parse(tokens: TokenStream) -> Self {
        let mut parts = split_commas(tokens);
        match (parts.len(), parts.pop()) {
            (1, Some(part)) => Self::parse_one(&part),
            _ => Self::Unknown,
        }
    }

    fn parse_one(part: &[TokenTree]) -> Self {
        match part {
            [TokenTree::Ident(name)] => Self::Name(name.to_string()),
            [
                TokenTree::Ident(name),
                TokenTree::Punct(punct),
                TokenTree::Literal(value),
            ] if punct.as_char() == '=' => {
                match syn::parse_str::<syn::LitStr>(&value.to_string()) {
                    Ok(value) => Self::KeyValue(name.to_string(), value.value()),
                    Err(_) => Self::Unknown,
                }
            }
            [TokenTree::Ident(name), TokenTree::Group(group)] => {
                let parts = split_commas(group.stream());
                let mut inner = parts.iter().map(|part| Self::parse_one(part));
                match name.to_string().as_str() {
                    "all" => Self::All(inner.collect()),
                    "any" => Self::Any(inner.collect()),
                    "not" if parts.len() == 1 => {
                        Self::Not(Box::new(inner.next().unwrap_or(Self::Unknown)))
                    }
                    _ => Self::Unknown,
                }
            }
            _ => Self::Unknown,
        }
    }

    /// Whether the predicate holds. `test` is open here, so that both production code and tests
    /// are kept; ask [`Cfg::only_test`] which of the two an item is.
    pub fn eval(&self, options: &CfgOptions) -> Tri {
        self.eval_with(options, Tri::Maybe)
    }

    /// Whether what stands under the predicate exists in test builds only.
    pub fn only_test(&self, options: &CfgOptions) -> bool {
        self.eval_with(options, Tri::False) == Tri::False
            && self.eval_with(options, Tri::True) != Tri::False
    }

    fn eval_with(&self, options: &CfgOptions, test: Tri) -> Tri {
        match self {
            Self::All(inner) => fold(
                inner.iter().map(|one| one.eval_with(options, test)),
                Tri::False,
            ),
            Self::Any(inner) => fold(
                inner.iter().map(|one| one.eval_with(options, test)),
                Tri::True,
            ),
            Self::Not(inner) => !inner.eval_with(options, test),
            Self::Name(name) if name == "test" => test,
            Self::Name(name) if name == "true" => Tri::True,
            Self::Name(name) if name == "false" => Tri::False,
            Self::Name(name) => options
                .names
                .get(name)
                .map_or(Tri::Maybe, |holds| (*holds).into()),
            Self::KeyValue(key, value) if key == "feature" => {
                match (options.features.contains(value), options.features_known) {
                    (true, _) => Tri::True,
                    (false, true) => Tri::False,
                    (false, false) => Tri::Maybe,
                }
            }
            Self::KeyValue(key, value) => options
                .values
                .get(key)
                .map_or(Tri::Maybe, |values| values.contains(value).into()),
            Self::Unknown => Tri::Maybe,
        }
    }
}

impl FromStr for Cfg {
    type Err = proc_macro2::LexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::parse(text.parse()?))
    }
}

/// `all` and `any` are one fold: one `decisive` value settles it, an open one leaves it open.
fn fold(values: impl Iterator<Item = Tri>, decisive: Tri) -> Tri {
    let mut result = !decisive;
    for value in values {
        if value == decisive {
            return decisive;
        }
        if value == Tri::Maybe {
            result = Tri::Maybe;
        }
    }
    result
}

fn split_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(Vec::new()),
            _ => parts.last_mut().expect("starts with one part").push(token),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eval(text: &str, options: &CfgOptions) -> Tri {
        text.parse::<Cfg>().unwrap().eval(options)
    }

    #[test]
    fn known_names_decide_and_unknown_names_stay_open() {
        let options = CfgOptions::default().with_features(["on".to_owned()]);
        for (text, expected) in [
            ("unix", Tri::True),
            ("windows", Tri::False),
            ("target_os = \"linux\"", Tri::True),
            ("target_os = \"macos\"", Tri::False),
            ("target_arch = \"arm\"", Tri::Maybe),
            ("tokio_unstable", Tri::Maybe),
            ("test", Tri::Maybe),
            ("feature = \"on\"", Tri::True),
            ("feature = \"off\"", Tri::Maybe),
            ("not(feature = \"on\")", Tri::False),
            ("all()", Tri::True),
            ("any()", Tri::False),
            ("all(unix, tokio_unstable)", Tri::Maybe),
            ("all(windows, tokio_unstable,)", Tri::False),
            ("any(unix, tokio_unstable)", Tri::True),
            ("any(windows, not(tokio_unstable))", Tri::Maybe),
            ("not(unix, windows)", Tri::Maybe),
            ("version(\"1.80\")", Tri::Maybe),
            ("", Tri::Maybe),
        ] {
            assert_eq!(eval(text, &options), expected, "{text}");
        }
    }

    #[test]
    fn features_that_were_given_are_all_there_are() {
        let options = CfgOptions::default()
            .with_features(["on".to_owned()])
            .with_known_features();
        assert_eq!(eval("feature = \"off\"", &options), Tri::False);
        assert_eq!(eval("feature = \"on\"", &options), Tri::True);
    }

    #[test]
    fn arguments_are_names_or_values() {
        let options = CfgOptions::default().with_argument("loom").unwrap();
        let options = options.with_argument("backend = \"disk\"").unwrap();
        assert_eq!(eval("loom", &options), Tri::True);
        assert_eq!(eval("backend = \"memory\"", &options), Tri::False);
        assert!(options.clone().with_argument("any(a, b)").is_none());
        assert!(options.with_argument("(").is_none());
    }

    #[test]
    fn test_code_is_known_as_such() {
        let options = CfgOptions::default();
        for (text, expected) in [
            ("test", true),
            ("all(test, unix)", true),
            ("all(test, feature = \"x\")", true),
            ("all(test, windows)", false),
            ("any(test, feature = \"x\")", false),
            ("not(test)", false),
            ("not(not(test))", true),
            ("unix", false),
        ] {
            assert_eq!(
                text.parse::<Cfg>().unwrap().only_test(&options),
                expected,
                "{text}"
            );
        }
    }
}
