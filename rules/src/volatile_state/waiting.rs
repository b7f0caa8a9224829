//! Work that waits in a collection: of a process, of a loop, or behind a lock that several share.

use otplint_model::body::Outcome;
use otplint_model::effects::{self, Site};
use otplint_model::processes::{self, Process, ProcessKind, Shape};
use otplint_model::slots;
use otplint_model::stub::Collection;
use otplint_model::{BodyId, Confidence, Finding, Location, Model, Op, Reason, Ty, flow, handling};
use rustc_hash::FxHashSet;

use super::META;
use super::accepted;
use super::acked;
use super::kept;
use super::taken;
use super::uses::{Collected, Key, Use, UseKind, Uses};
use super::work;
use crate::names::has_word;
use crate::story::{Story, in_production};
use crate::told::Told;

/// Why somebody believes that the work is in good hands.
enum Accepted {
    /// The process answers after putting it in.
    Answered(Location),
    /// It came through the process's channel from somebody who was told that all is well.
    Sent(Site, Told),
    /// A function put it in for its caller, who was told that all is well.
    Called(Told),
    /// It is owed again: a delivery of it has failed.
    Owed(Site),
    /// A broker was told that it need not deliver it again.
    Acked(Site),
}

/// A collection in which work waits, taken apart.
struct Waiting<'m> {
    model: &'m Model,
    key: Key,
    kind: Collection,
    process: Option<&'m Process>,
    inserted: Site,
    accepted: Accepted,
}

/// Looks at one collection; `None` where nothing is accepted in it.
pub fn judge(
    model: &Model,
    all: &Uses,
    key: Key,
    collected: &Collected,
) -> Option<(Location, Result<Finding, Reason>)> {
    let Shape::Collection(kind) = processes::shape(&model.program, &collected.ty) else {
        return None;
    };
    let weighs = work::is_work(model, &collected.ty);
    // What a broker brought may be of no known type.
    let unknown = matches!(
        slots::element(&model.program, &collected.ty),
        Some(Ty::Unknown)
    );
    if matches!(kind, Collection::String | Collection::Set)
        || !weighs && !unknown && !work::is_plain(model, &collected.ty)
        || is_test(model, key)
    {
        return None;
    }
    let waiting = Waiting::find(model, all, key, kind, &collected.uses)?;
    if unknown && !matches!(waiting.accepted, Accepted::Acked(_)) {
        return None;
    }
    let location = waiting.location();
    if !weighs && !waiting.is_stored_later(&collected.uses) {
        return None;
    }
    Some((location, waiting.judge(all, collected)))
}

fn is_test(model: &Model, key: Key) -> bool {
    match key {
        Key::Field(owner, _) => {
            let definition = model.program.def(owner);
            definition.test
                || definition
                    .location
                    .is_none_or(|at| model.program.is_test_file(at.file))
        }
        Key::Local(id, _) => !in_production(model, id),
        Key::Group(_) | Key::Static(_) => false,
    }
}

impl<'m> Waiting<'m> {
    fn find(
        model: &'m Model,
        all: &Uses,
        key: Key,
        kind: Collection,
        uses: &[Use],
    ) -> Option<Self> {
        let owners: Vec<&Process> = match key {
            Key::Field(owner, _) => model
                .processes
                .list
                .iter()
                .filter(|process| process.state.iter().any(|field| field.owner == Some(owner)))
                .collect(),
            Key::Local(id, _) => {
                let inner = model.processes.list.iter().filter(|process| {
                    process.body.is_some_and(|body| {
                        body == id || model.program.body(body).parent == Some(id)
                    })
                });
                inner.collect()
            }
            Key::Group(_) | Key::Static(_) => Vec::new(),
        };
        let inserts = uses.iter().filter(|one| one.kind == UseKind::Insert);
        for insert in inserts {
            let at = insert.at;
            let found = |accepted, process| Self {
                model,
                key,
                kind,
                process,
                inserted: at,
                accepted,
            };
            for process in &owners {
                let from = process.handlers.iter().copied().chain(process.body);
                let bodies: FxHashSet<BodyId> = processes::reach(&model.program, from, false);
                if !bodies.contains(&at.body) {
                    continue;
                }
                if let Some(location) = accepted::answered_after(model, process, &bodies, at) {
                    return Some(found(Accepted::Answered(location), Some(process)));
                }
                if let Some(failed) = accepted::failed_delivery(model, at) {
                    return Some(found(Accepted::Owed(failed), Some(process)));
                }
                if let Some((site, told)) = accepted::by_channel(model, process) {
                    return Some(found(Accepted::Sent(site, told), Some(process)));
                }
            }
            if let Some(acked) = acked::before(model, at) {
                return Some(found(Accepted::Acked(acked), None));
            }
            if owners.is_empty() && all.is_shared(&model.program, key) {
                if let Some(failed) = accepted::failed_delivery(model, at)
                    && model.processes.runs_in_task(at.body)
                {
                    return Some(found(Accepted::Owed(failed), None));
                }
                if let Some(told) = accepted::by_call(model, at) {
                    return Some(found(Accepted::Called(told), None));
                }
            }
        }
        None
    }

