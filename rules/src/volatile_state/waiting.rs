//! Work that waits in a collection: of a process, of a loop, or behind a lock that several share.

use otplint_model::body::{Arg, Outcome};
use otplint_model::effects::Site;
use otplint_model::processes::{self, Process, ProcessKind, Shape};
use otplint_model::slots;
use otplint_model::stub::{Collection, Effect};
use otplint_model::{BodyId, Confidence, Finding, Location, Model, Op, Reason, flow, handling};
use rustc_hash::FxHashSet;

use super::META;
use super::accepted;
use super::kept;
use super::uses::{Collected, Key, Use, UseKind, Uses};
use super::work;
use crate::story::{Story, in_production};
use crate::told::{self, Told};

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
    if matches!(kind, Collection::String | Collection::Set)
        || !weighs && !work::is_numbers(model, &collected.ty)
        || is_test(model, key)
    {
        return None;
    }
    let waiting = Waiting::find(model, all, key, kind, &collected.uses)?;
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
            if owners.is_empty() && all.is_shared(key) {
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
        let removed = uses
            .iter()
            .filter(|one| one.kind == UseKind::Remove && in_production(model, one.at.body))
            .find(|one| self.is_taken_up(one.at))
            .ok_or("nothing is taken out of it to be worked on")?
            .at;
        if !self.waits(uses) {
            return Err("it is emptied in the same turn: nothing waits in it".into());
        }
        let taken: Vec<Site> = (uses.iter())
            .filter(|one| one.kind == UseKind::Remove)
            .map(|one| one.at)
            .collect();
        kept::not_stored(model, self.inserted, &taken)?;
        let created = all.starts().empty(model, self.key)?;
        kept::not_refilled(model, uses)?;
        if let Some(process) = self.process {
            match &self.accepted {
                Accepted::Answered(_) => kept::not_loaded_into(model, process, uses)?,
                _ => kept::not_loaded(model, process)?,
            }
        }
        let finished = finished(model, removed, 0);
        let confidence = self.confidence(collected, finished.is_some());
        Ok(self.story(created, removed, finished, confidence))
    }

    /// Numbers are work where somebody was answered for them and they go into a store later.
    fn is_stored_later(&self, uses: &[Use]) -> bool {
        matches!(self.accepted, Accepted::Answered(_))
            && (uses.iter())
                .filter(|one| one.kind == UseKind::Remove && in_production(self.model, one.at.body))
                .any(|one| stored(self.model, one.at, 0))
    }

    /// What is taken out is used, not dropped, and by a process where a caller put it in.
    fn is_taken_up(&self, at: Site) -> bool {
        let program = &self.model.program;
        let Op::Call(call) = &program.body(at.body).node(at.node).op else {
            return false;
        };
        let by_task = || self.model.processes.runs_in_task(at.body);
        call.outcome != Outcome::Discarded
            && (!matches!(self.accepted, Accepted::Called(_)) || by_task())
    }

    /// Whether a turn can end with the item still inside.
    fn waits(&self, uses: &[Use]) -> bool {
        let at = self.inserted;
        let body = self.model.program.body(at.body);
        let removes = |node| {
            uses.iter().any(|one| {
                one.kind == UseKind::Remove
                    && one.at
                        == Site {
                            body: at.body,
                            node,
                        }
            })
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
            (_, true, true) | (Accepted::Answered(_) | Accepted::Owed(_), false, true) => {
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

/// Whether what was taken out at a node goes into a store in the same turn, or after the call of its function.
fn stored(model: &Model, at: Site, depth: u32) -> bool {
    let stores = |node| {
        (model.effects(at.body, node).iter()).any(|effect| effect.kind == Effect::StoreWrite)
    };
    let body = model.program.body(at.body);
    let ends = |node| handling::ends_turn(body, at.node, node);
    let after = flow::reachable(body, at.node, ends);
    let is_it = |node| node == at.node;
    let written = after.iter().any(|node| match &body.node(node).op {
        Op::Call(call) => {
            let made = |arg: &Arg| told::made_by(model, at.body, &arg.value, &is_it).is_some();
            stores(node) && call.args.iter().any(made)
        }
        _ => false,
    });
    // One call may take it out and store it.
    written
        || depth == 0 && stores(at.node)
        || depth < 2
            && (model.index.callers_of(&model.program, at.body).iter())
                .filter(|at| in_production(model, at.body))
                .take(6)
                .any(|at| stored(model, *at, depth + 1))
}

/// Where what was taken out at a node is worked on: after it, or after the call of its function.
fn finished(model: &Model, at: Site, depth: u32) -> Option<Site> {
    if let Some(found) = accepted::finished_after(model, at) {
        return Some(found);
    }
    if depth >= 2 {
        return None;
    }
    let callers = model.index.callers_of(&model.program, at.body);
    callers
        .iter()
        .filter(|at| in_production(model, at.body))
        .take(6)
        .find_map(|at| finished(model, *at, depth + 1))
}
