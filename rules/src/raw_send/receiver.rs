//! Who receives: the process behind a channel end or an address, and whether it can be gone while
//! the sender still has work for it.

use otplint_model::channels::{self, Bound, Channel};
use otplint_model::def::Receiver as Reception;
use otplint_model::effects::Site;
use otplint_model::processes::{self, Process, ProcessKind};
use otplint_model::slots::{self, Shared};
use otplint_model::stub::{Collection, Flavor};
use otplint_model::{BodyId, Location, Model, Op, Place, Reason, Step, Ty};
use rustc_hash::{FxHashMap, FxHashSet};

/// What runs in the process that receives, by the body that receives.
#[derive(Debug, Default)]
pub struct Reaches(FxHashMap<BodyId, FxHashSet<BodyId>>);

impl Reaches {
    fn runs(&mut self, model: &Model, receiver: BodyId, body: BodyId) -> bool {
        let reach = self
            .0
            .entry(receiver)
            .or_insert_with(|| processes::reach(&model.program, [receiver].into_iter(), true));
        reach.contains(&body)
    }
}

/// A process that receives.
#[derive(Debug)]
pub struct Receiver<'m> {
    /// The process.
    pub process: &'m Process,
    /// All of its senders and receivers were seen, and it runs as a task or actor.
    pub known: bool,
    /// It has room for so many messages only.
    pub bounded: bool,
    /// Where it receives.
    pub location: Location,
    /// Its name.
    pub name: String,
}

/// The actor behind an address.
pub fn of_address<'m>(
    model: &'m Model,
    reaches: &mut Reaches,
    at: Site,
    address: &'m Ty,
    message: &'m Ty,
) -> Result<Receiver<'m>, Reason> {
    let program = &model.program;
    let process = model
        .processes
        .behind(program, address, message)
        .next()
        .ok_or("no actor of the workspace was seen behind the address")?;
    let owner = process
        .owner
        .map(|def| program.def(def))
        .ok_or("no actor of the workspace was seen behind the address")?;
    let location = owner
        .location
        .ok_or("no actor of the workspace was seen behind the address")?;
    if process
        .handlers
        .iter()
        .any(|handler| reaches.runs(model, *handler, at.body))
    {
        return Err("the actor sends to itself".into());
    }
    Ok(Receiver {
        process,
        known: true,
        bounded: channels::flavor(program, address) != Some(Flavor::Unbounded),
        location,
        name: owner.name.to_string(),
    })
}

/// The long-lived loop that receives from a channel.
///
/// `entry`: the sender is a public function that forwards what it is given; others than the process
/// itself call it.
pub fn of_channel<'m>(
    model: &'m Model,
    reaches: &mut Reaches,
    at: Site,
    entry: bool,
    place: &Place,
    sender: &Ty,
) -> Result<Receiver<'m>, Reason> {
    let program = &model.program;
    if is_one_of_many(model, at.body, place) {
        return Err("it is one of many in a map: subscribers and peers come and go".into());
    }
    let message = match slots::shared(program, sender) {
        Some(Shared::End(_, _, message)) => message.cloned().unwrap_or_default(),
        _ => Ty::Unknown,
    };
    let found = model
        .channels
        .of(program, &model.slots, at.body, place, &message);
    if found.is_empty() {
        return Err("where its channel is made was not seen".into());
    }
    if found.iter().any(|channel| channel.handed_out) {
        return Err("the receiver is handed out: who asked for the channel consumes it".into());
    }
    if found.iter().any(|channel| wakes_only(channel)) {
        return Err("its channel only wakes: one place, and nothing to carry".into());
    }
    if found.iter().all(|channel| channel.receives.is_empty()) {
        return Err("nobody in view receives from its channel".into());
    }
    let mut receiver: Option<(&Process, bool, Bound, Site)> = None;
    for channel in &found {
        for receive in &channel.receives {
            let body = program.body(receive.body);
            if body.test || program.is_test_file(body.file) {
                continue;
            }
            let own = receive.body == at.body;
            if (own || !entry) && reaches.runs(model, receive.body, at.body) {
                return Err(
                    "the sender runs in or for the receiver: when that has ended nobody waits"
                        .into(),
                );
            }
            if !entry && share_an_owner(model, at, *receive) {
                return Err(
                    "both ends belong to one owner: the sender's work is started anew with the receiver"
                        .into(),
                );
            }
            if scoped(model, channel, receive) {
                return Err("the receiver ends with the function that made the channel".into());
            }
            let process = model
                .processes
                .of_body(receive.body)
                .filter(|process| process.mailbox.contains(receive));
            if let Some(process) = process {
                let spawned = process.kind != ProcessKind::Unspawned;
                if receiver.is_none() || spawned {
                    receiver = Some((process, spawned, channel.bound, *receive));
                }
            }
        }
    }
    let (process, spawned, bound, receive) =
        receiver.ok_or("no long-lived loop was seen to receive it")?;
    Ok(Receiver {
        process,
        known: spawned && found.iter().all(|channel| !channel.receives.is_empty()),
        bounded: bound != Bound::None,
        location: model.location(receive),
        name: program
            .def(program.body(receive.body).owner)
            .name
            .to_string(),
    })
}

/// Methods that alone hold what has the receiver for a field: it ends with whoever runs them.
fn share_an_owner(model: &Model, sends: Site, receive: Site) -> bool {
    let program = &model.program;
    let owner = |id: BodyId| {
        let function = program.function(program.body(id).owner)?;
        let alone = matches!(
            function.receiver,
            Some(Reception::RefMut | Reception::Value)
        );
        function.self_def.filter(|_| alone)
    };
    let field = match &program.body(receive.body).node(receive.node).op {
        Op::Call(call) => call
            .args
            .first()
            .and_then(|arg| arg.place.as_ref())
            .and_then(Place::first_field),
        _ => None,
    };
    owner(sends.body).is_some()
        && owner(sends.body) == owner(receive.body)
        && field.and_then(|(holder, _)| holder) == owner(receive.body)
}

/// Subscribers and peers stand in a map; the workers of a pool stand in a list.
fn is_one_of_many(model: &Model, id: BodyId, place: &Place) -> bool {
    (0..place.path.len()).any(|index| {
        if !matches!(place.path[index], Step::Elem) {
            return false;
        }
        let holder = Place {
            root: place.root,
            path: place.path[..index].iter().copied().collect(),
        };
        let shape = slots::place_type(&model.program, id, &holder)
            .map(|ty| slots::peel(&model.program, &ty).clone())
            .and_then(|ty| model.program.adt(&ty).map(|(_, adt)| adt.attrs.collection));
        !matches!(shape, Some(Some(Collection::List)))
    })
}

/// A capacity of one and nothing to carry.
fn wakes_only(channel: &Channel) -> bool {
    matches!(channel.message, Ty::Unit)
        || channel.bound == Bound::At(1) && matches!(channel.message, Ty::Prim(_))
}

/// The receiving body runs inside the function that made the channel, not in a task of its own.
fn scoped(model: &Model, channel: &Channel, receive: &Site) -> bool {
    let program = &model.program;
    program.body(receive.body).owner == program.body(channel.created.body).owner
        && model.processes.spawns_of(receive.body).is_empty()
}
