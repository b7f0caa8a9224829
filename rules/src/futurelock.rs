//! `futurelock`: a task that waits for what a future of its own holds and cannot give back.

use otplint_model::parked::{self, By, Parked, Taking};
use otplint_model::stub::Acquires;
use otplint_model::{Confidence, Finding, Model, Severity, Verdicts};

use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct Futurelock;

static META: Meta = Meta {
    id: "futurelock",
    summary: "a task waits for a lock that its own future, which nobody polls, may hold",
    severity: Severity::Error,
    level: Level::Default,
    replacement: "otp_runtime::select::Events::alongside",
    page: include_str!("../docs/futurelock.md"),
};

impl Rule for Futurelock {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for one in parked::find(model) {
            match one {
                Ok(parked) if in_production(model, parked.at.body) => {
                    verdicts.found(tell(model, &parked));
                }
                Ok(_) => {}
                Err(fine) => verdicts.declined(
                    model.location(fine.at),
                    "the task waits for nothing that the future which stands still may hold",
                ),
            }
        }
    }
}

/// Calls on the way to a lock are shown up to this number.
const SHOWN: usize = 4;

fn tell(model: &Model, parked: &Parked) -> Finding {
    let (what, taken) = match parked.wants.kind {
        Some(Acquires::Permit) => ("permit", "the permit is taken"),
        Some(Acquires::Connection) => ("connection", "the connection is taken"),
        None => ("place in the channel", "the place is taken"),
        Some(_) => ("lock", "the lock is taken"),
    };
    let stands = match parked.by {
        By::Select => {
            "another arm is ready here, and the future stands still from now on, with all that it has taken"
        }
        By::Lent => {
            "this goes on without the future, which stands still from now on, with all that it has taken"
        }
        By::Stream => {
            "one item comes out here; the futures behind it stand still until the next is asked for"
        }
        By::Once => {
            "the future is polled once here, and stands still from now on, with all that it has taken"
        }
    };
    // How many may hold a permit at once is not known.
    let counted = parked::is_counted(&parked.wants);
    let confidence = match (counted, parked.by) {
        (false, _) => Confidence::High,
        (true, By::Stream) => Confidence::Medium,
        (true, _) => Confidence::Low,
    };
    let waits = outermost(&parked.wants);
    let span = otplint_model::follow::call_at(&model.program, waits)
        .map_or_else(|| model.location(waits).span, |call| call.name_span);
    let mut story = Story::new(model, &META, waits.body, span, confidence).message(format!(
        "this waits for a {what} that a future of this very task may hold, which nobody polls meanwhile: the task hangs \
         for good, and everybody who wants the {what} with it"
    ));
    story = way(
        story,
        &parked.holds,
        &format!("{taken} here by the future, or waited for"),
    );
    story = story.step(parked.at, stands);
    story = way(
        story,
        &parked.wants,
        &format!("and the task waits for the {what} here"),
    );
    story
        .help(
            "poll the future to its end, drop it, or spawn it before the task waits for anything it may hold; in a \
             process's loop `otp_runtime::select::Events::alongside` goes on polling the other futures while a handler runs",
        )
        .tell()
}

/// The call of the body that was asked.
fn outermost(taking: &Taking) -> otplint_model::effects::Site {
    taking.via.first().copied().unwrap_or(taking.at)
}

fn way<'m>(mut story: Story<'m>, taking: &Taking, at: &str) -> Story<'m> {
    for site in taking.via.iter().take(SHOWN) {
        story = story.step(*site, "this leads to it");
    }
    story.step(taking.at, at)
}
