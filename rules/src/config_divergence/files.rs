//! Configuration files that set supervision otherwise for tests than for production.

use otplint_model::choices::Holder;
use otplint_model::configured::{Configured, Entry, Environment, Setting};
use otplint_model::effects::Site;
use otplint_model::follow::Field;
use otplint_model::{
    Confidence, DefId, Location, NodeId, Op, Place, Step, Sym, Value, Verdicts, flow,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::values::{self, Decides};
use super::{Eye, META};
use crate::names::{has_word, words};
use crate::story::{Story, in_production};

/// A setting that is another in tests than in production.
struct Differing<'m> {
    decides: Decides,
    test: (&'m Configured, &'m Entry),
    production: (&'m Configured, &'m Entry),
}

pub fn check(eye: &mut Eye<'_>, verdicts: &mut Verdicts) {
    let differing = differing(&eye.model.configured);
    if differing.is_empty() {
        return;
    }
    let keys = differing.iter().map(|one| key(one.test.1)).collect();
    let readers = Readers::new(eye, &keys);
    for one in &differing {
        tell(eye, one, &readers, verdicts);
    }
}

fn differing(all: &[Configured]) -> Vec<Differing<'_>> {
    let mut found: Vec<Differing<'_>> = Vec::new();
    let of = |family: Sym, environment: Environment| {
        all.iter()
            .filter(move |one| one.family == family && one.environment == environment)
    };
    for test in all
        .iter()
        .filter(|one| one.environment == Environment::Test)
    {
        let defaults = || of(test.family, Environment::Default);
        for entry in &test.entries {
            let Some(decides) = decides(entry) else {
                continue;
            };
            let from = |one: &&'_ Configured| one.get(&entry.path).is_some();
            let production = of(test.family, Environment::Production)
                .find(from)
                .or_else(|| defaults().find(from));
            let Some((production, other)) =
                production.and_then(|one| Some((one, one.get(&entry.path)?)))
            else {
                continue;
            };
            if other.value == entry.value || kind(other.value) != kind(entry.value) {
                continue;
            }
            found.push(Differing {
                decides,
                test: (test, entry),
                production: (production, other),
            });
        }
        // What only production sets otherwise than the default, which tests run with.
        for production in of(test.family, Environment::Production) {
            for other in &production.entries {
                let Some(decides) = decides(other).filter(|_| test.get(&other.path).is_none())
                else {
                    continue;
                };
                let default = defaults().find_map(|one| Some((one, one.get(&other.path)?)));
                if let Some((default, entry)) = default
                    && entry.value != other.value
                    && kind(entry.value) == kind(other.value)
                    && !found
                        .iter()
                        .any(|known| std::ptr::eq(known.production.1, other))
                {
                    found.push(Differing {
                        decides,
                        test: (default, entry),
                        production: (production, other),
                    });
                }
            }
        }
    }
    found
}

fn kind(value: Setting) -> std::mem::Discriminant<Setting> {
    std::mem::discriminant(&value)
}

/// Its key in snake case.
fn key(entry: &Entry) -> String {
    let last = entry.path.last().map_or("", |key| key.as_str());
    snake(last)
}

fn snake(key: &str) -> String {
    words(&key.replace('-', "_")).join("_")
}

/// What a setting decides about how failures are met, by its keys; `None` for everything else.
fn decides(entry: &Entry) -> Option<Decides> {
    let path: Vec<String> = entry.path.iter().map(|key| snake(key.as_str())).collect();
    let (last, above) = path.split_last()?;
    // `retry: { max: 3 }`: what the key alone does not tell.
    let plain = [
        "max",
        "maximum",
        "limit",
        "count",
        "seconds",
        "secs",
        "ms",
        "millis",
        "value",
        "total",
        "times",
        "initial",
        "base",
        "enabled",
        "policy",
        "strategy",
        "intensity",
        "period",
        "window",
    ];
    let name = match above.last() {
        Some(above) if plain.contains(&last.as_str()) => format!("{above}_{last}"),
        _ => last.clone(),
    };
    let others = [
        "port", "path", "url", "uri", "host", "log", "level", "cache", "dir", "file", "name",
        "ttl", "addr", "address",
    ];
    if has_word(&name, &others) {
        return None;
    }
    match entry.value {
        Setting::Number(_) if values::is_limit(&name) => Some(Decides::Limit),
        Setting::Number(_) | Setting::Length(_) if values::is_deadline(&name) => {
            Some(Decides::Deadline)
        }
        Setting::Flag(_) | Setting::Text(_)
            if has_word(
                &name,
                &[
                    "restart",
                    "restarts",
                    "supervise",
                    "supervised",
                    "supervision",
                ],
            ) =>
        {
            Some(Decides::Restart)
        }
        Setting::Text(_) if has_word(&name, &["strategy"]) => {
            let supervises =
                |key: &String| has_word(key, &["supervisor", "supervision", "supervisors"]);
            path.iter().any(supervises).then_some(Decides::Restart)
        }
        _ => None,
    }
}

