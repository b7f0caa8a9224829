//! A channel as the queue of accepted work: who hands work over is told that all is well, and the
//! task behind the channel stores it or acts on it later.

use otplint_model::channels::{self, Bound, Channel};
use otplint_model::effects::Site;
use otplint_model::handling;
use otplint_model::neglect::{self, Neglect};
use otplint_model::processes::{Process, ProcessKind};
use otplint_model::stub::{Effect, Flavor};
use otplint_model::{Confidence, DefId, DefKind, Finding, Location, Model, Reason, Ty, Value};

use super::META;
use super::accepted::call_at;
use super::kept;
use super::work;
use crate::story::{Story, in_production};
use crate::told::{self, Told};

/// Judges every channel through which a task gets work that somebody handed over.
pub fn judge(model: &Model) -> Vec<(Location, Result<Finding, Reason>)> {
    let loops = model.processes.list.iter().filter(|process| {
        process.kind == ProcessKind::Loop
            && process.body.is_some_and(|body| in_production(model, body))
    });
    let mut found = Vec::new();
    for process in loops {
        let channels = model.channels.list.iter().filter(|channel| {
            channel
                .receives
                .iter()
                .any(|at| process.mailbox.contains(at))
        });
        for channel in channels {
            if let Some(handed) = handed_over(model, channel) {
                let location = model.location(handed.sent);
                found.push((location, handed.judge(model, process, channel)));
            }
        }
    }
    found.dedup_by(|(a, _), (b, _)| a == b);
    found
}

/// Work that somebody hands over by a send, and is told that all is well.
struct Handed {
    sent: Site,
    trust: Trust,
    variant: Option<DefId>,
}

/// Why the loss matters to somebody.
enum Trust {
    /// Who handed it over is told that all is well.
    Told(Told),
    /// It came out of an effect outside the program, which cannot be had again.
    Born(Site),
}

fn handed_over(model: &Model, channel: &Channel) -> Option<Handed> {
    let program = &model.program;
    if !matches!(
        channel.flavor,
        Some(Flavor::Mpsc | Flavor::Unbounded | Flavor::Std)
    ) || channel.bound == Bound::At(1)
        || channel.handed_out
    {
        return None;
    }
    channel.sends.iter().find_map(|at| {
        if !in_production(model, at.body) {
            return None;
        }
        let call = call_at(model, *at)?;
        // That nobody looks at the outcome is another mistake, and another rule's.
        if neglect::of(program, program.body(at.body), at.node) == Some(Neglect::Unseen) {
            return None;
        }
        let payload = channels::payload(program, call)?;
        let variant = variant_of(model, *at, &payload.value);
        let heavy = match variant {
            Some(variant) => weighs(model, variant),
            None => {
                work::weighs(model, &payload.ty, 0) || weighs_unheard(model, *at, &payload.value)
            }
        };
        if !heavy || told::asks_for_reply(model, *at, payload) {
            return None;
        }
        let direct = told::accepted(model, *at, &[&payload.value])
            .filter(|told| told.served || is_public(model, *at));
        let trust = (direct.map(Trust::Told))
            .or_else(|| told::born_outside(model, *at, &payload.value).map(Trust::Born))
            .or_else(|| {
                let counts = |caller: Site, told: &Told| {
                    caller != *at && (told.served || is_public(model, caller))
                };
                told::accepted_from(model, *at, &counts).map(Trust::Told)
            })?;
        // A function that makes the queue and starts who empties it does all of its work by it.
        let own = channel.created.body.function() == at.body.function();
        if own && matches!(&trust, Trust::Told(told) if !told.served) {
            return None;
        }
        Some(Handed {
            sent: *at,
            trust,
            variant,
        })
    })
}

/// Whether the function of a site may be called from anywhere: a private one promises nobody anything.
fn is_public(model: &Model, at: Site) -> bool {
    let program = &model.program;
    let owner = program.body(at.body).owner;
    let in_trait = program
        .function(owner)
        .is_some_and(|function| function.trait_def.is_some());
    program.def(owner).public || in_trait
}

fn variant_of(model: &Model, at: Site, value: &Value) -> Option<DefId> {
    let body = model.program.body(at.body);
    match crate::raw_send::message::resolved(body, value) {
        Value::Aggregate(Some(def), _)
            if matches!(model.program.def(*def).kind, DefKind::Variant(..)) =>
        {
            Some(*def)
        }
        _ => None,
    }
}

