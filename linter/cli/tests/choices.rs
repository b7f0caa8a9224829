//! What is checked: packages, features, `cfg`s, stubs of one's own, and text from stdin.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

/// Stdout and stderr in one, and the exit code.
fn otplint(folder: &Path, args: &[&str], stdin: &str) -> (String, Option<i32>) {
    let mut run = Command::new(env!("CARGO_BIN_EXE_otplint"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    // It may end without reading all of it.
    let _ = run
        .stdin
        .take()
        .expect("stdin is piped")
        .write_all(stdin.as_bytes());
    let output = run.wait_with_output().expect("it ends");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).expect("UTF-8");
    (
        text(&output.stdout) + &text(&output.stderr),
        output.status.code(),
    )
}

const WORKSPACE: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "[workspace]\nmembers = [\"queue\", \"store\"]\n",
    ),
    (
        "queue/Cargo.toml",
        "[package]\nname = \"queue\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\nfast = []\n\
         [dependencies]\nstore = { path = \"../store\" }\n",
    ),
    (
        "queue/src/lib.rs",
        "#[cfg(feature = \"fast\")]\npub fn f() { store::put(1) }\n\
         #[cfg(not(feature = \"fast\"))]\npub fn f() { store::put(2) }\n#[cfg(loom)]\npub fn g() { store::put(3) }\n\
         #[cfg(not(loom))]\npub fn g() { store::put(4) }\n",
    ),
    (
        "store/Cargo.toml",
        "[package]\nname = \"store\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    ),
    ("store/src/lib.rs", "pub fn put(_: u8) {}\n"),
];

#[test]
fn one_package_is_asked_about_and_all_are_linked() {
    let folder = folder(WORKSPACE);
    let list = |args: &[&str]| {
        otplint(
            folder.path(),
            &[&["check", "--list-files"], args].concat(),
            "",
        )
        .0
    };
    assert_eq!(list(&[]), "queue/src/lib.rs\nstore/src/lib.rs\n");
    assert_eq!(list(&["-p", "queue"]), "queue/src/lib.rs\n");
    assert_eq!(
        list(&["-p", "queue", "-p", "store"]),
        "queue/src/lib.rs\nstore/src/lib.rs\n"
    );
    let (text, _) = otplint(folder.path(), &["why", "queue/src/lib.rs:2"], "");
    assert!(text.contains("call store::put("), "{text}");
    // What is excluded is linked all the same.
    assert_eq!(list(&["--exclude", "store"]), "queue/src/lib.rs\n");
    let (text, _) = otplint(
        folder.path(),
        &["why", "--exclude", "store", "queue/src/lib.rs:2"],
        "",
    );
    assert!(text.contains("call store::put("), "{text}");
}

#[test]
fn a_package_that_is_not_there() {
    let folder = folder(WORKSPACE);
    let (text, code) = otplint(folder.path(), &["check", "-p", "qeue"], "");
    assert_eq!(code, Some(2));
    assert!(
        text.contains("no package is called `qeue`") && text.contains("did you mean `queue`?"),
        "{text}"
    );
    let (text, _) = otplint(folder.path(), &["check", "-p", "something"], "");
    assert!(text.contains("there are `queue`, `store`"), "{text}");
}

#[test]
fn errors_of_files_that_nobody_asked_about_are_told_but_do_not_fail() {
    let mut files = WORKSPACE.to_vec();
    files.push(("store/src/bin/broken.rs", "fn main( {"));
    let folder = folder(&files);
    let (text, code) = otplint(
        folder.path(),
        &["check", "--no-config", "-p", "queue", "--format", "json"],
        "",
    );
    assert_eq!(code, Some(0), "{text}");
    let (text, code) = otplint(folder.path(), &["check", "--no-config", "-p", "queue"], "");
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("store/src/bin/broken.rs"), "{text}");
    assert_eq!(
        otplint(folder.path(), &["check", "--no-config"], "").1,
        Some(1)
    );
}

