//! What a rule said of what it looked at.

use std::borrow::Cow;

use crate::finding::Finding;
use crate::span::Location;

/// A place that a rule looked at and let be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// The rule's id.
    pub rule: &'static str,
    /// The place: where a finding would have been.
    pub location: Location,
    /// Why there is none: lower case, no full stop.
    pub reason: Reason,
}

/// Why a rule lets something be: lower case, no full stop.
pub type Reason = Cow<'static, str>;

/// All that one rule says in a run.
#[derive(Debug)]
pub struct Verdicts {
    rule: &'static str,
    findings: Vec<Finding>,
    /// Only kept where somebody will read it.
    declined: Option<Vec<Declined>>,
}

impl Verdicts {
    /// Of the rule with this id; `explained` keeps what it declines.
    pub fn new(rule: &'static str, explained: bool) -> Self {
        Self {
            rule,
            findings: Vec::new(),
            declined: explained.then(Vec::new),
        }
    }

    /// Empty ones of the same rule: for a part of the work that is done beside others.
    pub fn part(&self) -> Self {
        Self::new(self.rule, self.declined.is_some())
    }

    /// Takes over what a part says.
    pub fn absorb(&mut self, part: Self) {
        self.findings.extend(part.findings);
        if let (Some(all), Some(declined)) = (&mut self.declined, part.declined) {
            all.extend(declined);
        }
    }

    /// A flaw.
    pub fn found(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// No flaw, for this reason. Only what looks like the rule's flaw is worth a reason.
    pub fn declined(&mut self, location: Location, reason: impl Into<Reason>) {
        let rule = self.rule;
        if let Some(declined) = &mut self.declined {
            declined.push(Declined {
                rule,
                location,
                reason: reason.into(),
            });
        }
    }

    /// A flaw, or none for a reason.
    pub fn judged(&mut self, location: Location, judged: Result<Finding, Reason>) {
        match judged {
            Ok(finding) => self.found(finding),
            Err(reason) => self.declined(location, reason),
        }
    }

    /// What was found so far, to add to.
    pub fn findings_mut(&mut self) -> &mut [Finding] {
        &mut self.findings
    }

    /// What was found, and what was declined.
    pub fn into_parts(self) -> (Vec<Finding>, Vec<Declined>) {
        (self.findings, self.declined.unwrap_or_default())
    }
}
