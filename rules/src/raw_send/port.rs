//! Reply ports: senders that came with the message that is answered.

use otplint_model::body::{Body, LocalKind};
use otplint_model::effects;
use otplint_model::slots::{self, Shared};
use otplint_model::stub::Effect;
use otplint_model::{BodyId, Model, Op, Place, Root, Step, Ty, Value};

/// Variables between a message and a sender in it.
const STEPS: usize = 8;

/// Whether a sender was taken out of the message that its body has just received: who sent that, asked for an
/// answer, and may have left.
pub fn came_with_the_message(model: &Model, id: BodyId, sender: &Place) -> bool {
    let body = model.program.body(id);
    let whole = whole(body, sender);
    let Root::Local(local) = whole.root else {
        return false;
    };
    let data = body.local(local);
    // `for request in requests`
    let looped = || {
        whole.path.first() == Some(&Step::Elem)
            && matches!(
                slots::shared(&model.program, &data.ty),
                Some(Shared::End(_, true, _))
            )
    };
    let received = data.def.is_some_and(|node| match &body.node(node).op {
        Op::Call(call) => effects::attrs_of(&model.program, call)
            .is_some_and(|attrs| attrs.has(Effect::Recv) || attrs.has(Effect::TryRecv)),
        _ => false,
    });
    let handled = || {
        // What a handler gets by `&mut` is its state or context.
        matches!(data.kind, LocalKind::Param(index) if index > 0)
            && !matches!(data.ty, Ty::Ref(true, _))
            && (model.processes.list.iter()).any(|process| process.handlers.contains(&id))
    };
    // A sender that is the whole message is one that subscribes.
    !whole.path.is_empty() && (received || looped() || handled())
}

/// The place in the terms of the first variable that held what it lies in.
fn whole(body: &Body, place: &Place) -> Place {
    let mut at = place.clone();
    for _ in 0..STEPS {
        let Root::Local(local) = at.root else { break };
        let made = body.local(local).def.map(|node| &body.node(node).op);
        let Some(Op::Assign(to, Value::Use(from) | Value::Ref(_, from))) = made else {
            break;
        };
        if to.as_local() != Some(local) || !to.path.is_empty() || from.root == at.root {
            break;
        }
        at = at.rebased(from);
    }
    at
}