#[test]
fn features_and_cfgs_choose_alternatives() {
    let folder = folder(WORKSPACE);
    let seen = |args: &[&str]| {
        let known = |line: usize| {
            let place = format!("queue/src/lib.rs:{line}");
            otplint(
                folder.path(),
                &[&["why", "--no-config", &place], args].concat(),
                "",
            )
            .0
            .contains("call store::put(")
        };
        [2, 4, 6, 8].map(known)
    };
    assert_eq!(seen(&[]), [true, true, true, true]);
    assert_eq!(seen(&["--features", "fast"]), [true, false, true, true]);
    assert_eq!(seen(&["--cfg", "loom"]), [true, true, true, false]);
    let (text, code) = otplint(folder.path(), &["check", "--cfg", "any(a, b)"], "");
    assert_eq!(code, Some(2));
    assert!(text.contains("`any(a, b)` is no cfg"), "{text}");
}

#[test]
fn stubs_of_ones_own() {
    let files = |stub: &str| {
        folder(&[
            ("otplint.toml", "stubs = [\"stubs/ours.rs\"]\n"),
            ("stubs/ours.rs", stub),
            (
                "src/lib.rs",
                "pub fn f(bus: &ours::Bus) {\n    bus.put(1);\n}\n",
            ),
        ])
    };
    let good = "#![otp(krate = \"ours\", version = \"1.0.0\")]\npub struct Bus;\n\
                impl Bus { #[otp(send, value = 0)] pub fn put(&self, item: u32) {} }\n";
    let (text, code) = otplint(files(good).path(), &["why", "src/lib.rs:2"], "");
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("call ours::Bus::put(") && text.contains("described as send"),
        "{text}"
    );

    let (text, code) = otplint(files(&good.replace("send", "sned")).path(), &["check"], "");
    assert_eq!(code, Some(2), "{text}");
    assert!(
        text.contains("stubs/ours.rs:3") && text.contains("`sned` is no word of a function"),
        "{text}"
    );
    let (text, code) = otplint(files("pub struct {").path(), &["check"], "");
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("stubs/ours.rs:1:12"), "{text}");
    let (text, _) = otplint(files("pub struct Bus;").path(), &["check"], "");
    assert!(text.contains("a stub begins with"), "{text}");
}

#[test]
fn a_stub_of_ones_own_goes_before_the_built_in_one() {
    let folder = folder(&[
        ("otplint.toml", "stubs = [\"flume.rs\"]\n"),
        (
            "flume.rs",
            "#![otp(krate = \"flume\", version = \"9.0.0\")]\npub struct Pipe;\nimpl Pipe { #[otp(clear)] pub fn empty(&self) {} }\n",
        ),
        (
            "src/lib.rs",
            "pub fn f(pipe: &flume::Pipe) {\n    pipe.empty();\n}\n",
        ),
    ]);
    let (text, _) = otplint(folder.path(), &["why", "src/lib.rs:2"], "");
    assert!(text.contains("call flume::Pipe::empty("), "{text}");
}

#[test]
fn stdin_stands_in_for_a_file_of_its_workspace() {
    let folder = folder(WORKSPACE);
    let check = |name: &str, text: &str| {
        let args = [
            "check",
            "--no-config",
            "--format",
            "short",
            "--stdin-filename",
            name,
        ];
        otplint(folder.path(), &args, text)
    };
    let (text, code) = check("queue/src/lib.rs", "pub fn f() {\n    let = 1;\n}\n");
    assert_eq!(code, Some(1), "{text}");
    assert!(text.starts_with("queue/src/lib.rs:2:9: error: "), "{text}");
    // The file on disk is sound, and so is this one.
    let (text, code) = check("queue/src/lib.rs", "\u{feff}pub fn f() { store::put(1) }\n");
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("checked: 1 file, 1 line "), "{text}");
    // It need not exist, even where a module declares it.
    let (text, code) = check("queue/src/new.rs", "fn f( {");
    assert_eq!(code, Some(1), "{text}");
    assert!(text.starts_with("queue/src/new.rs:1:"), "{text}");
    let (text, code) = check("nowhere/new.rs", "fn f() {}");
    assert_eq!(code, Some(0), "{text}");
    let (text, code) = check("queue/src/lib.rs", &"[".repeat(100_000));
    assert_eq!(code, Some(1));
    assert!(text.contains("so the file was not parsed"), "{text}");
}

