//! Two writes of a body that must agree, and a way out between them.

use otplint_model::body::{Body, BodyId, NodeId, Op};
use otplint_model::effects::{self, NodeEffect, Site};
use otplint_model::flow::{self, NodeSet};
use otplint_model::place::{Place, Step};
use otplint_model::stub::Effect;
use otplint_model::{Location, Model, Reason, Ty};

use super::stores::Again;
use super::writes::{Kind, Write};
use super::{below, counted, exits, owner, settled, stores, ties, writes};
use crate::story::site;

/// Two writes, of which a failure leaves the first without the second.
pub struct Torn {
    pub first: Half,
    pub second: Half,
    /// Where the failure leaves.
    pub exit: Site,
    pub why: Why,
}

/// One of two writes.
pub struct Half {
    pub node: NodeId,
    /// What is written to; `None` for a store.
    pub place: Option<Place>,
}

impl Half {
    pub fn of(write: &Write) -> Self {
        Self {
            node: write.node,
            place: write
                .effect
                .place
                .clone()
                .filter(|_| write.kind.in_memory()),
        }
    }
}

/// Why two writes must agree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Both collections are kept by one key.
    OneKey,
    /// What is taken out of one is put into the other.
    Moved,
    /// Memory is changed before the store has agreed.
    MemoryFirst,
    /// Two rows, keys or files tell of the same thing.
    TwoStores,
    /// A price is taken for what is then taken out.
    Charged,
    /// What one number loses another gains.
    Shifted,
    /// The answer tells of what the store is still to learn.
    Answered,
}

impl Why {
    pub fn text(self) -> &'static str {
        match self {
            Self::OneKey => "both are kept by the same key",
            Self::Moved => "what was taken out of one is to be put into the other",
            Self::MemoryFirst => "memory is changed before the store has agreed",
            Self::TwoStores => "both tell of the same thing",
            Self::Charged => "it is counted down for what is taken out",
            Self::Shifted => "what the one loses the other gains",
            Self::Answered => "the answer tells of what is written after it",
        }
    }
}

/// The first torn pair of a body; where there is none, why each that looked like one is fine.
pub fn find(
    model: &Model,
    id: BodyId,
    body: &Body,
    acts: &[(NodeId, Vec<NodeEffect>)],
    marks: &[NodeId],
) -> Result<Torn, Vec<(Location, Reason)>> {
    let mut writes = writes::of_body(model, id, body, acts);
    // A mark has a story of its own.
    writes.retain(|write| !marks.contains(&write.node));
    let mut declined: Vec<(Location, Reason)> = Vec::new();
    for (index, first) in writes.iter().enumerate() {
        // What nobody asks about is told only where there is nothing better.
        let later = &writes[index + 1..];
        let asked = |write: &&Write| stores::is_asked(model, body, write);
        let seconds = later.iter().filter(asked);
        for second in seconds.chain(later.iter().filter(|write| !asked(write))) {
            let Some(why) = belong_together(model, id, body, first, second) else {
                continue;
            };
            let settled = settled::reason(model, id, body, (first, second), why, &writes);
            let judged = match settled {
                Some(reason) => Err(reason),
                None => judge(model, id, body, first, second, why),
            };
            match judged {
                Ok(exit) => {
                    return Ok(Torn {
                        first: Half::of(first),
                        second: Half::of(second),
                        exit: site(id, exit),
                        why,
                    });
                }
                Err(reason) => {
                    let location = model.location(site(id, first.node));
                    if !declined.iter().any(|(at, _)| *at == location) {
                        declined.push((location, reason));
                    }
                }
            }
        }
    }
    counted::find(model, id, body, &writes).ok_or(declined)
}

