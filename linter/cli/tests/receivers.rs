//! What the receivers of calls are taken for: each line that ends in `// TYPE` says it of its last
//! method call. The differential check in `tools/oracle` finds the mechanisms, this keeps them.

use std::process::Command;

/// Nothing describes `foreign`.
const MANIFEST: &str = "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nforeign = \"1\"\n";

const SOURCE: &str = r#"
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

struct Job;
#[derive(Clone)]
struct State { jobs: Vec<Job>, names: HashMap<u32, String> }
struct Pool<C = Job>(Option<C>);

fn literals(size: usize) {
    1.min(2); // integer
    let half = size / 2;
    half.min(1); // usize
    let twice = 2 * size;
    twice.min(1); // usize
    2u8.min(1); // u8
    1.5.floor(); // float
    2f32.floor(); // f32
    'a'.is_ascii(); // char
}

fn collected(jobs: Vec<Job>, texts: &[u32]) {
    let all: Vec<_> = jobs.into_iter().map(|job| Some(job)).collect();
    all.len(); // Vec<Option<Job>>
    let map: HashMap<_, _> = texts.iter().map(|text| (*text, Job)).collect();
    map.len(); // HashMap<u32, Job>
    texts.iter().map(|_| Ok(Job)).collect::<Result<Vec<_>, u8>>().is_ok(); // Result<Vec<Job>, u8>
}

fn iterated(state: &mut State) {
    for job in &mut state.jobs {
        job.mutable(); // Job
    }
}

fn cloned(state: &Mutex<State>, shared: Arc<State>) {
    state.lock().unwrap().clone().clone(); // State
    shared.clone().names.len(); // HashMap<u32, String>
}

fn defaults(pool: Pool) {
    pool.0.take(); // Option<Job>
}

fn text(name: &str) {
    name.to_string().len(); // String
}

fn open<T>() -> Vec<T> { Vec::new() }
fn closed<T: Copy>() {
    open().first(); // Vec<?>
}

fn made() {
    let state: State = Default::default();
    state.names.len(); // HashMap<u32, String>
    Default::default().gone(); // ?
}

struct Made { state: State, list: Vec<u32> }
fn fields() -> Made {
    Made { state: Default::default(), list: [1u32].iter().map(|one| *one).collect() }
}
fn wrapped(jobs: Vec<Job>) -> Option<Vec<Job>> {
    Some(jobs.into_iter().collect())
}

fn lists(list: Vec<Job>, text: String) {
    [1u8, 2].len(); // [u8]
    vec![1u8].len(); // Vec<u8>
    list[1..].len(); // [Job]
    text[1..].len(); // str
}

thread_local! { static SEEN: std::cell::Cell<u32> = const { std::cell::Cell::new(0) }; }
fn polled(poll: std::task::Poll<Option<Result<Job, u8>>>, map: Unseen) -> std::task::Poll<Option<Result<Job, u8>>> {
    SEEN.set(1); // LocalKey<Cell<u32>>
    if let std::collections::hash_map::Entry::Occupied(held) = map.entry(1) {
        held.get().gone(); // ?
    }
    poll?.is_ready(); // Poll<Option<Job>>
}

struct Task { jobs: Vec<Job> }
impl Task {
    fn projected(self: std::pin::Pin<&mut Self>) {
        let this = self.project();
        this.jobs.len(); // Vec<Job>
    }
}

trait Act { fn act(self: std::pin::Pin<&mut Self>) -> u8; }
impl Act for Task { fn act(self: std::pin::Pin<&mut Self>) -> u8 { 1 } }
impl<P: std::ops::DerefMut<Target = Task>> Act for std::pin::Pin<P> {
    fn act(self: std::pin::Pin<&mut Self>) -> u8 { self.get_mut().as_mut().act() }
}
#[cfg(unix)] type Held = Unseen;
#[cfg(not(unix))] struct Held { state: State }
fn alternatives(held: Held) {
    held.state.names.len(); // HashMap<u32, String>
}

fn named(thing: Unseen) {
    thing.name().to_string().len(); // String
    thing.name().map_err(|_| 'a').is_ok(); // Result<?, char>
    thing.name().unwrap_or(1u8).min(1); // u8
}

