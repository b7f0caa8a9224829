//! Maps behind a lock that several tasks share, whose elements go from pending to done.

use otplint_model::def::AdtDef;
use otplint_model::effects::Site;
use otplint_model::slots;
use otplint_model::stub::Effect;
use otplint_model::{Confidence, Finding, Location, Model, Reason, Sym, Ty};

use super::META;
use super::uses::{Use, UseKind, Uses};
use crate::names::has_word;
use crate::story::Story;

/// Judges every one whose elements have a status.
pub fn judge(model: &Model, uses: &Uses) -> Vec<(Location, Result<Finding, Reason>)> {
    let made = uses.starts().shared();
    made.filter_map(|(at, key, collection)| {
        let element = slots::element(&model.program, collection)?.adt()?;
        let adt = model.program.def(element).as_adt()?;
        let statuses = statuses(model, adt);
        if statuses.is_empty() {
            return None;
        }
        let judged = pending(model, uses.of(key), at, element, &statuses);
        Some((model.location(at), judged))
    })
    .collect()
}

fn statuses(model: &Model, adt: &AdtDef) -> Vec<Sym> {
    let fields = adt.variants.iter().flat_map(|variant| &variant.fields);
    fields
        .filter(|field| is_status(model, &field.ty))
        .map(|field| field.name)
        .collect()
}

fn pending(
    model: &Model,
    uses: &[Use],
    created: Site,
    element: otplint_model::DefId,
    statuses: &[Sym],
) -> Result<Finding, Reason> {
    let program = &model.program;
    if uses.iter().any(|one| one.kind == UseKind::Escapes) {
        return Err("it is handed whole to something that was not seen".into());
    }
    let inserted = uses
        .iter()
        .find(|one| one.kind == UseKind::Insert)
        .ok_or("nothing was seen to be put in")?;
    let completed = uses
        .iter()
        .find(|one| {
            matches!(one.kind, UseKind::Change(owner, name) if owner == element && statuses.contains(&name))
                && program.body(one.at.body).owner != program.body(inserted.at.body).owner
        })
        .ok_or("no other function was seen to change the status of what is inside")?;
    let stored = uses.iter().any(|one| {
        let body = program.body(one.at.body);
        body.nodes().any(|(node, _)| {
            model
                .effects(one.at.body, node)
                .iter()
                .any(|effect| effect.kind == Effect::StoreWrite)
        })
    });
    if stored {
        return Err("a store is written to where it is changed".into());
    }
    let name = program.def(element).name;
    Ok(Story::new(
        model,
        &META,
        created.body,
        model.location(created).span,
        Confidence::Medium,
    )
    .message(format!(
        "every pending `{name}` is kept in memory only, and forgotten when the program ends before its end is noted"
    ))
    .step(created, "it starts empty here")
    .step(inserted.at, format!("a pending `{name}` is put in here"))
    .step(completed.at, "its end is noted here, by another task")
    .help("write it to a store with every change and read it back at start")
    .tell())
}

/// An enum that goes from pending to done.
fn is_status(model: &Model, ty: &Ty) -> bool {
    let Some((_, adt)) = model.program.adt(ty) else {
        return false;
    };
    let any = |list: &[&str]| {
        adt.variants
            .iter()
            .any(|variant| has_word(variant.name.as_str(), list))
    };
    adt.is_enum
        && any(&[
            "pending",
            "queued",
            "waiting",
            "submitted",
            "scheduled",
            "accepted",
            "processing",
            "progress",
            "running",
        ])
        && any(&[
            "succeeded",
            "success",
            "completed",
            "complete",
            "done",
            "failed",
            "finished",
            "settled",
            "confirmed",
            "delivered",
        ])
}