    fn location(&self) -> Location {
        let program = &self.model.program;
        match self.key {
            Key::Field(owner, name) => {
                let fields = program.def(owner).as_adt().into_iter();
                let mut fields = fields.flat_map(|adt| &adt.variants).flat_map(|v| &v.fields);
                fields
                    .find(|field| field.name == name)
                    .and_then(|field| field.location)
                    .unwrap_or_else(|| self.model.location(self.inserted))
            }
            Key::Local(id, local) => Location {
                file: program.body(id).file,
                span: program.body(id).local(local).span,
            },
            Key::Static(def) => {
                (program.def(def).location).unwrap_or_else(|| self.model.location(self.inserted))
            }
            Key::Group(_) => self.model.location(self.inserted),
        }
    }

    fn name(&self) -> String {
        let program = &self.model.program;
        let named = match self.key {
            Key::Field(_, name) => Some(name),
            Key::Static(def) => Some(program.def(def).name),
            Key::Local(id, local) => program.body(id).local(local).name,
            Key::Group(group) => {
                let field = self.model.slots.fields().find(|(of, ..)| *of == group);
                field.map(|(_, _, name)| name)
            }
        };
        named.map_or_else(|| "memory".to_owned(), |name| name.as_str().to_owned())
    }

    fn judge(&self, all: &Uses, collected: &Collected) -> Result<Finding, Reason> {
        let model = self.model;
        let uses = &collected.uses;
        if uses.iter().any(|one| one.kind == UseKind::Escapes) {
            return Err("it is handed whole to something that was not seen".into());
        }
        if let Key::Field(owner, _) = self.key
            && has_word(
                model.program.def(owner).name.as_str(),
                &["transaction", "txn", "tx", "savepoint"],
            )
        {
            return Err("it belongs to a transaction, which the crash undoes as a whole".into());
        }
        let removed = uses
            .iter()
            .filter(|one| one.kind == UseKind::Remove && in_production(model, one.at.body))
            .find(|one| self.is_taken_up(one.at))
            .ok_or("nothing is taken out of it to be worked on")?
            .at;
        let mut taken: Vec<Site> = (uses.iter())
            .filter(|one| one.kind == UseKind::Remove)
            .map(|one| one.at)
            .collect();
        if !self.waits(&taken) {
            return Err("it is emptied in the same turn: nothing waits in it".into());
        }
        // A helper may empty it now and then: what is stored there was not when it was put in.
        let helpers: Vec<Site> = taken
            .iter()
            .copied()
            .chain(self.emptied_by_helpers(&taken))
            .collect();
        if self.waits(&helpers) {
            taken = helpers;
        }
        kept::not_stored(model, self.inserted, &taken)?;
        let created = all.starts().empty(model, self.key)?;
        kept::not_refilled(model, uses)?;
        if let Some(process) = self.process {
            match &self.accepted {
                Accepted::Answered(_) => kept::not_loaded_into(model, process, uses)?,
                _ => kept::not_loaded(model, process)?,
            }
        }
        let finished = taken::finished(model, removed);
        let confidence = self.confidence(collected, finished.is_some());
        Ok(self.story(created, removed, finished, confidence))
    }

    /// Numbers and text are work where somebody was answered for them and they go into a store later.
    fn is_stored_later(&self, uses: &[Use]) -> bool {
        matches!(self.accepted, Accepted::Answered(_) | Accepted::Acked(_))
            && (uses.iter())
                .filter(|one| one.kind == UseKind::Remove && in_production(self.model, one.at.body))
                .any(|one| taken::stored(self.model, one.at))
    }

    /// What is taken out is used, not dropped, and by a process where a caller put it in.
    fn is_taken_up(&self, at: Site) -> bool {
        let program = &self.model.program;
        let Op::Call(call) = &program.body(at.body).node(at.node).op else {
            return false;
        };
        let by_task = || self.model.processes.runs_in_task(at.body);
        (call.outcome != Outcome::Discarded || taken::written_before(self.model, at).is_some())
            && (!matches!(self.accepted, Accepted::Called(_)) || by_task())
    }

