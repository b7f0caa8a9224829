//! What a rule says, and everything that reports, baselines, editors and fixes hang on.

use serde::{Deserialize, Serialize};

use crate::span::Location;

/// How bad the loss is. Ordered from harmless to grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is lost yet.
    Info,
    /// Something is lost under a fault that happens.
    Warning,
    /// Something acknowledged is lost, or a service stops for good.
    Error,
}

/// How sure the evidence is. Ordered from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A name or type behind the conclusion was not resolved; off by default.
    Low,
    /// Everything is resolved, the harm depends on how the code is used.
    Medium,
    /// Everything is resolved and the failing schedule is in view.
    High,
}

/// A step of the story that a finding tells, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where it happens.
    pub location: Location,
    /// What happens there: lower case, no full stop.
    pub message: String,
}

/// One flaw at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id, for example `raw-send`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How sure we are.
    pub confidence: Confidence,
    /// The primary place.
    pub location: Location,
    /// One sentence that names the loss.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The piece of the runtime that removes the flaw, for example `otp_runtime::task::Tasks`.
    pub replacement: &'static str,
    /// The story, in order.
    pub related: Vec<Related>,
    /// The item that holds the primary place, for example `crate::queue::Worker::run`.
    pub item: String,
    /// Survives unrelated edits; filled in once all findings of a run are known.
    pub fingerprint: String,
}

/// Gives every finding its fingerprint: rule, item path, normalised snippet, and an ordinal among
/// findings that share all three. `snippet` returns the source text of a location.
///
/// Findings must be in their final order: the ordinal counts in that order.
pub fn assign_fingerprints<'a>(
    findings: &mut [Finding],
    mut snippet: impl FnMut(Location) -> &'a str,
) {
    let mut seen: rustc_hash::FxHashMap<u64, u32> = rustc_hash::FxHashMap::default();
    for finding in findings {
        let mut hash = Fnv::default();
        hash.write(finding.rule);
        hash.write(&finding.item);
        for word in snippet(finding.location).split_whitespace() {
            hash.write(word);
        }
        let ordinal = seen.entry(hash.0).or_default();
        hash.write(&ordinal.to_string());
        *ordinal += 1;
        finding.fingerprint = format!("{:016x}", hash.0);
    }
}

/// 64-bit FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>): fingerprints are stored in files, so
/// the hash must never change with a dependency's version.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn write(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
