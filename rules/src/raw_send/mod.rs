//! raw-send: a message whose loss matters is sent and the outcome is thrown away.

mod candidates;
pub(crate) mod hints;
mod lagged;
pub mod message;
pub(crate) mod port;
mod receiver;
mod worth;

use otplint_model::body::{Arg, LocalKind, Outcome};
use otplint_model::effects::{self, Site};
use otplint_model::handling::{self, Ending};
use otplint_model::stub::{Flavor, Hook, OutcomeDuty};
use otplint_model::{
    BodyId, Call, Confidence, Finding, Model, Op, Place, Reason, Related, Severity, Ty, Value,
    Verdicts, channels, flow,
};

use candidates::Candidate;
use message::{Message, Weight};
use receiver::{Reaches, Receiver};
use worth::Worth;

use crate::story::Story;
use crate::told::{self, Reply, Told};
use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct RawSend;

static META: Meta = Meta {
    id: "raw-send",
    summary: "a message whose loss matters is sent and the outcome is discarded",
    severity: Severity::Warning,
    level: Level::Preview,
    replacement: "otp_runtime::mailbox::Address::cast",
    page: include_str!("../../docs/raw-send.md"),
};

impl Rule for RawSend {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, model: &Model, verdicts: &mut Verdicts) {
        for (location, judged) in lagged::judge(model) {
            verdicts.judged(location, judged);
        }
        let mut reaches = Reaches::default();
        // A function that drops many messages of one channel makes one mistake.
        let mut told: Vec<(BodyId, Place, usize)> = Vec::new();
        for candidate in candidates::all(model) {
            let location = model.location(candidate.at);
            let judged = Sent::read(model, candidate).and_then(|sent| sent.judge(&mut reaches));
            let place = call_at(model, candidate.at)
                .and_then(|call| call.args.first())
                .and_then(|arg| arg.place.clone());
            let first = told
                .iter()
                .find(|(body, end, _)| *body == candidate.at.body && Some(end) == place.as_ref());
            match (judged, first, place) {
                (Ok(_), Some((_, _, index)), _) => {
                    verdicts.findings_mut()[*index].related.push(Related {
                        location,
                        message: "another message is dropped the same way here".to_owned(),
                    });
                }
                (Ok(finding), None, place) => {
                    let index = verdicts.findings_mut().len();
                    told.extend(place.map(|place| (candidate.at.body, place, index)));
                    verdicts.found(finding);
                }
                (Err(reason), ..) => verdicts.declined(location, reason),
            }
        }
    }
}

fn call_at(model: &Model, at: Site) -> Option<&Call> {
    match &model.program.body(at.body).node(at.node).op {
        Op::Call(call) => Some(call),
        _ => None,
    }
}

/// A send whose outcome is thrown away, taken apart.
struct Sent<'m> {
    model: &'m Model,
    candidate: Candidate,
    /// The send itself.
    call: &'m Call,
    /// The sender or address.
    place: &'m Place,
    payload: &'m Arg,
    address: bool,
}

/// What must happen for a message to be lost.
#[derive(Clone, Copy, Debug)]
enum Loss {
    /// The mailbox is full.
    Full,
    /// The receiver ends here.
    Ends(Ending),
    /// The receiver ends somehow.
    MayEnd,
}

impl<'m> Sent<'m> {
    fn read(model: &'m Model, candidate: Candidate) -> Result<Self, Reason> {
        let program = &model.program;
        let unseen = || Reason::from("what is sent where was not seen");
        let call = call_at(model, candidate.send).ok_or_else(unseen)?;
        let attrs = effects::attrs_of(program, call).ok_or_else(unseen)?;
        let end = call.args.first().ok_or_else(unseen)?;
        let address = channels::is_address(program, &end.ty);
        match channels::flavor(program, &end.ty) {
            Some(Flavor::Oneshot) => {
                return Err("it is a reply: who asked for it may have left".into());
            }
            Some(Flavor::Watch) => return Err("it is the latest value of a watch".into()),
            Some(Flavor::Broadcast) => {
                return Err("it is broadcast: it is no failure that nobody listens".into());
            }
            Some(Flavor::Permit) => return Err("its place was reserved before".into()),
            _ => {}
        }
        if attrs.outcome != Some(OutcomeDuty::Must) {
            return Err("its failure loses nothing".into());
        }
        Ok(Self {
            model,
            candidate,
            call,
            place: end.place.as_ref().ok_or_else(unseen)?,
            payload: channels::payload(program, call).ok_or_else(unseen)?,
            address,
        })
    }

    fn forwarded(&self) -> bool {
        self.candidate.at != self.candidate.send
    }

