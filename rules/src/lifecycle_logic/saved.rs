//! Writes of a stop hook that the handlers do as well, each time they change something: a last try, and no more.

use otplint_model::body::{Body, LocalKind, Op};
use otplint_model::effects::{NodeEffect, Site};
use otplint_model::place::Root;
use otplint_model::stub::{Effect, Hook};
use otplint_model::{BodyId, Model, flow, within};

/// Whether what the stop hook writes at `leaf` is written there by every handler that changed something.
pub(super) fn at_once(model: &Model, hook: BodyId, leaf: Site) -> bool {
    let stops = |hooks: &[(Hook, BodyId)]| hooks.contains(&(Hook::Stop, hook));
    let mut processes = (model.processes.list.iter()).filter(|process| stops(&process.hooks));
    processes.any(|process| {
        let mut saves = false;
        let kept = process.handlers.iter().all(|handler| {
            let saving = saving(model, *handler, leaf);
            saves |= !saving.is_empty();
            is_kept(model, *handler, &saving)
        });
        saves && kept
    })
}

/// The nodes of a handler that run what is written at `leaf`.
fn saving(model: &Model, handler: BodyId, leaf: Site) -> Vec<Site> {
    let program = &model.program;
    let body = program.body(handler);
    let sites = body.nodes().map(|(node, _)| Site {
        body: handler,
        node,
    });
    sites
        .filter(|at| within::find(program, *at, &|at, _| at == leaf).is_some())
        .collect()
}

/// Whether a handler that changed something ends only after it saved.
fn is_kept(model: &Model, handler: BodyId, saving: &[Site]) -> bool {
    let body = model.program.body(handler);
    let saves = |node| saving.iter().any(|at| at.node == node);
    body.nodes()
        .filter(|(node, _)| !saves(*node))
        .all(|(node, _)| {
            let effects = model.effects(handler, node);
            let changes = effects.iter().any(|effect| changes_state(body, effect));
            let after = flow::reachable(body, node, saves);
            let ends = after
                .iter()
                .any(|end| matches!(body.node(end).op, Op::Return(_)));
            !changes || !ends
        })
}

/// What the handler is lent outlives it.
fn changes_state(body: &Body, effect: &NodeEffect) -> bool {
    let kinds = [
        Effect::Insert,
        Effect::Remove,
        Effect::Clear,
        Effect::Take,
        Effect::Put,
        Effect::Write,
    ];
    let of_a_param = |root: Root| match root {
        Root::Local(local) => matches!(body.local(local).kind, LocalKind::Param(_)),
        _ => true,
    };
    kinds.contains(&effect.kind)
        && effect
            .place
            .as_ref()
            .is_none_or(|place| !place.path.is_empty() && of_a_param(place.root))
}
