//! Sources that have ended, and are asked again at once.

use otplint_model::body::{Body, BodyId, LocalId, LocalKind, LoopId, NodeId, Op};
use otplint_model::pace::{self, Says, Source, SourceKind};
use otplint_model::place::{Place, Root, Step};
use otplint_model::program::Program;
use otplint_model::slots::{self, Shared};
use otplint_model::{Confidence, Finding, Location, Reason, Span, Ty, Value, flow};

use super::META;
use super::attempt::{Attempt, Through};
use crate::story::Story;

/// A source that has ended, in a loop.
pub(super) struct Ended<'m> {
    at: Attempt<'m>,
    source: Source,
    /// Where it goes on then.
    ways: Vec<NodeId>,
    /// The loop asks what the source has yielded.
    asks: bool,
}

impl<'m> Ended<'m> {
    /// In the innermost loop, or in one around it, that goes round for a source that has ended.
    pub(super) fn judge(at: &Attempt<'m>) -> Option<Result<Finding, Reason>> {
        let source = match at.arm {
            Some(arm) if arm.refutable => return None,
            Some(arm) => at.pace.source_of_future(at.at, &arm.future.value),
            None => at.pace.source(at.at),
        }?;
        let (ways, asks) = ways(at, source.says)?;
        let mut around = Some(at.around);
        while let Some(of) = around {
            let ended = Self {
                at: Attempt { around: of, ..*at },
                source: source.clone(),
                ways: ways.clone(),
                asks,
            };
            if ended.goes_round() {
                return Some(match ended.excuse() {
                    Some(reason) => Err(reason.into()),
                    None => Ok(ended.tell()),
                });
            }
            around = at.body.loops[of.0 as usize].parent;
        }
        None
    }

    fn goes_round(&self) -> bool {
        !self.at.is_over_items() && self.at.leads_back(&self.ways, Through::Hasty(None))
    }

    fn excuse(&self) -> Option<&'static str> {
        let at = &self.at;
        if at.can_leave(&self.ways) {
            return Some("the loop can be left where the source has ended");
        }
        let path = at.path(&self.ways, Through::Hasty(None));
        if self.is_made_anew() {
            return Some("the source is made anew in the loop");
        }
        if self.source.kind == SourceKind::Channel
            && keeps_sender(
                &at.model.program,
                at.at.body,
                &self.source.place,
                self.message(),
            )
        {
            return Some("whoever receives holds a sender too: the channel is not closed");
        }
        at.moves_on(&path)
    }

    /// Something in the loop puts another source in its place.
    fn is_made_anew(&self) -> bool {
        let except = [self.source.leaf.node, self.at.at.node];
        is_made_anew(self.at.body, self.at.around, &self.source.place, except)
    }
    /// The message of the channel.
    fn message(&self) -> Option<&'m Ty> {
        let program = &self.at.model.program;
        let leaf = self.source.leaf;
        let Op::Call(call) = &program.body(leaf.body).node(leaf.node).op else {
            return None;
        };
        match slots::shared(program, &call.args.first()?.ty)? {
            Shared::End(_, _, message) => message,
            Shared::State(_) => None,
        }
    }

    /// Something on the way round may end the loop: a flag that whoever ends the source sets as well.
    fn asks_on_the_way(&self) -> bool {
        let at = &self.at;
        at.path(&self.ways, Through::Hasty(None))
            .iter()
            .any(|node| {
                let data = at.body.node(node);
                matches!(data.op, Op::Fail(_) | Op::Return(_) | Op::Panic)
                    || data.next.iter().any(|edge| !at.in_loop(edge.to))
            })
    }

    fn tell(&self) -> Finding {
        let at = &self.at;
        let id = at.at.body;
        let what = (at.call()).map_or_else(|| "this".to_owned(), |call| format!("`{}`", call.name));
        let message = match self.source.kind {
            SourceKind::Channel => format!(
                "once every sender is gone {what} yields at once, and this loop goes round without a pause: it takes a whole \
                 core, for ever"
            ),
            SourceKind::Stream => format!(
                "once the stream has ended {what} yields at once, and this loop goes round without a pause: it takes a whole \
                 core, for ever"
            ),
            SourceKind::Reader => format!(
                "once the other side is gone {what} fails at once, and this loop goes round without a pause: it takes a \
                 whole core, for ever"
            ),
        };
        let confidence = match self.source.kind {
            // `_ = wake.recv()`: whoever wakes it may well live as long.
            _ if !self.asks || self.asks_on_the_way() => Confidence::Low,
            SourceKind::Reader => Confidence::High,
            SourceKind::Stream => Confidence::Medium,
            // Most senders live as long as the program does.
            SourceKind::Channel => Confidence::Low,
        };
        let Location { span, .. } = at.place();
        let mut story = Story::new(at.model, &META, id, span, confidence).message(message);
        if self.source.leaf != at.at && at.arm.is_none() {
            story = story.step(self.source.leaf, "this says that it has ended");
        }
        let ways = (self.ways.iter()).map(|way| at.body.node(*way).span);
        match ways.into_iter().find(|span| span.start < span.end) {
            Some(way) => story = story.at(id, way, "from here the loop asks again"),
            None => {
                let head = at.body.loops[at.around.0 as usize].span;
                let word = Span::new(head.start, head.start + "loop".len() as u32);
                story = story.at(id, word, "this loop asks again then");
            }
        }
        story
            .help("leave the loop when the source has ended: `while let Some(item) = ..`, or `break` where there is none")
            .tell()
    }
}

