//! What the stubs make of a call's receiver and arguments.

use otplint_model::{Sym, Ty};
use otplint_rust::names::{SourceTree, World};
use otplint_rust::stub::bundled;
use otplint_rust::syntax::{self, File};

/// `receiver` and each argument are written as the parameters of a function in a crate that names
/// the stubs; the answer is what the method yields, written with the names of its types.
fn yields(receiver: &str, method: &str, args: &[&str]) -> String {
    // The stubs that others build on, and the one that is asked about.
    let named = [
        "anyhow",
        "bytes",
        "crossbeam_channel",
        "futures",
        "futures_core",
        "std",
        "tokio",
        "tokio_stream",
        "tokio_util",
    ];
    let stubs: Vec<(Sym, File)> = bundled()
        .iter()
        .filter(|(name, _)| named.contains(name) || receiver.contains(&format!("{name}::")))
        .map(|(name, text)| {
            let file = syntax::parse(text).expect("a stub parses");
            proc_macro2::extra::invalidate_current_thread_spans();
            (Sym::new(name), file)
        })
        .collect();
    let params = args
        .iter()
        .enumerate()
        .map(|(index, ty)| format!(", a{index}: {ty}"))
        .collect::<String>();
    let probe = syntax::parse(&format!("pub fn probe(r: {receiver}{params}) {{}}"))
        .expect("a probe parses");
    let probe_name = Sym::new("probe");
    let mut tree = SourceTree {
        files: Vec::new(),
        crates: Vec::new(),
        stubs: Vec::new(),
    };
    tree.stubs = stubs.iter().map(|(name, file)| (*name, file)).collect();
    tree.stubs.push((probe_name, &probe));
    let world = World::new(&tree);
    let types = world
        .signature(world.find("probe::probe").expect("the probe is there"))
        .params
        .clone();
    let found = world.methods(&types[0], Sym::new(method), &[], None);
    let Some(first) = found.first() else {
        return "no method".to_owned();
    };
    let signature = world.signature(first.def);
    let output = world.call_output(signature, &types, first.subst.clone());
    show(&world, &output)
}

fn show(world: &World<'_>, ty: &Ty) -> String {
    let list = |types: &[Ty]| {
        types
            .iter()
            .map(|ty| show(world, ty))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match ty {
        Ty::Adt(def, args) if args.is_empty() => world.def(*def).name.to_string(),
        Ty::Adt(def, args) => format!("{}<{}>", world.def(*def).name, list(args)),
        Ty::Prim(name) => name.to_string(),
        Ty::Unit => "()".to_owned(),
        Ty::Tuple(types) => format!("({})", list(types)),
        Ty::Ref(_, inner) => format!("&{}", show(world, inner)),
        Ty::Future(output) => format!("future of {}", show(world, output)),
        other => format!("{other:?}"),
    }
}

#[test]
fn receivers_yield_their_messages() {
    assert_eq!(
        yields("&mut tokio::sync::mpsc::Receiver<u8>", "recv", &[]),
        "future of Option<u8>"
    );
    assert_eq!(
        yields("tokio_stream::wrappers::ReceiverStream<u8>", "next", &[]),
        "future of Option<u8>"
    );
}

#[test]
fn streams_know_their_items_through_adapters_boxes_and_bounds() {
    assert_eq!(
        yields(
            "futures::stream::BoxStream<Result<u8, String>>",
            "try_next",
            &[]
        ),
        "future of Result<Option<u8>, String>"
    );
    assert_eq!(
        yields("impl futures_core::Stream<Item = u8>", "enumerate", &[]),
        "St<(usize, u8)>"
    );
    assert_eq!(
        yields("futures::stream::St<u8>", "map", &["fn(u8) -> String"]),
        "St<String>"
    );
    assert_eq!(
        yields(
            "futures::stream::St<Result<u8, String>>",
            "map_err",
            &["fn(String) -> u32"]
        ),
        "St<Result<u8, u32>>"
    );
    let unordered = "futures::stream::FuturesUnordered<tokio::task::JoinHandle<u8>>";
    assert_eq!(
        yields(unordered, "next", &[]),
        "future of Option<Result<u8, JoinError>>"
    );
    let handles = "futures::stream::St<tokio::task::JoinHandle<u8>>";
    assert_eq!(
        yields(handles, "buffer_unordered", &["usize"]),
        "St<Result<u8, JoinError>>"
    );
}

#[test]
fn combinators_of_futures_keep_what_they_yield() {
    let future = "impl std::future::Future<Output = Result<u8, String>>";
    assert_eq!(
        yields(future, "boxed", &[]),
        "Pin<Box<future of Result<u8, String>>>"
    );
    assert_eq!(
        yields(future, "unwrap_or_else", &["fn(String) -> u8"]),
        "future of u8"
    );
}

#[test]
fn framed_streams_ask_their_codec() {
    let framed =
        "tokio_util::codec::FramedRead<tokio::net::TcpStream, tokio_util::codec::LinesCodec>";
    assert_eq!(
        yields(framed, "next", &[]),
        "future of Option<Result<String, LinesCodecError>>"
    );
}

#[test]
fn guards_stand_for_what_they_protect() {
    let guard = "tokio::sync::MutexGuard<tokio::sync::mpsc::Sender<u8>>";
    assert_eq!(yields(guard, "clone", &[]), "Sender<u8>");
}

#[test]
fn actors_channels_and_locks_yield_what_they_hold() {
    for (receiver, method, args, output) in [
        (
            "&async_channel::Receiver<u8>",
            "recv",
            &[][..],
            "future of Result<u8, RecvError>",
        ),
        ("&flume::Receiver<u8>", "recv_async", &[], "RecvFut<u8>"),
        (
            "&crossbeam::channel::Receiver<u8>",
            "recv",
            &[],
            "Result<u8, RecvError>",
        ),
        ("&parking_lot::Mutex<u8>", "lock", &[], "MutexGuard<u8>"),
        (
            "&dashmap::DashMap<u8, bool>",
            "get",
            &["&u8"],
            "Option<Ref<u8, bool>>",
        ),
        (
            "&actix::Recipient<u8>",
            "try_send",
            &["u8"],
            "Result<(), SendError<u8>>",
        ),
        ("&actix::Addr<u8>", "downgrade", &[], "WeakAddr<u8>"),
        (
            "&ractor::ActorRef<u8>",
            "cast",
            &["u8"],
            "Result<(), MessagingErr<u8>>",
        ),
        ("&ractor::ActorRef<u8>", "get_status", &[], "ActorStatus"),
        (
            "ractor::RpcReplyPort<u8>",
            "send",
            &["u8"],
            "Result<(), MessagingErr<u8>>",
        ),
        (
            "&kameo::actor::ActorRef<u8>",
            "tell",
            &["bool"],
            "TellRequest<u8, bool>",
        ),
        (
            "kameo::request::TellRequest<u8, bool>",
            "try_send",
            &[],
            "Result<(), SendError<bool, Infallible>>",
        ),
        (
            "&kameo::actor::Recipient<u8>",
            "wait_for_shutdown",
            &[],
            "future of ()",
        ),
        ("&xtra::Mailbox<u8>", "address", &[], "Address<u8, Weak>"),
        ("&once_cell::sync::OnceCell<u8>", "get", &[], "Option<&u8>"),
        ("&arc_swap::ArcSwap<u8>", "load_full", &[], "Arc<u8>"),
        (
            "Result<u8, std::io::Error>",
            "context",
            &["&str"],
            "Result<u8, Error>",
        ),
    ] {
        assert_eq!(
            yields(receiver, method, args),
            output,
            "{receiver}::{method}"
        );
    }
}