fn tell(eye: &mut Eye<'_>, one: &Differing<'_>, readers: &Readers, verdicts: &mut Verdicts) {
    let model = eye.model;
    let (test, entry) = one.test;
    let (production, other) = one.production;
    let path: Vec<&str> = entry.path.iter().map(|key| key.as_str()).collect();
    let path = path.join(".");
    let at = |of: &Configured, entry: &Entry| Location {
        file: of.file,
        span: entry.span,
    };
    let reader = readers.of(&key(entry));
    let confidence = match (reader, one.decides) {
        (None, _) | (_, Decides::Pause) => Confidence::Low,
        _ => Confidence::Medium,
    };
    let loss = match one.decides {
        Decides::Deadline | Decides::Pause => {
            "the deadline that production relies on is never tested"
        }
        Decides::Limit => "what production does when it has failed that often is never tested",
        Decides::Restart => "a storm of restarts that production knows never happens in a test",
    };
    let item = format!("{}: {path}", test.name);
    let mut story = Story::outside(model, &META, at(test, entry), &item, confidence)
        .message(format!(
            "`{path}` is {} in `{}` and {} in `{}`: {loss}",
            shown(entry.value),
            test.name,
            shown(other.value),
            production.name,
        ))
        .place(at(production, other), "production runs with this");
    if let Some(reader) = reader {
        if let Some(field) = reader.field {
            story = story.place(field, "it is read into this field");
        }
        story = story.step(reader.used, "it is used here");
    }
    let help = "set such values once for all environments, and let tests shorten time by a paused clock: then \
                `otp_runtime::supervisor::Supervisor` restarts in tests as it does in production";
    verdicts.found(story.help(help).tell());
}

fn shown(value: Setting) -> String {
    match value {
        Setting::Number(number) => number.to_string(),
        Setting::Length(length) => values::length_text(length),
        Setting::Flag(flag) => flag.to_string(),
        Setting::Text(text) => format!("\"{text}\""),
        Setting::Other => "something else".to_owned(),
    }
}

/// Whether a call looks something up by its name.
fn gets(op: &Op) -> bool {
    matches!(op, Op::Call(call) if has_word(call.name.as_str(), &["get", "lookup", "find", "extract"]))
}

/// What of the program reads a setting.
struct Reader {
    /// The field that it is read into.
    field: Option<Location>,
    /// Where that, or the key, is used.
    used: Site,
}

/// The fields that are named like keys.
type Fields = FxHashMap<Field, (String, Option<Location>)>;

/// Who reads which key.
#[derive(Default)]
struct Readers(FxHashMap<String, Reader>);

impl Readers {
    fn new(eye: &mut Eye<'_>, keys: &FxHashSet<String>) -> Self {
        let model = eye.model;
        let program = &model.program;
        let mut readers = Self::default();
        let mut fields = Fields::default();
        for (index, def) in program.defs.iter().enumerate() {
            let Some(adt) = def.as_adt().filter(|adt| !adt.is_enum) else {
                continue;
            };
            if def.location.is_none() || def.test {
                continue;
            }
            for field in adt.variants.iter().flat_map(|variant| &variant.fields) {
                let name = snake(field.name.as_str());
                if keys.contains(&name) {
                    let owner = DefId(index as u32);
                    fields.insert((owner, field.name), (name, field.location));
                }
            }
        }
        // The surest first: a field that is known to be a deadline or a limit.
        for (field, (key, location)) in &fields {
            let purpose = eye.sinks().purpose(&model.index, Holder::Field(*field));
            if let Some(used) = purpose.deadline.or(purpose.limit) {
                readers.note(key, *location, used);
            }
        }
        for (id, body) in program.bodies() {
            if !in_production(model, id) {
                continue;
            }
            for (node, data) in body.nodes() {
                let at = Site { body: id, node };
                let mut look = |value: &Value| match value {
                    Value::Use(place) | Value::Ref(_, place) => readers.read(&fields, place, at),
                    // `settings.get_int("pool.timeout")`.
                    Value::Str(text) if gets(&data.op) => {
                        let last = text.as_str().rsplit('.').next().unwrap_or_default();
                        let key = snake(last);
                        if keys.contains(&key) {
                            readers.note(&key, None, at);
                        }
                    }
                    _ => {}
                };
                flow::uses(&data.op, &mut look);
                if let Op::Call(call) = &data.op {
                    let places = call.args.iter().filter_map(|arg| arg.place.as_ref());
                    places.for_each(|place| readers.read(&fields, place, at));
                }
            }
            for one in &body.compared {
                let node = NodeId(one.before.0.min(body.nodes.len() as u32 - 1));
                for side in [&one.left, &one.right] {
                    if let Value::Use(place) = side {
                        readers.read(&fields, place, Site { body: id, node });
                    }
                }
            }
        }
        readers
    }

    /// Notes a place that lies in one of the fields.
    fn read(&mut self, fields: &Fields, place: &Place, at: Site) {
        for step in &place.path {
            if let Step::Field(Some(owner), name) = step
                && let Some((key, location)) = fields.get(&(*owner, *name))
            {
                self.note(key, *location, at);
            }
        }
    }

    fn note(&mut self, key: &str, field: Option<Location>, used: Site) {
        let known = self.0.contains_key(key);
        if !known {
            self.0.insert(key.to_owned(), Reader { field, used });
        }
    }

    fn of(&self, key: &str) -> Option<&Reader> {
        self.0.get(key)
    }
}
