//! How findings are told.

use otplint_model::effects::Site;
use otplint_model::place::{Root, Step};
use otplint_model::{
    Body, BodyId, Confidence, Finding, Location, Model, NodeId, Place, Related, Severity, Span, Sym,
};

use crate::Meta;

/// A finding under construction.
#[derive(Debug)]
pub struct Story<'m> {
    model: &'m Model,
    finding: Finding,
}

impl<'m> Story<'m> {
    /// A finding at a span of a body.
    pub fn new(
        model: &'m Model,
        meta: &Meta,
        body: BodyId,
        span: Span,
        confidence: Confidence,
    ) -> Self {
        let location = Location {
            file: model.program.body(body).file,
            span,
        };
        Self::outside(model, meta, location, model.item(body), confidence)
    }

    /// A finding in no body: at a declaration, or in a file that is not Rust.
    pub fn outside(
        model: &'m Model,
        meta: &Meta,
        location: Location,
        item: &str,
        confidence: Confidence,
    ) -> Self {
        Self {
            model,
            finding: Finding {
                rule: meta.id,
                severity: meta.severity,
                confidence,
                location,
                message: String::new(),
                help: String::new(),
                replacement: meta.replacement,
                related: Vec::new(),
                item: item.to_owned(),
                fingerprint: String::new(),
            },
        }
    }

    /// A finding at a node.
    pub fn at_site(model: &'m Model, meta: &Meta, site: Site, confidence: Confidence) -> Self {
        let span = model.location(site).span;
        Self::new(model, meta, site.body, span, confidence)
    }

    /// Of something that is declared outside the body where the story begins.
    pub fn placed(mut self, location: Location) -> Self {
        self.finding.location = location;
        self
    }

    /// The item that it belongs to, where that is not the function of the body.
    pub fn of_item(mut self, path: &str) -> Self {
        path.clone_into(&mut self.finding.item);
        self
    }

    /// What removes this flaw, where that is not what removes most of its kind.
    pub fn replaced_by(mut self, path: &'static str) -> Self {
        self.finding.replacement = path;
        self
    }

    /// The sentence that names the loss.
    pub fn message(mut self, text: impl Into<String>) -> Self {
        self.finding.message = text.into();
        self
    }

    /// What to do next.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.finding.help = text.into();
        self
    }

    /// The next step: what happens at a node.
    pub fn step(mut self, site: Site, text: impl Into<String>) -> Self {
        let location = self.model.location(site);
        self.push(location, text.into());
        self
    }

    /// The next step: what stands at a place anywhere.
    pub fn place(mut self, location: Location, text: impl Into<String>) -> Self {
        self.push(location, text.into());
        self
    }

    /// How bad it is, where that is not what the rule says of itself.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.finding.severity = severity;
        self
    }

    /// The next step: what stands at a span of a body.
    pub fn at(mut self, body: BodyId, span: Span, text: impl Into<String>) -> Self {
        let file = self.model.program.body(body).file;
        self.push(Location { file, span }, text.into());
        self
    }

    /// The next step: what is declared elsewhere.
    pub fn declared(mut self, location: Location, text: impl Into<String>) -> Self {
        self.push(location, text.into());
        self
    }

    fn push(&mut self, location: Location, message: String) {
        // Code that a macro made, and that stands nowhere, is not shown.
        if location.span.end > location.span.start {
            self.finding.related.push(Related { location, message });
        }
    }

    /// The finding.
    pub fn tell(self) -> Finding {
        self.finding
    }
}

/// A place as its owner would call it: `self.queue`, `conn`.
pub fn name_of(model: &Model, body: BodyId, place: &Place) -> String {
    let data = model.program.body(body);
    let text = match place.root {
        Root::Local(local) => match data.local(local).name {
            Some(name) => name.as_str().to_owned(),
            // `State(app): State<App>`: the name that stands for a part of the parameter.
            None => match part_of(data, place) {
                Some((name, length)) => {
                    return path_text(name.as_str().to_owned(), &place.path[length..]);
                }
                None => "it".to_owned(),
            },
        },
        Root::Static(def) => model.program.def(def).name.as_str().to_owned(),
    };
    path_text(text, &place.path)
}

fn path_text(mut text: String, path: &[Step]) -> String {
    for step in path {
        if let Step::Field(_, name) = step {
            text.push('.');
            text.push_str(name.as_str());
        }
    }
    text
}

/// The named local that stands for the longest part of a place, and how long that part is.
fn part_of(body: &Body, place: &Place) -> Option<(Sym, usize)> {
    let named = body.locals.iter().filter_map(|local| {
        let stands = local.stands_for.as_ref()?;
        let part = place.is_within(stands) && !stands.path.is_empty();
        part.then_some((local.name?, stands.path.len()))
    });
    named.max_by_key(|(_, length)| *length)
}

/// The node of a body as a site.
pub fn site(body: BodyId, node: NodeId) -> Site {
    Site { body, node }
}

/// Whether a body is code that runs in production.
pub fn in_production(model: &Model, body: BodyId) -> bool {
    let data = model.program.body(body);
    !data.test && !model.program.is_test_file(data.file) && !model.program.def(data.owner).test
}