/// Why two writes must agree; `None` where nothing says so.
fn belong_together(
    model: &Model,
    id: BodyId,
    body: &Body,
    first: &Write,
    second: &Write,
) -> Option<Why> {
    if first.node == second.node {
        return None;
    }
    match (first.kind, second.kind) {
        (Kind::Memory, Kind::Memory) => two_collections(model, id, body, first, second),
        (Kind::Memory, Kind::Store) => {
            if below::are_of_two_kinds(model, id, first.node, second.node) {
                return None;
            }
            let inserts = first.effect.kind == Effect::Insert
                && (is_set(body, first) || !writes::finds_or_makes(model, id, body, first))
                && (below::is_on_the_field(model, id, first) || first.is_sure(model, id))
                && below::is_meant(model, id, second);
            // What a helper keeps in memory of what it has stored comes second there.
            let stored_too = || {
                let effects = model.effects(id, first.node);
                effects
                    .iter()
                    .any(|effect| effect.kind == Effect::StoreWrite)
            };
            if inserts && ties::is_told_of(model, id, body, first, second) && !stored_too() {
                return Some(Why::MemoryFirst);
            }
            let takes = matches!(
                first.effect.kind,
                Effect::Remove | Effect::Take | Effect::Clear
            );
            let stored = || {
                below::gives_taken(model, id, first)
                    && stores::puts_in(model, &second.effect)
                    && ties::feeds(model, id, first.node, second.node)
            };
            (takes && !writes::discards(body, first) && stored()).then_some(Why::Moved)
        }
        (Kind::Count(count), Kind::Store) => {
            let by = count.by?;
            (below::is_meant(model, id, second)
                && ties::values_of(model, body, second.node).contains(&by))
            .then_some(Why::MemoryFirst)
        }
        (Kind::Count(count), Kind::Memory) => {
            let (a, b) = (first.effect.place.as_ref()?, second.effect.place.as_ref()?);
            let takes = second.effect.kind == Effect::Remove
                && !writes::discards(body, second)
                && below::is_certain_below(model, id, second);
            // What goes down by one is a cursor or a length.
            let charges = !count.up && count.by.is_some();
            (charges && takes && a.root == b.root && !a.overlaps(b)).then_some(Why::Charged)
        }
        (Kind::Count(one), Kind::Count(other)) => {
            let (a, b) = (first.effect.place.as_ref()?, second.effect.place.as_ref()?);
            // What comes back to the same number is a mark.
            let apart =
                !a.overlaps(b) || a.path.contains(&Step::Elem) || writes::is_state(model, body, a);
            let returns = |node: NodeId| matches!(body.node(node).op, Op::Return(_));
            let succeeds = || {
                flow::reachable(body, second.node, |_| false)
                    .iter()
                    .any(returns)
            };
            (one.up != other.up && apart && one.by.is_some() && one.by == other.by && succeeds())
                .then_some(Why::Shifted)
        }
        (Kind::Store, Kind::Store) => {
            let plain = [first, second]
                .into_iter()
                .all(|write| below::is_plain(model, site(id, write.node), &write.effect));
            let linked = ties::feeds(model, id, first.node, second.node)
                || ties::shares_record(model, body, first.node, second.node)
                || plain && ties::shares_value(model, body, first.node, second.node)
                || plain && ties::tells_of(model, body, first.node, second.node);
            let differ = first.effect.at != second.effect.at
                && !stores::is_file(model, &first.effect)
                && !stores::is_file(model, &second.effect)
                && stores::is_asked(model, body, first)
                && !stores::ensures(body, first.node)
                && below::is_meant(model, id, first)
                && below::is_meant(model, id, second);
            (linked && differ).then_some(Why::TwoStores)
        }
        (Kind::Answer, Kind::Store) => {
            let here = first.effect.at == site(id, first.node);
            let plain = below::is_plain(model, site(id, second.node), &second.effect);
            (here && plain && stores::is_asked(model, body, second)).then_some(Why::Answered)
        }
        (Kind::Store | Kind::Answer, _) | (Kind::Memory, Kind::Count(_)) | (_, Kind::Answer) => {
            None
        }
    }
}

/// Whether a body itself sets something in the collection that a write goes to: `*entry += by`.
fn is_set(body: &Body, write: &Write) -> bool {
    let place = write.effect.place.as_ref();
    body.nodes().any(|(_, data)| match &data.op {
        Op::Assign(to, _) => place.is_some_and(|place| to.is_within(place)),
        _ => false,
    })
}