    /// The calls, in the body that puts items in, of something that takes them out.
    fn emptied_by_helpers(&self, taken: &[Site]) -> Vec<Site> {
        let program = &self.model.program;
        let id = self.inserted.body;
        let calls = program.body(id).calls().filter(|(_, call)| {
            let callees = effects::callees(program, call);
            !callees.is_empty() && {
                let reached = processes::reach(program, callees.into_iter(), false);
                taken.iter().any(|one| reached.contains(&one.body))
            }
        });
        calls.map(|(node, _)| Site { body: id, node }).collect()
    }

    /// Whether a turn can end with the item still inside.
    fn waits(&self, taken: &[Site]) -> bool {
        let at = self.inserted;
        let body = self.model.program.body(at.body);
        let removes = |node| {
            let here = Site {
                body: at.body,
                node,
            };
            taken.contains(&here)
        };
        let ends = |node| handling::ends_turn(body, at.node, node);
        let after = flow::reachable(body, at.node, |node| removes(node) || ends(node));
        let rest = after
            .iter()
            .any(|node| !removes(node) && (ends(node) || body.node(node).next.is_empty()));
        rest || after.iter().next().is_none()
    }

    fn confidence(&self, collected: &Collected, finished: bool) -> Confidence {
        let weak = self.process.is_some_and(|process| {
            matches!(process.kind, ProcessKind::Unspawned | ProcessKind::Poll)
        });
        if weak {
            return Confidence::Low;
        }
        let in_line = self.kind != Collection::Map;
        let full = match (&self.accepted, in_line, finished) {
            (Accepted::Answered(_), true, _) => Confidence::High,
            (_, true, true)
            | (Accepted::Answered(_) | Accepted::Owed(_) | Accepted::Acked(_), false, true) => {
                Confidence::Medium
            }
            _ => Confidence::Low,
        };
        let element = slots::element(&self.model.program, &collected.ty)
            .and_then(otplint_model::Ty::adt)
            .map(|def| self.model.program.def(def).name);
        let aside = work::is_aside(&self.name())
            || element.is_some_and(|name| work::is_aside(name.as_str()));
        match (aside, full) {
            (false, full) => full,
            (true, Confidence::High) => Confidence::Medium,
            (true, _) => Confidence::Low,
        }
    }

    fn story(
        &self,
        created: Option<Location>,
        removed: Site,
        finished: Option<Site>,
        confidence: Confidence,
    ) -> Finding {
        let model = self.model;
        let name = self.name();
        let location = self.location();
        let text = match self.accepted {
            Accepted::Owed(_) => format!(
                "what must be delivered again waits in `{name}` only, and is never delivered when its process crashes or restarts"
            ),
            _ => format!(
                "accepted work waits in `{name}` only, and is lost when its process crashes or restarts"
            ),
        };
        let mut story = Story::new(model, &META, self.inserted.body, location.span, confidence)
            .placed(location)
            .message(text);
        if let Key::Field(owner, _) = self.key {
            story = story.of_item(&model.program.def(owner).path);
        }
        if let Some(created) = created {
            story = story.declared(created, format!("`{name}` starts empty here"));
        }
        story = match &self.accepted {
            Accepted::Answered(answered) => {
                story.step(self.inserted, "work is accepted here").declared(
                    *answered,
                    "and acknowledged here, before anything else knows of it",
                )
            }
            Accepted::Sent(sent, told) => story
                .step(*sent, "work is handed over here")
                .declared(told.location, told.story)
                .step(self.inserted, "it is put aside here"),
            Accepted::Called(told) => story
                .step(self.inserted, "work is accepted here")
                .declared(told.location, told.story),
            Accepted::Acked(acked) => story
                .step(
                    *acked,
                    "the delivery is acknowledged here, and never comes again",
                )
                .step(self.inserted, "what it brought is put aside here"),
            Accepted::Owed(failed) => story
                .step(*failed, "when this fails")
                .step(self.inserted, "it is put aside here, to be tried again"),
        };
        story = story.step(
            removed,
            "it is taken up here; what is still waiting when the process ends is gone",
        );
        if let Some(finished) = finished.filter(|at| *at != removed) {
            story = story.step(finished, "and finished here only");
        }
        story
            .help("write it to a store before acknowledging it and load it in `otp_runtime::server::Server::init`, which also runs at every restart")
            .tell()
    }
}