#[test]
fn a_stub_is_generated() {
    let folder = folder(WORKSPACE);
    let (text, code) = otplint(folder.path(), &["stub", "store"], "");
    assert_eq!(
        (
            text.contains("krate = \"store\"") && text.contains("pub fn put("),
            code
        ),
        (true, Some(0)),
        "{text}"
    );
    assert_eq!(
        otplint(folder.path(), &["stub", "store/src/lib.rs"], "").0,
        text
    );
    let (text, code) = otplint(folder.path(), &["stub", "gone"], "");
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("`gone`"), "{text}");
}

#[test]
fn every_call_is_printed_with_what_is_known_of_it() {
    let source = "use tokio::sync::mpsc::Sender;\n\
        struct Front { jobs: Sender<u32> }\n\
        impl Front { fn put(&self) { self.jobs.try_send(1); grow(2); gone(); } }\n\
        fn grow(x: u32) {}\n";
    let folder = folder(&[
        (
            "Cargo.toml",
            "[package]\nname = \"q\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\ntokio = \"1\"\n",
        ),
        ("src/lib.rs", source),
    ]);
    let (text, code) = otplint(folder.path(), &["resolution", "--calls"], "");
    assert_eq!(code, Some(0), "{text}");
    let calls: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let [send, grow, gone] = calls.as_slice() else {
        panic!("three calls, not\n{text}");
    };
    assert_eq!(send["start"], source.find("try_send").expect("a call"));
    assert_eq!(send["callee"], "known");
    assert_eq!(send["receiver"]["kind"], "adt");
    let sender = "tokio::sync::mpsc::Sender";
    assert_eq!(send["receiver"]["named"][0]["path"], sender);
    assert_eq!(send["callees"][0]["path"], format!("{sender}::try_send"));
    assert_eq!(send["callees"][0]["holder"]["path"], sender);
    assert_eq!(grow["callees"][0]["path"], "q::grow");
    let defined = source.rfind("grow").expect("a function");
    assert_eq!(grow["callees"][0]["at"][1], defined);
    assert_eq!(
        (&gone["callee"], &gone["receiver"]),
        (&"unknown".into(), &serde_json::Value::Null)
    );
}

#[test]
fn a_package_under_the_name_of_another_stands_in_for_it() {
    let code = "pub async fn f(runtime: tokio::runtime::Handle) { runtime.block_on(async {}) }\n";
    let found = |dependency: &str| {
        let manifest = format!(
            "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n{dependency}\n"
        );
        let folder = folder(&[("Cargo.toml", &manifest), ("src/lib.rs", code)]);
        let (text, _) = otplint(
            folder.path(),
            &["check", "--select", "blocking-handler", "--preview"],
            "",
        );
        text.contains("blocking-handler")
    };
    assert!(found(
        "tokio = { version = \"0.2\", package = \"madsim-tokio\" }"
    ));
    assert!(!found("async-std = \"1\""));
}

#[test]
fn a_result_of_a_crate_that_nothing_describes_is_opened() {
    let manifest = "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                    [dependencies]\nalloy-transport = \"1\"\ntokio = \"1\"\n";
    let code = "use std::sync::{Arc, Mutex};\n\
                async fn lock() -> alloy_transport::TransportResult<Arc<Mutex<u8>>> { todo!() }\n\
                pub async fn f() {\n    let Ok(lock) = lock().await.inspect_err(|_| ()) else { return };\n    \
                let guard = lock.lock().unwrap();\n    tokio::task::yield_now().await;\n    drop(guard);\n}\n";
    let folder = folder(&[("Cargo.toml", manifest), ("src/lib.rs", code)]);
    let (text, _) = otplint(
        folder.path(),
        &["check", "--select", "blocking-handler", "--preview"],
        "",
    );
    assert!(
        text.contains("this lock is held while the future waits"),
        "{text}"
    );
}