fn two_collections(
    model: &Model,
    id: BodyId,
    body: &Body,
    first: &Write,
    second: &Write,
) -> Option<Why> {
    let (a, b) = (first.effect.place.as_ref()?, second.effect.place.as_ref()?);
    let both = [first, second];
    if ties::puts_back(model, id, first, second) {
        return both
            .iter()
            .all(|write| write.is_sure(model, id))
            .then_some(Why::Moved);
    }
    // A removal whose result nobody wants cleans up; what is made where it is missing is found by the next try.
    if both.iter().any(|write| writes::discards(body, write))
        || writes::finds_or_makes(model, id, body, first)
    {
        return None;
    }
    // So do two removals; what is left over there is a leak, not a loss.
    let cleans = both.iter().all(|write| write.effect.kind != Effect::Insert);
    if cleans || !both.iter().all(|write| write.is_sure(model, id)) {
        None
    } else if !a.overlaps(b) && ties::go_together(model, id, first, second) {
        Some(Why::OneKey)
    } else {
        ties::moves(model, id, body, first, second).then_some(Why::Moved)
    }
}

/// The failing way out that tears two writes apart.
fn judge(
    model: &Model,
    id: BodyId,
    body: &Body,
    first: &Write,
    second: &Write,
    why: Why,
) -> Result<NodeId, Reason> {
    // What a transaction holds is done once it has committed.
    let ended = match why {
        Why::TwoStores => model
            .transactions()
            .ended(&model.program, id, first.node, second.node),
        _ => None,
    };
    let lent = why == Why::TwoStores && {
        let takes_part = |write: &Write| {
            write.effect.at.body != id
                && model.transactions().span(write.effect.at.body)
                && !model
                    .effects(id, write.node)
                    .iter()
                    .any(|effect| matches!(effect.kind, Effect::Begin | Effect::Commit))
        };
        takes_part(first) && takes_part(second)
    };
    let spans = lent
        || match why {
            Why::OneKey | Why::Charged | Why::Shifted | Why::Answered => false,
            Why::MemoryFirst => {
                model.transactions().span(id)
                    && !model
                        .transactions()
                        .begun_after(&model.program, id, first.node)
            }
            Why::TwoStores => {
                ended.is_none()
                    && model.transactions().span(id)
                    && !stores::is_past(model, &first.effect, &second.effect)
            }
            // What is moved from one collection to another is no store's to take back.
            Why::Moved => second.effect.kind == Effect::StoreWrite && model.transactions().span(id),
        };
    if spans {
        return Err("a transaction spans both writes".into());
    }
    if why == Why::TwoStores
        && [first, second]
            .iter()
            .all(|write| stores::deletes(model, &write.effect))
    {
        return Err(
            "both only take something out: what is left over is found by the next try".into(),
        );
    }
    let done = ended.unwrap_or(first.node);
    let undone = undoing(model, id, body, first, second);
    // Steps that write to many stores are made to be done again; a refusal in the midst of them is final.
    let stores = why == Why::TwoStores;
    let plain = [first, second].into_iter().all(|write| {
        below::is_plain(model, site(id, write.node), &write.effect)
            && stores::is_asked(model, body, write)
    });
    // `?` in a function that returns an `Option` only looks.
    let looks = is_option(model, body);
    let counts = |fail: NodeId| match why {
        _ if looks && matches!(body.node(fail).op, Op::Fail(_)) => false,
        Why::TwoStores => {
            exits::decides(body, fail, second.node)
                && exits::is_refusal(model, id, body, fail)
                && !settled::is_of_second(model, body, fail, second.node)
        }
        Why::Moved => exits::decides(body, fail, second.node),
        _ => true,
    };
    if matches!(why, Why::OneKey | Why::MemoryFirst)
        && exits::is_optional(model, body, first.node, second.node)
    {
        return Err(
            "the second is made only in some cases, and the first stands without it in the others"
                .into(),
        );
    }
    // What only sets what it is given is made again without harm when the store is back, unless it is then refused
    // for finding nothing.
    let refused = || {
        let nothing = exits::without(body, first.node, second.node);
        let own = flow::failure_of(body, first.node);
        let fails = |node: NodeId| matches!(body.node(node).op, Op::Fail(_)) && Some(node) != own;
        nothing.iter().any(fails)
    };
    // A row that is new is not whole before what tells of it is written, even where another try finds it.
    let new =
        || stores::inserts(model, &first.effect) && ties::feeds(model, id, first.node, second.node);
    let again = stores
        && !new()
        && match stores::again(model, &first.effect) {
            Again::Sets => true,
            Again::FindsNothing => !refused(),
            Again::Adds => false,
        };
    let may_fail = match second.kind {
        Kind::Store if stores && stores::refuses_again(model, id, first) => true,
        Kind::Store => (plain || !stores) && !again,
        // Where there is nothing to take, it fails.
        _ if why == Why::Charged => true,
        _ => below::may_fail_before(model, site(id, second.node), &second.effect),
    };
    let exit = |undone: &NodeSet| {
        let collections = matches!(why, Why::OneKey | Why::Moved);
        let ways = exits::Ways {
            undone,
            counts: &counts,
            given_up: collections,
            panics: collections && writes::survives_panics(model, first),
        };
        exits::between(model, body, done, second.node, &ways, may_fail)
    };
    let Some(exit) = exit(&undone) else {
        return Err(match exit(&NodeSet::new(body)) {
            Some(_) => "the failing path undoes the first write".into(),
            None if stores => "only a store, a disk or a peer can fail between the two writes, which may be done again".into(),
            None => "nothing can fail between the two writes".into(),
        });
    };
    if let Some(place) = &first.effect.place
        && first.kind.in_memory()
    {
        if owner::caller_mends(model, id, place) {
            return Err("a caller undoes the first write when this function fails".into());
        }
        if !owner::lives_on(model, id, place) {
            return Err("what was changed is dropped with the error".into());
        }
    }
    Ok(exit)
}

