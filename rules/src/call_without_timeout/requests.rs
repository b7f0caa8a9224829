//! HTTP requests whose client was made without a deadline: in loops that must come round, and where requests of the
//! same client have one.

use otplint_model::clients::{self, Clients};
use otplint_model::effects::Site;
use otplint_model::follow::{Field, call_at};
use otplint_model::stall::Limits;
use otplint_model::stub::Effect;
use otplint_model::turn::Step;
use otplint_model::{BodyId, Confidence, Finding, Model, Program, Verdicts};
use rustc_hash::{FxHashMap, FxHashSet};

use super::META;
use super::rounds::{self, Round};
use crate::blocking_handler;
use crate::story::{Story, in_production};

/// Looks at all requests, where the program sends any through such a client.
pub(super) fn check(model: &Model, limits: &Limits<'_>, verdicts: &mut Verdicts) {
    let program = &model.program;
    let sent: Vec<Site> = sent(model).collect();
    if sent.is_empty() {
        return;
    }
    let clients = Clients::new(program, &model.index);
    let endless = |step: &Step<'_>| {
        clients::sends(program, step.call)
            && clients
                .request(step.at)
                .is_some_and(|request| request.is_endless())
    };
    let mut told: FxHashSet<Site> = FxHashSet::default();
    for round in rounds::all(model) {
        if let Some((at, via)) = round.first(model, &endless)
            && told.insert(at)
        {
            verdicts.found(stands_still(model, round, at, &via));
        }
    }
    forgotten(model, limits, &clients, &sent, &told, verdicts);
}

/// The requests of the program.
fn sent(model: &Model) -> impl Iterator<Item = Site> + '_ {
    let program = &model.program;
    let outside = program.doing(|does| does.effects.has(Effect::Outside));
    outside
        .filter(|(id, _)| in_production(model, *id))
        .flat_map(move |(id, body)| {
            let calls = body.calls();
            calls
                .filter(|(_, call)| clients::sends(program, call))
                .map(move |(node, _)| Site { body: id, node })
        })
}

fn stands_still(model: &Model, round: Round, at: Site, via: &[Site]) -> Finding {
    let span = call_at(&model.program, at).map_or(model.location(at).span, |call| call.name_span);
    let mut story = Story::new(model, &META, at.body, span, Confidence::Medium)
        .message(
            "a server that takes this request and does not answer stops this loop for good: the client was made without a \
             timeout, nothing else ends the wait, and nobody is told",
        )
        .step(
            round.head(model),
            "this loop is to come round again and again",
        );
    for step in via {
        story = story.step(*step, "on the way it calls this, and awaits it");
    }
    story.help(HELP).tell()
}

const HELP: &str = "build the client with `timeout`, or set the request one: reqwest has none of its own; \
                    `otp_runtime::scheduler` gives each turn of periodic work a deadline";

/// Requests without a deadline beside others of the same client that have one: somebody thought of it, and forgot.
fn forgotten(
    model: &Model,
    limits: &Limits<'_>,
    clients: &Clients<'_>,
    sent: &[Site],
    told: &FxHashSet<Site>,
    verdicts: &mut Verdicts,
) {
    let program = &model.program;
    let mut of: FxHashMap<Field, (Vec<Site>, Vec<Site>)> = FxHashMap::default();
    for at in sent {
        let Some(request) = clients.request(*at) else {
            continue;
        };
        let (Some(client), Some(false)) = (request.client, request.client_limits) else {
            continue;
        };
        let (limited, open) = of.entry(client).or_default();
        match request.limited || is_timed(program, *at) {
            true => limited.push(*at),
            false => open.push(*at),
        }
    }
    for (limited, open) in of.into_values() {
        let (Some(limited), Some(open)) = (limited.first(), open.first()) else {
            continue;
        };
        if told.contains(open) || blocking_handler::tells_of(model, limits, *open) {
            continue;
        }
        let name =
            call_at(program, *open).map_or(model.location(*open).span, |call| call.name_span);
        let story = Story::new(model, &META, open.body, name, Confidence::Medium)
            .message(
                "nothing ends the wait for this answer: the client was made without a timeout, and unlike another request of \
                 it this one sets none; whoever waits for it waits as long as the server likes",
            )
            .step(*limited, "this request of the same client has a deadline")
            .help(HELP);
        verdicts.found(story.tell());
    }
}

/// A deadline is set somewhere in the function.
fn is_timed(program: &Program, at: Site) -> bool {
    let all = &program.bodies[at.body.function() as usize];
    all.iter().enumerate().any(|(position, _)| {
        let id = BodyId::new(at.body.function(), position as u32);
        program.does(id).effects.has(Effect::Timeout)
    })
}