/// Whether a variant carries something made of parts.
fn weighs(model: &Model, variant: DefId) -> bool {
    let program = &model.program;
    let definition = program.def(variant);
    let DefKind::Variant(owner, index) = definition.kind else {
        return false;
    };
    let fields = program
        .def(owner)
        .as_adt()
        .and_then(|adt| adt.variants.get(index as usize))
        .map(|variant| &variant.fields);
    fields.is_some_and(|fields| fields.iter().any(|field| work::weighs(model, &field.ty, 0)))
}

/// A message whose sender of a reply was made for the form only: nobody waits for it.
fn weighs_unheard(model: &Model, at: Site, value: &Value) -> bool {
    let program = &model.program;
    let body = program.body(at.body);
    let Value::Aggregate(_, parts) = crate::raw_send::message::resolved(body, value) else {
        return false;
    };
    let mut heavy = false;
    let mut unheard = false;
    for (_, part) in parts {
        let (Value::Use(place) | Value::Ref(_, place)) = part else {
            continue;
        };
        unheard |= told::is_unheard(model, body, place);
        heavy |= otplint_model::slots::place_type(program, at.body, place)
            .is_some_and(|ty| work::weighs(model, &ty, 0));
    }
    heavy && unheard
}

impl Handed {
    fn judge(
        &self,
        model: &Model,
        process: &Process,
        channel: &Channel,
    ) -> Result<Finding, Reason> {
        let handling = handling::of(model, process, &channel.message, self.variant)
            .ok_or("what the receiver does with it was not seen")?;
        let finished = handling
            .leaves(model)
            .into_iter()
            .find(|effect| match self.trust {
                Trust::Told(_) => true,
                Trust::Born(_) => effect.kind != Effect::Outside,
            })
            .map(|effect| effect.at)
            .ok_or("the receiver neither stores it nor acts on it outside the program")?;
        kept::not_stored(model, self.sent, &[])?;
        if let Trust::Told(_) = self.trust {
            kept::not_resent(model, &channel.sends)?;
        }
        kept::not_loaded(model, process)?;
        let arrived = handling::arrivals(model, process);
        let arrived = arrived.first().ok_or("where it arrives was not seen")?;
        let name = model
            .program
            .def(model.program.body(arrived.body).owner)
            .name;
        // A bounded channel holds back whoever waits for room; a request from outside was answered.
        let weak = match &self.trust {
            Trust::Told(told) => channel.bound != Bound::None && !told.served,
            Trust::Born(_) => false,
        };
        let confidence = match weak || self.is_aside(model, channel, name.as_str()) {
            true => Confidence::Low,
            false => Confidence::Medium,
        };
        let span = model.location(self.sent).span;
        let story = Story::new(model, &META, self.sent.body, span, confidence).step(
            channel.created,
            "the queue is made here, and lives as long as the program",
        );
        let story = match &self.trust {
            Trust::Told(told) => story
                .message("accepted work waits in a channel only, and is lost when the program ends before the receiver gets to it")
                .step(self.sent, "work is accepted here")
                .declared(told.location, told.story),
            Trust::Born(effect) => story
                .message("what this effect brought is known to a channel only, and forgotten when the program ends before the receiver gets to it")
                .step(*effect, "it was brought about here, outside the program")
                .step(self.sent, "it is handed on here"),
        };
        Ok(story
            .step(*arrived, format!("`{name}` takes it up here"))
            .step(finished, "and stores it or acts on it here only")
            .help("store the work before accepting it and let the task read the store, or answer when the task has finished: `otp_runtime::mailbox::Address::call`")
            .tell())
    }

    fn is_aside(&self, model: &Model, channel: &Channel, receiver: &str) -> bool {
        let program = &model.program;
        let sender = &program.def(program.body(self.sent.body).owner).path;
        let message = match &channel.message {
            Ty::Adt(def, _) => program.def(*def).name.as_str(),
            _ => "",
        };
        let field = call_at(model, self.sent)
            .and_then(|call| call.args.first()?.place.as_ref()?.last_field())
            .map_or("", |(_, name)| name.as_str());
        sender.split("::").any(work::is_aside)
            || [message, receiver, field].into_iter().any(work::is_aside)
    }
}
