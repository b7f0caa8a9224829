//! Constants and functions that tests replace.

use otplint_model::choices::{Alternative, Known};
use otplint_model::stub::TypeWord;
use otplint_model::{Confidence, DefKind, Location, Model, Program, Ty, Verdicts};

use super::values::{self, Decides};
use super::{Eye, HELP, META, children};
use crate::story::Story;

pub fn check(eye: &mut Eye<'_>, verdicts: &mut Verdicts) {
    let model = eye.model;
    for one in &model.program.alternatives {
        let places = [one.other, one.test].map(|def| model.program.def(def).location);
        let [Some(place), Some(other)] = places else {
            continue;
        };
        if model.program.is_test_file(place.file) {
            continue;
        }
        // A build for debugging is no test: what it starts otherwise is about its stack or its speed.
        let for_tests = !one.asked.as_str().contains("debug_assertions");
        if is_function(model, one) && (!for_tests || starts(model, one, place, other, verdicts)) {
            continue;
        }
        value(eye, one, place, other, verdicts);
    }
}

fn is_function(model: &Model, one: &Alternative) -> bool {
    matches!(model.program.def(one.other).kind, DefKind::Fn(_))
}

/// Children that only one of two functions starts.
fn starts(
    model: &Model,
    one: &Alternative,
    place: Location,
    other: Location,
    verdicts: &mut Verdicts,
) -> bool {
    let program = &model.program;
    let Some(body) = program.body_of.get(&one.other) else {
        return false;
    };
    let here = children::of_body(model, *body);
    let there = match (program.body_of.get(&one.test), one.empty) {
        (Some(body), _) => children::of_body(model, *body),
        (None, true) => children::Children::new(),
        // What tests have instead was not read.
        (None, false) => return !here.is_empty(),
    };
    let missing: Vec<&str> = here
        .keys()
        .filter(|name| !there.contains_key(*name))
        .map(String::as_str)
        .collect();
    if missing.is_empty() {
        return !here.is_empty();
    }
    if there.keys().any(|name| !here.contains_key(name)) {
        verdicts.declined(
            place,
            "each build starts its own: doubles of the same children",
        );
        return true;
    }
    let verb = if missing.len() > 1 { "run" } else { "runs" };
    let message = format!(
        "{} {verb} only on one side of `{}`: what is tested is not the set of processes that runs in production, \
         and nobody sees how they fail together",
        missing.join(" and "),
        one.asked
    );
    let path = &program.def(one.other).path;
    let mut story = Story::outside(model, &META, place, path, Confidence::Medium)
        .message(message)
        .place(other, "tests have this instead");
    if let Some(started) = here.values().next() {
        story = story.step(*started, "it is started here");
    }
    verdicts.found(story.help(HELP).tell());
    true
}

/// A limit or length of time that is another in each build.
fn value(
    eye: &mut Eye<'_>,
    one: &Alternative,
    place: Location,
    other: Location,
    verdicts: &mut Verdicts,
) {
    let model = eye.model;
    let program = &model.program;
    let def = program.def(one.other);
    let (holder, known, ty) = values::of_definition(model, one.other);
    let (holder_in_tests, of_tests, _) = values::of_definition(model, one.test);
    let [number_in_tests, number] = one.numbers.map(|number| number.map(Known::Number));
    let (known, of_tests) = (known.or(number), of_tests.or(number_in_tests));
    if known.is_some() && known == of_tests {
        return;
    }
    let measure = match &known {
        Some(known) => known.clone(),
        // A plain constant is a number, as far as its name goes.
        None if is_length(program, &ty) => Known::Length(0),
        None if matches!(ty, Ty::Prim(_) | Ty::Unknown) && !is_function(model, one) => {
            Known::Number(0)
        }
        None => return,
    };
    // A name stands for either of the two.
    let mut purpose = eye.sinks().purpose(&model.index, holder);
    purpose.add(&eye.sinks().purpose(&model.index, holder_in_tests));
    let Some(decides) = values::decides(program, &[Some(measure)], &purpose) else {
        return;
    };
    let confidence = match decides {
        Decides::Pause => Confidence::Low,
        _ => Confidence::Medium,
    };
    let shown = match (&known, &of_tests) {
        (Some(_), Some(_)) => values::shown(program, &[of_tests, known]),
        _ => String::new(),
    };
    let mut story = Story::outside(model, &META, place, &def.path, confidence)
        .message(format!(
            "tests run with another `{}` than production{shown}: the value that production relies on is never tested",
            def.name
        ))
        .place(other, "tests use this one");
    if let Some((at, text)) = values::used(decides, &purpose) {
        story = story.step(at, text);
    }
    verdicts.found(story.help(HELP).tell());
}

fn is_length(program: &Program, ty: &Ty) -> bool {
    program.adt(ty).is_some_and(|(def, adt)| {
        adt.attrs.is(TypeWord::Time) && program.def(def).name == "Duration"
    })
}
