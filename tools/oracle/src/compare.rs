//! Whether two answers are the same.

use ra_ap_hir::{Function, Type};

use crate::ours::{Answer, Call, Kind, Named};
use crate::theirs::{Site, Theirs, peel};

/// How otplint's answer stands to rust-analyzer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same.
    Agree,
    /// Right, and less exact: one iterator stands for all, a trait for what implements it, a method
    /// is described on the type that dereferences to its own.
    StandIn,
    /// otplint does not know.
    Unknown,
    /// otplint says that nobody described it, and nothing speaks against that.
    Other,
    /// rust-analyzer does not know.
    Untold,
    /// They differ; otplint's answer and rust-analyzer's.
    Wrong(String, String),
}

/// Judges what a call is called on.
pub fn receiver<'db>(theirs: &mut Theirs<'db>, call: &Call, site: &Site<'db>) -> Option<Verdict> {
    let ours = call.receiver.as_ref()?;
    let Some(ty) = &site.subject else {
        return Some(Verdict::Untold);
    };
    let ty = peel(ty);
    // An expression that never ends has any type.
    if ty.is_unknown() || ty.is_never() || theirs.is_stuck(&ty) {
        return Some(Verdict::Untold);
    }
    let same = match ours.kind {
        Kind::Unknown | Kind::Never => return Some(Verdict::Unknown),
        Kind::Projection => Same::if_(ty.as_associated_type_parent_trait(theirs.db).is_some()),
        Kind::Other => {
            let described = ty
                .as_adt()
                .is_some_and(|adt| theirs.is_local(adt) || theirs.is_described(adt));
            match described {
                true => Same::No,
                false => return Some(Verdict::Other),
            }
        }
        Kind::Adt => adt(theirs, &ours.named[0], &ty),
        Kind::Prim => {
            let builtin = ty.as_builtin();
            match ours.shown.as_str() {
                "integer" => Same::stand_in(builtin.is_some_and(|ty| ty.is_int() || ty.is_uint())),
                "float" => Same::stand_in(builtin.is_some_and(|ty| ty.is_float())),
                name => Same::if_(builtin.is_some_and(|ty| ty.name().as_str() == name)),
            }
        }
        Kind::Tuple => Same::if_(ty.is_tuple() || ty.is_unit()),
        Kind::Slice => Same::if_(ty.is_slice() || ty.is_array()),
        Kind::Param => {
            let name = ty
                .as_type_param(theirs.db)
                .map(|param| param.name(theirs.db));
            Same::if_(name.is_some_and(|name| name.as_str() == ours.shown))
        }
        Kind::Bounds => bounds(theirs, &ours.named, &ty),
        Kind::Future => match ty.into_future_output(theirs.db) {
            Some(_) if ty.as_adt().is_none() => Same::Yes,
            Some(_) => Same::StandIn,
            None => Same::No,
        },
        Kind::Fn => Same::if_(ty.is_closure() || ty.is_fn() || ty.impls_fnonce(theirs.db)),
        Kind::Ref => Same::No,
    };
    // A pin is looked through, like a reference.
    if same == Same::No
        && let Some(pinned) = theirs.pinned(&ty)
    {
        let site = Site {
            subject: Some(pinned),
            callee: None,
        };
        if let Some(Verdict::Agree | Verdict::StandIn) = receiver(theirs, call, &site) {
            return Some(Verdict::StandIn);
        }
    }
    Some(match same {
        Same::Yes => Verdict::Agree,
        Same::StandIn => Verdict::StandIn,
        Same::No => {
            let path = ours.named.first().map_or("", |named| &named.path);
            Verdict::Wrong(format!("{} ({path})", ours.shown), theirs.show(&ty))
        }
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Same {
    No,
    StandIn,
    Yes,
}

impl Same {
    fn if_(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }

    fn stand_in(is: bool) -> Self {
        if is { Self::StandIn } else { Self::No }
    }
}

/// The one struct that stands for all iterators, and the one trait for all theirs.
const ITERATOR: &str = "std::iter::Iter";

fn adt<'db>(theirs: &mut Theirs<'db>, ours: &Named, ty: &Type<'db>) -> Same {
    if ours.path == ITERATOR {
        return Same::stand_in(
            ty.clone().impls_iterator(theirs.db)
                || ty.clone().into_iterator_iter(theirs.db).is_some(),
        );
    }
    // One struct stands for all streams, and one for all sinks.
    let stands_for = match ours.path.as_str() {
        "futures::stream::St" => Some("Stream"),
        "futures::sink::Si" => Some("Sink"),
        _ => None,
    };
    if let Some(name) = stands_for {
        return Same::stand_in(theirs.has_trait(ty, name));
    }
    if let Some(adt) = ty.as_adt() {
        return Same::if_(theirs.is_adt(ours, adt));
    }
    // otplint looks into what a signature hides.
    let hidden: Vec<_> = ty.as_dyn_trait().into_iter().collect();
    let hidden = hidden
        .into_iter()
        .chain(ty.as_impl_traits(theirs.db).into_iter().flatten());
    let hidden: Vec<_> = hidden.collect();
    Same::stand_in(hidden.into_iter().any(|of| theirs.implements(ours, of)))
}

fn bounds<'db>(theirs: &mut Theirs<'db>, ours: &[Named], ty: &Type<'db>) -> Same {
    // `impl Send + 'static` says nothing of what it is.
    if ours.is_empty() {
        return Same::StandIn;
    }
    let mut traits: Vec<_> = ty.as_dyn_trait().into_iter().collect();
    traits.extend(ty.as_impl_traits(theirs.db).into_iter().flatten());
    let exact = !traits.is_empty();
    if !exact {
        traits.extend(ty.env_traits(theirs.db));
    }
    let named = |theirs: &mut Theirs<'_>, of| ours.iter().any(|ours| theirs.is_trait(ours, of));
    if traits.into_iter().any(|of| named(theirs, of)) {
        return if exact { Same::Yes } else { Same::StandIn };
    }
    // What implements the trait, where otplint knows no more than that it does.
    let implemented = ra_ap_hir::Impl::all_for_type(theirs.db, ty.clone());
    let mut implemented = implemented
        .into_iter()
        .filter_map(|imp| imp.trait_(theirs.db));
    Same::stand_in(implemented.any(|of| named(theirs, of)))
}

