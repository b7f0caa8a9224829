//! Holds every bundled stub (but the one of `std`) against the published crate that it describes: its types, traits,
//! variants, functions and methods exist there, with as many arguments, the same kind of receiver, and futures where
//! the stub says so. `#[otp(unchecked = "reason")]` exempts an item.
//!
//! The sources come through cargo, from the manifest in `tests/stub-crates`. Without them the test says so and passes,
//! unless `OTPLINT_REQUIRE_REGISTRY` is set.

mod compare;
mod index;
mod registry;
mod signature;

use std::io::Write;

use otplint_rust::stub::{bundled, crate_attrs};
use registry::Registry;

#[test]
fn every_stub_matches_the_published_crate() {
    let registry = match Registry::open() {
        Ok(registry) => registry,
        Err(why) if std::env::var_os("OTPLINT_REQUIRE_REGISTRY").is_some() => panic!("{why}"),
        Err(why) => {
            // Past the capture of the test harness: nobody should believe that this was checked.
            let message = format!("SKIPPED: stubs were not held against published crates: {why}\n");
            std::io::stderr()
                .write_all(message.as_bytes())
                .expect("stderr is open");
            return;
        }
    };
    let mut wrong = Vec::new();
    for (name, text) in bundled() {
        let file = syn::parse_file(text).expect("tests/stubs.rs checks that stubs parse");
        let head = crate_attrs(&file.attrs).expect("tests/stubs.rs checks the head");
        if head.krate == "std" {
            continue;
        }
        if head.krate == OURS {
            wrong.extend(against_ours(&file, &head.version));
            continue;
        }
        match registry.published(&head.krate) {
            Some(published) if *published.version == head.version => {
                wrong.extend(compare::compare(&file, published.crates()).into_iter().map(|line| format!("{name}.rs: {line}")));
            }
            Some(published) => wrong.push(format!(
                "{name}.rs describes version {}, tests/stub-crates/Cargo.toml names {}; make them agree",
                head.version, published.version
            )),
            None => wrong.push(format!(
                "{name}.rs: `{}` is not in tests/stub-crates/Cargo.toml; add it with version \"={}\"",
                head.krate, head.version
            )),
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differences:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The runtime of this workspace: not published yet, and always at hand.
const OURS: &str = "otp_runtime";

#[test]
fn the_stub_of_the_runtime_matches_its_source() {
    let (_, text) = bundled()
        .iter()
        .find(|(name, _)| *name == OURS)
        .expect("the runtime has a stub");
    let file = syn::parse_file(text).expect("tests/stubs.rs checks that stubs parse");
    let head = crate_attrs(&file.attrs).expect("tests/stubs.rs checks the head");
    let wrong = against_ours(&file, &head.version);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn against_ours(file: &syn::File, version: &str) -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime");
    let index = index::Index::of_crate(&root).expect("the runtime's source can be read");
    let mut wrong: Vec<String> = compare::compare(file, vec![std::rc::Rc::new(index)])
        .into_iter()
        .map(|line| format!("{OURS}.rs: {line}"))
        .collect();
    if version != env!("CARGO_PKG_VERSION") {
        wrong.push(format!(
            "{OURS}.rs describes version {version}, the workspace is at {}",
            env!("CARGO_PKG_VERSION")
        ));
    }
    wrong
}

const CRATE: &str = r#"
pub struct Sender<T> { inner: T }
impl<T> Sender<T> {
    pub async fn send(&self, value: T) {}
    pub fn close(&mut self) -> Closed { Closed }
    pub fn into_inner(self) -> T { self.inner }
    pub fn take(&mut self) -> Option<T> { None }
    fn secret(&self) {}
}
pub struct Closed;
impl std::future::Future for Closed { type Output = (); }
#[derive(Clone, Debug)]
pub enum State { On, Off }
pub trait Act { fn act(&self, times: usize); }
wrap! { impl<T> Sender<T> { pub fn wrapped(&self) {} } }
impl<T> Sender<T> { cfg! { pub fn configured(&self) {} } }
pub type Alias<T> = Sender<T>;
pub use inner::real as shown;
mod inner { pub fn real() {} }
#[macro_export] macro_rules! shout { () => {} }
"#;

fn differences(stub: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("src")).expect("a folder");
    std::fs::write(folder.path().join("src/lib.rs"), CRATE).expect("a file");
    let index = index::Index::of_crate(folder.path()).expect("a crate");
    compare::compare(
        &syn::parse_file(stub).expect("parses"),
        vec![std::rc::Rc::new(index)],
    )
}

#[test]
fn a_stub_that_is_right_has_no_differences() {
    let stub = r#"
        pub struct Sender<T>;
        impl<T> Sender<T> {
            pub fn send(&self, value: T) -> impl Future<Output = ()> {}
            pub async fn close(&mut self) {}
            pub fn into_inner(self) -> T {}
            pub fn wrapped(&self) {}
            pub fn configured(&self) {}
            #[otp(unchecked = "made by a macro")]
            pub fn other(&self) {}
        }
        impl<T> Alias<T> { pub fn into_inner(self) -> T {} }
        pub enum State { On }
        impl Clone for State {}
        pub trait Act { fn act(&self, times: usize); }
        pub fn shown() {}
        macro_rules! shout { () => {}; }
    "#;
    assert_eq!(differences(stub), [""; 0]);
}

#[test]
fn every_kind_of_difference_is_found() {
    for (stub, difference) in [
        ("pub struct Receiver;", "there is no type `Receiver`"),
        ("pub enum State { Broken }", "`State::Broken` is no variant"),
        ("pub trait Acts {}", "there is no trait `Acts`"),
        (
            "pub trait Act { fn rest(&self); }",
            "there is no `Act::rest`",
        ),
        ("pub fn hidden() {}", "there is no `hidden`"),
        (
            "macro_rules! whisper { () => {}; }",
            "there is no macro `whisper!`",
        ),
        (
            "impl Copy for State {}",
            "`State` does not implement `Copy`",
        ),
        (
            "impl<T> Sender<T> { pub fn secret(&self) {} }",
            "there is no `Sender::secret`",
        ),
        (
            "impl<T> Sender<T> { pub async fn send(&self) {} }",
            "`Sender::send` is (&self, 0 arguments, a future) in the stub, (&self, 1 arguments, a future) in the crate",
        ),
        (
            "impl<T> Sender<T> { pub fn send(&self, value: T) {} }",
            "`Sender::send` is (&self, 1 arguments, no future) in the stub, (&self, 1 arguments, a future) in the crate",
        ),
        (
            "impl<T> Sender<T> { pub async fn close(&self) {} }",
            "`Sender::close` is (&self, 0 arguments, a future) in the stub, (&mut self, 0 arguments, Closed) in the crate",
        ),
        (
            "impl<T> Sender<T> { pub async fn take(&mut self) -> u8 {} }",
            "`Sender::take` is (&mut self, 0 arguments, a future) in the stub, (&mut self, 0 arguments, Option) in the crate",
        ),
    ] {
        assert_eq!(differences(stub), [difference], "{stub}");
    }
}