fn is_option(model: &Model, body: &Body) -> bool {
    let output = match &body.output {
        Ty::Future(output) => output,
        output => output,
    };
    model
        .program
        .adt(output)
        .is_some_and(|(def, _)| model.program.def(def).name == "Option")
}

/// The nodes that undo the first write, or file the same thing elsewhere.
fn undoing(model: &Model, id: BodyId, body: &Body, first: &Write, second: &Write) -> NodeSet {
    let but = [first.node, second.node];
    let place = first.effect.place.as_ref();
    let Some(place) = place.filter(|_| first.kind.in_memory()) else {
        return stores::undoing(model, id, body, but);
    };
    if let Some(key) = ties::struck(model, id, first) {
        // Only that very thing, put in again, undoes it.
        let again =
            |node: NodeId| !but.contains(&node) && ties::puts_in(model, site(id, node), key);
        let mut undone = NodeSet::new(body);
        for (node, _) in body.calls().filter(|(node, _)| again(*node)) {
            undone.insert(node);
        }
        return undone;
    }
    let mut undone = exits::changes_of(model, id, body, place, but);
    // What is done to it on the way to the second write goes on with the first, unless it is the opposite.
    let on_the_way = |node: NodeId| {
        flow::reachable_within(body, node, first.node, second.node, |_| false).contains(second.node)
    };
    let goes_on: Vec<NodeId> = undone
        .iter()
        .filter(|node| !is_opposite(model, id, *node, first, place) && on_the_way(*node))
        .collect();
    for node in goes_on {
        undone.remove(node);
    }
    for (node, _) in body.calls().filter(|(node, _)| !but.contains(node)) {
        if first.is_filed_by(model, id, node) {
            undone.insert(node);
        }
    }
    undone
}

/// Whether a node does to a place the opposite of what a write did.
fn is_opposite(model: &Model, id: BodyId, node: NodeId, write: &Write, place: &Place) -> bool {
    model.effects(id, node).iter().any(|effect| {
        let opposite = match (write.kind, write.effect.kind) {
            (Kind::Count(count), _) => {
                writes::count_of(model, id, node, effect).is_none_or(|other| other.up != count.up)
            }
            (_, Effect::Insert) => matches!(
                effect.kind,
                Effect::Remove | Effect::Take | Effect::Clear | Effect::Write
            ),
            _ => matches!(effect.kind, Effect::Insert | Effect::Put | Effect::Write),
        };
        opposite
            && effects::changes(effect.kind)
            && effect.place.as_ref().is_some_and(|to| to.overlaps(place))
    })
}
