//! Numbers, and the places behind them.

use std::fmt::Write;

use crate::compare::Verdict;
use crate::ours::Call;

/// How many calls had which verdict.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    agree: u64,
    stand_in: u64,
    wrong: u64,
    other: u64,
    unknown: u64,
    untold: u64,
}

impl Tally {
    fn note(&mut self, verdict: &Verdict) {
        *match verdict {
            Verdict::Agree => &mut self.agree,
            Verdict::StandIn => &mut self.stand_in,
            Verdict::Wrong(..) => &mut self.wrong,
            Verdict::Other => &mut self.other,
            Verdict::Unknown => &mut self.unknown,
            Verdict::Untold => &mut self.untold,
        } += 1;
    }

    fn add(&mut self, other: Self) {
        self.agree += other.agree;
        self.stand_in += other.stand_in;
        self.wrong += other.wrong;
        self.other += other.other;
        self.unknown += other.unknown;
        self.untold += other.untold;
    }

    fn row(self) -> String {
        let Self {
            agree,
            stand_in,
            wrong,
            other,
            unknown,
            untold,
        } = self;
        // What otplint claims to know, and rust-analyzer can judge.
        let claimed = agree + stand_in + wrong;
        let share = match claimed {
            0 => 0.0,
            _ => 100.0 * wrong as f64 / claimed as f64,
        };
        format!(
            "{agree:>8} {stand_in:>9} {wrong:>6} {share:>7.2} % {other:>7} {unknown:>8} {untold:>8}"
        )
    }
}

/// What was compared.
#[derive(Debug, Default)]
pub struct Report {
    receivers: Tally,
    callees: Tally,
    /// Calls that rust-analyzer does not see: not compiled, or made by a macro that it did not expand.
    pub unseen: u64,
    /// Calls over which rust-analyzer panicked.
    pub panicked: u64,
    wrong: Vec<String>,
    unknown: Vec<String>,
}

impl Report {
    pub fn note(
        &mut self,
        place: &str,
        call: &Call,
        receiver: Option<Verdict>,
        callee: Verdict,
        known: String,
    ) {
        let place = format!("{place} {}", call.name);
        if let Some(Verdict::Wrong(ours, theirs)) = &receiver {
            self.wrong.push(format!(
                "receiver {place}\n    ours   {ours}\n    theirs {theirs}"
            ));
        }
        if let Verdict::Wrong(ours, theirs) = &callee {
            self.wrong.push(format!(
                "callee   {place}\n    ours   {ours}\n    theirs {theirs}"
            ));
        }
        if receiver == Some(Verdict::Unknown) {
            self.unknown.push(format!("{place}\n    theirs {known}"));
        }
        if let Some(receiver) = &receiver {
            self.receivers.note(receiver);
        }
        self.callees.note(&callee);
    }

    /// Adds the numbers of another project.
    pub fn add(&mut self, other: Self) {
        self.receivers.add(other.receivers);
        self.callees.add(other.callees);
        self.unseen += other.unseen;
        self.panicked += other.panicked;
    }

    pub fn table(&self, name: &str) -> String {
        let mut text = format!(
            "{name}\n{:10} {:>8} {:>9} {:>6} {:>9} {:>7} {:>8} {:>8}\n",
            "", "agree", "stand-in", "wrong", "of known", "other", "unknown", "untold"
        );
        let _ = writeln!(text, "receivers  {}", self.receivers.row());
        let _ = writeln!(text, "callees    {}", self.callees.row());
        let _ = writeln!(
            text,
            "not seen by rust-analyzer: {}, given up: {}",
            self.unseen, self.panicked
        );
        text
    }

    pub fn wrong(&self) -> String {
        lines(&self.wrong)
    }

    pub fn unknown(&self) -> String {
        lines(&self.unknown)
    }
}

fn lines(all: &[String]) -> String {
    all.iter().map(|one| one.clone() + "\n").collect()
}