trait Entry { fn id(&self) -> Id; }
struct Id(String);
trait Config { type Entry: Entry; fn first(&self) -> Self::Entry; }
fn associated<C: Config>(config: C, entry: C::Entry) {
    entry.id().0.len(); // String
    config.first().id().0.len(); // String
}

mod streams {
    use super::State;
    use super::Job;
    impl State {
        fn total(&self) -> u8 { 1 }
        fn get(&self) -> u8 { 1 }
    }
    #[foreign::implement(State)]
    fn added(&self) -> u8 { 1 }
    pub fn collected(list: foreign::List, held: foreign::Holder<State>, map: foreign::FxHashMap<u8, Job>) {
        list.iter().collect().len(); // ?
        list.name().unwrap(); // ?
        held.jobs.len(); // Vec<Job>
        held.0.jobs.len(); // Vec<Job>
        held.total().min(1); // u8
        held.added().min(1); // u8
        held.get().gone(); // ?
        map.len(); // HashMap<u8, Job>
        list.name().unwrap_or_else(|| unreachable!()).gone(); // ?
    }
    cfg_select! {
        windows => { pub fn chosen() -> u8 { 1 } }
        feature = "other" => { pub fn chosen() -> u8 { 2 } }
        _ => { pub fn chosen() -> u8 { 3 } }
    }
    pub fn choose() {
        chosen().min(1); // u8
        let text = cfg_select! { windows => String::new(), _ => { String::new() } };
        text.len(); // String
    }
}

mod scoped {
    mod one { pub trait One { fn run(&self) -> u8 { 1 } } impl<T> One for T {} }
    mod two { pub trait Two { fn run(&self) -> bool { true } } impl<T> Two for T {} }
    mod first { use super::one::One; fn f() { 'a'.run().min(1); } } // u8
    mod second { use super::two::Two as _; fn f() { 'a'.run().then(|| 1); } } // bool
}
"#;

#[test]
fn receivers_have_the_types_that_a_compiler_gives_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("src")).expect("a folder");
    std::fs::write(folder.path().join("Cargo.toml"), MANIFEST).expect("a file");
    std::fs::write(folder.path().join("src/lib.rs"), SOURCE).expect("a file");
    let run = Command::new(env!("CARGO_BIN_EXE_otplint"))
        .args(["resolution", "--calls", "--no-config"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let mut found: Vec<(u64, String)> = String::from_utf8_lossy(&run.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .filter_map(|call| {
            let shown = call["receiver"]["shown"].as_str()?.to_owned();
            Some((call["start"].as_u64()?, shown))
        })
        .collect();
    found.sort();
    let mut start = 0;
    let mut asked = 0;
    let mut wrong = Vec::new();
    for line in SOURCE.split_inclusive('\n') {
        let end = start + line.len() as u64;
        if let Some((code, wanted)) = line.trim_end().split_once(" // ") {
            let last = found.iter().rfind(|(at, _)| (start..end).contains(at));
            let shown = last.map_or("", |(_, shown)| shown);
            if shown != wanted {
                wrong.push(format!("{}: {shown}, not {wanted}", code.trim()));
            }
            asked += 1;
        }
        start = end;
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(asked > 15, "only {asked} lines ask");
}

#[test]
fn a_member_of_the_workspace_may_have_the_name_of_a_described_crate() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\", \"store\"]\n",
    );
    write(
        "app/Cargo.toml",
        "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nobject-store = { path = \"../store\" }\n",
    );
    write(
        "app/src/lib.rs",
        "fn total(store: object_store::ObjectStore) -> u8 { store.total() }\n",
    );
    write(
        "store/Cargo.toml",
        "[package]\nname = \"object-store\"\nedition = \"2024\"\n",
    );
    write(
        "store/src/lib.rs",
        "pub struct ObjectStore;\nimpl ObjectStore { pub fn total(&self) -> u8 { 1 } }\n",
    );
    let run = Command::new(env!("CARGO_BIN_EXE_otplint"))
        .args(["resolution", "--calls", "--no-config"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    let calls = String::from_utf8_lossy(&run.stdout);
    let call: serde_json::Value = serde_json::from_str(&calls).expect("one call");
    assert_eq!(
        call["callees"][0]["path"], "object_store::ObjectStore::total",
        "{call}"
    );
}
