//! `unbounded-mailbox`: a queue without a bound before a consumer that can be slow.

mod actors;
mod consumer;
mod counted;
mod producer;

use otplint_model::channels::{Bound, Channel};
use otplint_model::effects::Site;
use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Flavor, TypeWord};
use otplint_model::{Confidence, Finding, Location, Model, Reason, Severity, Ty, Verdicts};

use consumer::{For, Wait};
use producer::Drive;

use crate::story::{Story, in_production};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct UnboundedMailbox;

static META: Meta = Meta {
    id: "unbounded-mailbox",
    summary: "a queue without a bound, filled from outside, before a consumer that can be slow",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::mailbox::open",
    page: include_str!("../../docs/unbounded-mailbox.md"),
};

impl Rule for UnboundedMailbox {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for channel in &model.channels.list {
            if channel.bound != Bound::None || !in_production(model, channel.created.body) {
                continue;
            }
            // Of crates with one sender for both kinds only the call that makes it tells.
            let queues = [Flavor::Unbounded, Flavor::Std, Flavor::Mpsc];
            if !channel
                .flavor
                .is_some_and(|flavor| queues.contains(&flavor))
            {
                continue;
            }
            verdicts.judged(place(model, channel.created), judge(model, channel));
        }
        for (location, judged) in actors::judge(model) {
            verdicts.judged(location, judged);
        }
    }
}

/// The name of the call that makes it.
fn place(model: &Model, created: Site) -> Location {
    let location = model.location(created);
    match otplint_model::follow::call_at(&model.program, created) {
        Some(call) => Location {
            span: call.name_span,
            ..location
        },
        None => location,
    }
}

fn judge(model: &Model, channel: &Channel) -> Result<Finding, Reason> {
    let program = &model.program;
    let weighs = match channel.message.peel_refs() {
        Ty::Unit | Ty::Prim(_) => false,
        Ty::Unknown => return Err("what travels is not known".into()),
        _ => true,
    };
    if !weighs {
        return Err("the messages carry nothing".into());
    }
    if matches!(
        slots::shared(program, &channel.message),
        Some(Shared::End(..))
    ) {
        return Err(
            "what travels are the ends of other channels, whose number is bounded elsewhere".into(),
        );
    }
    let receives: Vec<Site> = production(model, &channel.receives);
    let sends: Vec<Site> = production(model, &channel.sends);
    if channel.handed_out && (receives.is_empty() || holds_stream(model, &channel.message)) {
        return Err("who asked for the channel consumes it".into());
    }
    if receives.is_empty() || sends.is_empty() {
        return Err("it was not seen who sends and who receives".into());
    }
    if counted::by_hand(model, &sends, &receives) {
        return Err("what waits is counted, and its sender heeds that".into());
    }
    let Some((receive, wait)) = receives
        .iter()
        .find_map(|at| Some((*at, consumer::between(model, *at)?)))
    else {
        return Err("the consumer waits for nothing but the next message".into());
    };
    let driven = |at: &Site| Some((*at, producer::driven(model, *at, &channel.receives)?));
    let Some((send, drive)) = (sends.iter().filter_map(driven)).max_by_key(|(_, drive)| *drive)
    else {
        return Err("the number of messages is bounded by who sends them".into());
    };
    let data = counted::is_data(program, &channel.message);
    let slow = wait.on <= For::Room;
    let sure = match drive {
        Drive::Calls => false,
        Drive::Items => slow && data,
        Drive::Source => data,
        Drive::Requests | Drive::Ticks | Drive::Messages | Drive::Network => slow,
    };
    if !slow && !sure {
        return Err("the consumer was not seen to be slow".into());
    }
    let queue = Queue {
        created: channel.created,
        receive: Some(receive),
        wait,
        send,
        drive,
        sure,
    };
    Ok(queue.tell(model))
}

/// What travels is, or comes with, what a peer sends on: one for each connection, and no more.
fn holds_stream(model: &Model, message: &Ty) -> bool {
    match message {
        Ty::Tuple(parts) => parts.iter().any(|part| holds_stream(model, part)),
        _ => (model.program.adt(message)).is_some_and(|(_, adt)| adt.attrs.is(TypeWord::Io)),
    }
}

fn production(model: &Model, sites: &[Site]) -> Vec<Site> {
    let real = |site: &&Site| in_production(model, site.body);
    sites.iter().filter(real).copied().collect()
}

/// A queue that grows while its consumer waits.
struct Queue {
    created: Site,
    /// Where the consumer takes a message; `None` where a framework does.
    receive: Option<Site>,
    wait: Wait,
    send: Site,
    drive: Drive,
    /// It comes in as fast as somebody else likes, and it weighs something.
    sure: bool,
}

impl Queue {
    fn tell(&self, model: &Model) -> Finding {
        let span = place(model, self.created).span;
        let created = self.created.body;
        let confidence = match self.sure {
            true => Confidence::Medium,
            false => Confidence::Low,
        };
        let mut story = Story::new(model, &META, created, span, confidence)
            .message(
                "while its consumer is slow this queue grows without a bound, until the program runs out of memory and \
                 loses all of it",
            )
            .step(
                self.send,
                format!("a message is put in here {}, and nothing makes the sender wait", self.drive.why()),
            );
        if let Some(receive) = self.receive {
            story = story.step(receive, "the consumer takes one here");
        }
        if Some(self.wait.at) != self.receive {
            story = story.step(
                self.wait.at,
                match self.wait.on {
                    For::Outside => "and waits here for something outside the program before it takes the next",
                    For::Room => "and waits here for room in the next queue, whose consumer is slow, before it takes the next",
                    For::Unknown => "and waits here for somebody else, nobody knows how long, before it takes the next",
                    For::Demand => "and hands it on here, and takes the next only when somebody asks for it",
                },
            );
        }
        if self.wait.leaf != self.wait.at {
            story = story.step(self.wait.leaf, "the wait happens here");
        }
        story
            .help(
                "give it a bound and decide what happens when it is full: `otp_runtime::mailbox::open` makes a bounded \
                 mailbox whose policy (wait, refuse, drop) is explicit and counted",
            )
            .tell()
    }
}