/// Where it goes on when the source has ended.
fn ways(at: &Attempt<'_>, says: Says) -> Option<(Vec<NodeId>, bool)> {
    let result = match (at.arm, &at.body.node(at.at.node).op) {
        (Some(arm), _) => arm.future.value.clone(),
        (None, Op::Call(call)) => Value::Use(Place::local(call.to)),
        (None, Op::Await(await_)) => Value::Use(Place::local(await_.to)),
        _ => return None,
    };
    let Value::Use(place) = result else {
        return None;
    };
    let held = place.as_local()?;
    let start = at.ended();
    let asked = pace::ended_ways(at.body, start, held, says);
    if !asked.is_empty() {
        return Some((asked, true));
    }
    let next = || at.body.node(at.at.node).next.iter().map(|edge| edge.to);
    let unused = pace::is_unused(at.body, at.at.node, held);
    unused.then(|| match at.arm {
        Some(arm) => (vec![arm.body], false),
        None => (next().collect(), false),
    })
}

/// Whether the other end of a channel is held where its receiver is: it is not closed as long as somebody asks.
fn keeps_sender(program: &Program, id: BodyId, source: &Place, message: Option<&Ty>) -> bool {
    let carries = |carried: Option<&Ty>| match (carried, message) {
        (Some(carried), Some(message)) => {
            carried == message || !carried.is_known() || matches!(carried, Ty::Param(_))
        }
        _ => true,
    };
    let is_end = |ty: &Ty| matches!(slots::shared(program, ty), Some(Shared::End(_, false, carried)) if carries(carried));
    // A type of the workspace may wrap one.
    let sends = |ty: &Ty| {
        let own = program.adt(ty.peel_refs());
        let own = own.filter(|(def, _)| program.def(*def).location.is_some());
        is_end(ty)
            || own.is_some_and(|(_, adt)| {
                let mut fields = adt.variants.iter().flat_map(|variant| &variant.fields);
                fields.any(|field| is_end(&field.ty))
            })
    };
    let beside = source.path.iter().any(|step| match step {
        Step::Field(Some(owner), _) => program.def(*owner).as_adt().is_some_and(|adt| {
            let mut fields = adt.variants.iter().flat_map(|variant| &variant.fields);
            fields.any(|field| sends(&field.ty))
        }),
        _ => false,
    });
    let body = program.body(id);
    let given = |local: LocalId| {
        body.nodes().any(|(_, data)| {
            let mut moved = false;
            flow::uses(&data.op, |value| {
                moved |= flow::mentions(value, &|other| other == local) == flow::Mention::ByValue;
            });
            moved && !matches!(data.op, Op::Assign(..))
        }) || program.bodies[id.function() as usize].iter().any(|inner| {
            inner.parent == Some(id)
                && inner
                    .locals
                    .iter()
                    .any(|data| data.kind == LocalKind::Capture(local))
        })
    };
    let here = (0..body.locals.len() as u32).map(LocalId).any(|local| {
        let data = body.local(local);
        let lives = match data.kind {
            LocalKind::Variable => !given(local),
            LocalKind::Param(_) | LocalKind::Capture(_) => true,
            LocalKind::Temporary => false,
        };
        lives && sends(&data.ty)
    });
    beside || here
}

/// Whether something in a loop puts another source, or another sender, in the place of one.
pub(super) fn is_made_anew(
    body: &Body,
    around: LoopId,
    place: &Place,
    except: [NodeId; 2],
) -> bool {
    let within = |of: Option<LoopId>| body.loop_within(of, around);
    let declared = match place.root {
        Root::Local(local) => within(body.local(local).in_loop),
        Root::Static(_) => false,
    };
    declared
        || body.nodes().any(|(node, data)| {
            let changes = match &data.op {
                Op::Assign(to, _) => place.is_within(to),
                // `self.reconnect().await`
                Op::Call(call) => {
                    !except.contains(&node)
                        && call.args.iter().any(|arg| {
                            matches!(arg.ty, Ty::Ref(true, _))
                                && (arg.place.as_ref()).is_some_and(|lent| place.is_within(lent))
                        })
                }
                _ => false,
            };
            changes && within(data.in_loop)
        })
}