    /// The message as it is given where the outcome is thrown away, and the body that gives it.
    fn handed(&self) -> (BodyId, &'m Arg) {
        let here = (self.candidate.send.body, self.payload);
        let Some(call) = call_at(self.model, self.candidate.at).filter(|_| self.forwarded()) else {
            return here;
        };
        // A wrapper that makes the message itself knows best what it is.
        let generic = matches!(self.payload.ty.peel_refs(), Ty::Param(_) | Ty::Unknown);
        let param = self.payload.place.as_ref().and_then(|place| {
            let local = place.as_local().filter(|_| place.path.is_empty())?;
            match self
                .model
                .program
                .body(self.candidate.send.body)
                .local(local)
                .kind
            {
                LocalKind::Param(index) => Some(index as usize),
                _ => None,
            }
        });
        let given = match param {
            Some(index) => call.args.get(index),
            None if generic => call.args.last(),
            None => None,
        };
        given.map_or(here, |given| (self.candidate.at.body, given))
    }

    /// What is handed over where the outcome is thrown away.
    fn values(&self) -> Vec<&'m Value> {
        match (self.forwarded(), call_at(self.model, self.candidate.at)) {
            (true, Some(call)) => call.args.iter().map(|arg| &arg.value).collect(),
            _ => vec![&self.payload.value],
        }
    }

    fn judge(&self, reaches: &mut Reaches) -> Result<Finding, Reason> {
        let model = self.model;
        let (at, send) = (self.candidate.at, self.candidate.send);
        let (id, payload) = self.handed();
        let message = message::read(model, id, &payload.value, &payload.ty)?;
        if port::came_with_the_message(model, send.body, self.place) {
            return Err(
                "it answers on a channel that came with the message: who asked may have left"
                    .into(),
            );
        }
        self.not_in_teardown()?;
        self.not_before_last_word()?;
        let reply = told::reply(model, at, send, self.payload);
        if reply == Reply::Looked {
            return Err("someone awaits its reply, and learns of the loss".into());
        }
        if message::leaves_reply_out(model, id, &payload.value) {
            return Err("its reply is left out: who needs the outcome asks again".into());
        }
        let mut receiver = self.receiver(reaches)?;
        // A wrapper of any channel: which one it is here was not seen.
        receiver.known &=
            !self.forwarded() || !matches!(self.payload.ty.peel_refs(), Ty::Param(_) | Ty::Unknown);
        let full = self.candidate.tries && receiver.bounded;
        let worth = match worth::of(model, receiver.process, &payload.ty, message.variant, full) {
            // Its caller waits for an answer, whatever is done for it.
            Err(_) if reply == Reply::Panics => Worth::Unknown,
            worth => worth?,
        };
        if message.weight == Weight::Light && !matches!(worth, Worth::Work(_)) {
            return Err(
                "it carries numbers, flags or handles only, and no work was seen to follow".into(),
            );
        }
        let told = told::accepted(model, at, &self.values())
            .or_else(|| told::accepted_from(model, at, &|_, _| true));
        if self.candidate.glossed && told.is_none() {
            return Err(
                "its sender ends with the receiver, and nobody was promised anything".into(),
            );
        }
        let loss = match handling::ends_early(model, receiver.process, &payload.ty) {
            _ if full => Loss::Full,
            Some(ending) => Loss::Ends(ending),
            None => Loss::MayEnd,
        };
        let confidence = self.confidence(&message, &receiver, worth, loss, reply, told.as_ref());
        Ok(self.story(&message, &receiver, worth, loss, reply, told, confidence))
    }

    /// What `Drop` and a stop hook send is moot when the receiver has ended too.
    fn not_in_teardown(&self) -> Result<(), Reason> {
        let program = &self.model.program;
        let body = self.candidate.at.body;
        let owner = program.body(body).owner;
        let in_hook = self.model.processes.list.iter().any(|process| {
            process
                .hooks
                .iter()
                .any(|(hook, hooked)| *hook == Hook::Stop && hooked.function() == body.function())
        });
        let in_drop = program.def(owner).name == "drop"
            && program
                .function(owner)
                .is_some_and(|function| function.trait_def.is_some());
        match in_drop || in_hook {
            true => Err("it is sent while its sender ends".into()),
            false => Ok(()),
        }
    }

    /// A failure follows on the same channel: the consumer is told why this is the end, if it is
    /// still there.
    fn not_before_last_word(&self) -> Result<(), Reason> {
        let model = self.model;
        let at = self.candidate.at;
        let body = model.program.body(at.body);
        let after = flow::reachable(body, at.node, |_| false);
        let last_word = after.iter().any(|node| match &body.node(node).op {
            Op::Call(call) => {
                let same = channels::sending(&model.program, call)
                    .is_some_and(|end| end.place == self.place);
                same && call.outcome == Outcome::Discarded
                    && channels::payload(&model.program, call).is_some_and(|payload| {
                        message::is_last_word(model, at.body, &payload.value, &payload.ty)
                    })
            }
            _ => false,
        });
        match last_word {
            true => Err("the end of what it belongs to follows on the same channel".into()),
            false => Ok(()),
        }
    }

    fn receiver(&self, reaches: &mut Reaches) -> Result<Receiver<'m>, Reason> {
        let end = &self.call.args[0].ty;
        let at = self.candidate.at;
        if self.address {
            return receiver::of_address(self.model, reaches, at, end, &self.payload.ty);
        }
        let body = self.model.program.body(at.body);
        let owner = self.model.program.def(body.owner);
        let entry = owner.public
            && at.body.position() == 0
            && self
                .values()
                .iter()
                .any(|value| told::from_parameter(body, value));
        // The channel is known where the send stands; who sends, where the outcome is dropped.
        let site = match self.forwarded() {
            true => self.candidate.send,
            false => at,
        };
        receiver::of_channel(self.model, reaches, site, entry, self.place, end)
    }

    /// Whether the names around it say that it may be lost, where nothing better is known.
    fn hinted(&self, message: &Message) -> bool {
        let program = &self.model.program;
        let owner = program.def(program.body(self.candidate.at.body).owner);
        let field = self.place.last_field().map(|(_, name)| name);
        let local = self
            .place
            .as_local()
            .and_then(|local| program.body(self.candidate.send.body).local(local).name);
        message.hinted
            || hints::measures(&owner.path)
            || hints::is_end(owner.name.as_str())
            || [field, local]
                .into_iter()
                .flatten()
                .any(|name| hints::is_news(name.as_str()))
    }

    fn confidence(
        &self,
        message: &Message,
        receiver: &Receiver<'_>,
        worth: Worth,
        loss: Loss,
        reply: Reply,
        told: Option<&Told>,
    ) -> Confidence {
        if !receiver.known || matches!(loss, Loss::MayEnd) && reply != Reply::Panics {
            return Confidence::Low;
        }
        let promised = reply == Reply::Panics || told.is_some();
        let works = matches!(worth, Worth::Work(_));
        match (promised, works, self.hinted(message)) {
            (true, true, false) if message.weight == Weight::Full => Confidence::High,
            (true, _, false) | (false, true, false) => Confidence::Medium,
            // What is stored matters, whatever it is called, and so does an end of which one who goes on never
            // hears.
            (true, _, true) if matches!(worth, Worth::STORED | Worth::CROSSED_OFF) => {
                Confidence::Medium
            }
            // It was accepted, and is dropped as soon as the work takes longer than its messages come.
            (true, _, true) if worth == Worth::OUTSIDE && matches!(loss, Loss::Full) => {
                Confidence::Medium
            }
            _ => Confidence::Low,
        }
    }

    #[allow(clippy::too_many_arguments, reason = "a story has many parts")]
    fn story(
        &self,
        message: &Message,
        receiver: &Receiver<'_>,
        worth: Worth,
        loss: Loss,
        reply: Reply,
        told: Option<Told>,
        confidence: Confidence,
    ) -> Finding {
        let model = self.model;
        let at = self.candidate.at;
        let span = model.location(at).span;
        let what = message.name.as_ref().map_or_else(
            || "the message".to_owned(),
            |name| format!("the message `{name}`"),
        );
        let name = &receiver.name;
        let text = match (reply, loss) {
            (Reply::Panics, _) => "the request is lost when its process has ended, and waiting for the reply then panics in the caller".to_owned(),
            (_, Loss::Full) => format!("{what} is lost without a trace when the mailbox is full"),
            _ => format!("{what} is lost without a trace when the receiving process has ended"),
        };
        let does = match worth {
            Worth::Work(does) => format!("`{name}` receives it and {does}"),
            Worth::State | Worth::Unknown => format!("`{name}` receives it"),
        };
        let mut story = Story::new(model, &META, at.body, span, confidence)
            .message(text)
            .declared(receiver.location, does);
        if let Loss::Ends(ending) = loss {
            story = story.step(
                ending.at,
                match ending.panics {
                    true => "a panic here ends the receiver, and with it all that is sent later",
                    false => "a failure here ends the receiver, and with it all that is sent later",
                },
            );
        }
        if self.forwarded() {
            story = story.step(
                self.candidate.send,
                "the message is sent here, and the outcome handed on",
            );
        }
        story = story.step(
            at,
            match loss {
                _ if self.candidate.glossed => {
                    "when it cannot be delivered this returns as if all were well"
                }
                Loss::Full => "the message is dropped here when the mailbox is full or its process has ended",
                _ => "when that process has ended the message comes back as an error, which is dropped here",
            },
        );
        if let (Some(told), true) = (told, reply != Reply::Panics) {
            story = story.declared(told.location, told.story);
        }
        story
            .help("return the error to the caller, or send through `otp_runtime::mailbox::Address`, whose `cast` says what became of the message")
            .tell()
    }
}