/// Judges what a call calls.
pub fn callee<'db>(theirs: &mut Theirs<'db>, call: &Call, site: &Site<'db>) -> Verdict {
    let Some(function) = site.callee else {
        return Verdict::Untold;
    };
    let wrong = |ours: &str| Verdict::Wrong(ours.to_owned(), theirs.show_function(function));
    match call.callee {
        Answer::Unknown => return Verdict::Unknown,
        // What a derive makes is not in anybody's text.
        Answer::Other if theirs.is_local(function) && !theirs.is_derived(function) => {
            return wrong("other");
        }
        Answer::Other => return Verdict::Other,
        Answer::Known if call.callees.is_empty() => return wrong("a closure"),
        Answer::Known => {}
    }
    let shown = call.callees.iter().map(|one| one.named.path.as_str());
    let wrong = wrong(&shown.collect::<Vec<_>>().join(", "));
    let same = call
        .callees
        .iter()
        .map(|ours| same_function(theirs, ours, function, site))
        .max();
    match same {
        Some(Same::Yes) => Verdict::Agree,
        Some(Same::StandIn) => Verdict::StandIn,
        _ => wrong,
    }
}

fn same_function<'db>(
    theirs: &mut Theirs<'db>,
    ours: &crate::ours::Function,
    function: Function,
    site: &Site<'db>,
) -> Same {
    if theirs.is_function(&ours.named, function) {
        return Same::Yes;
    }
    let name = function.name(theirs.db);
    if ours.named.path.rsplit("::").next() != Some(name.as_str()) {
        return Same::No;
    }
    let of = theirs.trait_of(function);
    // A method of the project that is not the same method.
    let both_written = ours.named.at.is_some() && theirs.is_local(function);
    if let (Some(declared), Some(of)) = (&ours.declared, of)
        && theirs.is_trait(declared, of)
    {
        let other = both_written && theirs.in_impl(function) && ours.holder.is_some();
        return if other { Same::No } else { Same::Yes };
    }
    if both_written {
        return Same::No;
    }
    // One trait stands for the methods that all integers have.
    if ours
        .declared
        .as_ref()
        .is_some_and(|ours| theirs.is_made_up(ours))
    {
        return Same::StandIn;
    }
    let iterates = ours.named.path.starts_with(ITERATOR);
    let subject = site.subject.as_ref().map(peel);
    if iterates
        && (of.is_some_and(|of| of.name(theirs.db).as_str().contains("Iter"))
            || subject.is_some_and(|ty| ty.impls_iterator(theirs.db)))
    {
        return Same::StandIn;
    }
    let holder = theirs.holder(function);
    // `dyn Any` has methods of its own.
    if let (Some(declared), Some(of)) = (
        &ours.declared,
        holder.as_ref().and_then(|ty| ty.as_dyn_trait()),
    ) && theirs.is_trait(declared, of)
    {
        return Same::Yes;
    }
    match (
        &ours.holder,
        holder.as_ref().and_then(|ty| peel(ty).as_adt()),
    ) {
        (Some(ours), Some(adt)) if theirs.is_adt(ours, adt) => return Same::Yes,
        // Methods of numbers, strings and slices have no struct.
        (None, None) if ours.declared.is_none() && holder.is_some() => return Same::Yes,
        _ => {}
    }
    let Some(ours) = &ours.holder else {
        return Same::No;
    };
    let Some(subject) = &site.subject else {
        return Same::No;
    };
    // Described on a type that dereferences to the method's own, or that implements its trait.
    let chain: Vec<_> = peel(subject).autoderef(theirs.db).collect();
    let mut adts = chain.iter().filter_map(|ty| peel(ty).as_adt());
    Same::stand_in(adts.any(|adt| theirs.is_adt(ours, adt)))
}
