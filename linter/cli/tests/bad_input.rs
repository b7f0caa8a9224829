//! What nobody wants to be given, and what comes of it: never a panic, never a hang, never silence
//! about what was skipped.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    folder
}

/// What a check printed, and its exit code.
struct Ran {
    text: String,
    code: Option<i32>,
}

fn check(folder: &Path, args: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_otplint"))
        .args(["check", "--no-config", "--format", "short"])
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).expect("UTF-8");
    Ran {
        text: text(&output.stdout) + &text(&output.stderr),
        code: output.status.code(),
    }
}

/// Checks a broken file beside a sound one: one error, in the broken file, that says `expected`.
fn broken(bytes: &[u8], expected: &str) {
    let folder = folder(&[("a.rs", b"pub fn sound() {}\n"), ("b.rs", bytes)]);
    let run = check(folder.path(), &[]);
    assert_eq!(run.code, Some(1), "{}", run.text);
    assert_eq!(run.text.matches(": error: ").count(), 1, "{}", run.text);
    assert!(run.text.starts_with("b.rs:"), "{}", run.text);
    assert!(run.text.contains(expected), "{expected}: {}", run.text);
    assert!(
        run.text.contains("1 problem with what was read"),
        "{}",
        run.text
    );
}

/// Checks one file that is strange but sound.
fn sound(bytes: &[u8]) {
    let folder = folder(&[("a.rs", bytes)]);
    let run = check(folder.path(), &[]);
    assert_eq!(run.code, Some(0), "{}", run.text);
}

const MANY: usize = 100_000;

#[test]
fn a_hundred_thousand_of_everything() {
    let shapes = [
        ("brackets", "fn f() { x = ", "[", "1", "]", "; }"),
        (
            "brackets that never close",
            "fn f() { x = ",
            "(",
            "",
            "",
            "",
        ),
        ("blocks", "fn f() { ", "{", "", "}", " }"),
        ("types", "type X = ", "Vec<", "u8", ">", ";"),
        ("unary operators", "fn f() { x = ", "!", "1", "", "; }"),
        ("binary operators", "fn f() { x = 1", " + 1", "", "", "; }"),
        (
            "else ifs",
            "fn f() { if a {}",
            " else if a {}",
            "",
            "",
            " }",
        ),
        ("chained methods", "fn f() { x", ".a()", "", "", "; }"),
        ("modules", "", "mod a {", "", "}", ""),
        ("closures", "fn f() { x = ", "|a|", "1", "", "; }"),
        ("patterns", "fn f() { let ", "&", "a", "", " = 1; }"),
        ("attributes", "#![", "a(", "", ")", "]"),
        ("macro brackets", "m!", "(", "", ")", ";"),
    ];
    for (name, before, open, middle, close, after) in shapes {
        let text = [
            before,
            &open.repeat(MANY),
            middle,
            &close.repeat(MANY),
            after,
        ]
        .concat();
        let folder = folder(&[("a.rs", b"pub fn sound() {}\n"), ("b.rs", text.as_bytes())]);
        let run = check(folder.path(), &[]);
        assert_eq!(run.code, Some(1), "{name}: {}", run.text);
        assert!(run.text.starts_with("b.rs:1:"), "{name}: {}", run.text);
        assert!(
            run.text.contains("so the file was not parsed"),
            "{name}: {}",
            run.text
        );
    }
}

#[test]
fn as_deep_and_long_as_is_let_through() {
    let deep = |before: &str, open: &str, middle: &str, close: &str, after: &str, number: usize| {
        [
            before,
            &open.repeat(number),
            middle,
            &close.repeat(number),
            after,
        ]
        .concat()
    };
    for text in [
        deep("fn f() { let x = ", "[", "1", "]", "; }", 500),
        deep("async fn f() { ", "async move {", "", "}.await;", " }", 250),
        deep("fn f() { let x = ", "g(", "1", ")", "; }", 400),
        deep("fn f() { ", "loop { if a {", "", "}}", " }", 200),
        deep("fn f() { ", "let x = || {", "", "};", " }", 200),
        deep("fn f(x: X) { x", ".a(1)", "", "", "; }", 4000),
        deep("fn f() { let x = 1", " + 1", "", "", "; }", 4000),
        deep("fn f() { if a {}", " else if b {}", "", "", " }", 4000),
        deep("type X = ", "Vec<", "u8", ">", ";", 500),
    ] {
        let folder = folder(&[("a.rs", text.as_bytes())]);
        let run = check(folder.path(), &["--select", "all"]);
        // Refused with a reason or read: never a crash.
        let refused = run.text.contains("so the file was not parsed");
        assert_eq!(
            run.code,
            Some(i32::from(refused)),
            "{}: {}",
            &text[..40],
            run.text
        );
    }
}

#[test]
fn types_that_are_programs() {
    sound(b"trait T { type Out; } struct A; struct B;\n\
            impl T for A { type Out = <B as T>::Out; }\nimpl T for B { type Out = <A as T>::Out; }\n\
            pub fn f() -> <A as T>::Out { loop {} }\n");
    sound(b"type A = B; type B = A; pub fn f(a: A) -> B { a }\n");
    let mut text = String::new();
    for number in 0..40 {
        let next = format!("A{}", number + 1);
        text += &format!("type A{number} = ({});\n", [&*next; 10].join(", "));
    }
    sound((text + "pub fn f(a: A0) -> A0 { a }\n").as_bytes());
    let mut text = "pub fn f() { let x0 = 1;\n".to_owned();
    for number in 0..40 {
        text += &format!(
            "let x{} = ({});\n",
            number + 1,
            vec![format!("x{number}"); 10].join(", ")
        );
    }
    sound((text + "}\n").as_bytes());
    sound(b"pub fn a() { b() } pub fn b() { a() } pub fn c() { c(); c() }\n");
    sound(b"macro_rules! m { ($x:expr) => { m!($x + $x) } } pub fn f() { m!(1); }\n");
}

#[test]
fn bytes_that_are_no_text() {
    broken(b"fn f() {}\n\0\n", "NUL");
    broken(b"fn f() {}\n\xff\xfe\n", "is not UTF-8 (line 2, byte 10)");
    broken(b"\xff\xfef\0n\0", "is not UTF-8");
    broken(b"\x7fELF\x02\x01\x01\0\0", "NUL");
    broken(b"fn f( {", "");
    sound(b"");
    sound(b"\xef\xbb\xbfpub fn f() {}\n");
    sound(b"pub fn f() {\r\n    let x = \"a\r\nb\";\r\n}\r\n");
    sound(b"#!/usr/bin/env run\npub fn f() {}\n");
}

#[test]
fn places_hold_with_a_byte_order_mark_and_carriage_returns() {
    let folder = folder(&[("a.rs", b"\xef\xbb\xbffn f() {\r\n    let = 1;\r\n}\r\n")]);
    let run = check(folder.path(), &[]);
    assert!(run.text.starts_with("a.rs:2:9: error: "), "{}", run.text);
}

#[test]
fn large_files() {
    let folder = folder(&[("a.rs", b"pub fn sound() {}\n")]);
    let file = std::fs::File::create(folder.path().join("b.rs")).expect("a file");
    file.set_len(50 << 20).expect("a large file");
    let run = check(folder.path(), &[]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.text.starts_with("b.rs: error: is larger than 8 MiB"),
        "{}",
        run.text
    );

    let one = "pub fn f() { let x = \"a line that holds a whole generated file\"; }";
    let text = "a".repeat(4_900_000);
    sound(format!("pub const X: &str = \"{text}\"; {}", one.repeat(1_600)).as_bytes());
}

#[cfg(unix)]
#[test]
fn links() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.rs", b"fn f( {")]);
    let folder = folder(&[
        (
            "Cargo.toml",
            b"[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        ),
        ("src/lib.rs", b"mod gone; mod out;\n"),
    ]);
    let at = |path: &str| folder.path().join(path);
    symlink(folder.path(), at("src/up")).expect("a link");
    symlink(at("src/itself.rs"), at("src/itself.rs")).expect("a link");
    symlink(at("nowhere.rs"), at("src/gone.rs")).expect("a link");
    symlink(outside.path().join("secret.rs"), at("src/out.rs")).expect("a link");
    let run = check(folder.path(), &[]);
    assert!(
        run.text
            .contains("a link that leads out of the checked tree"),
        "{}",
        run.text
    );
    assert!(
        run.text
            .contains("a link that leads to itself, to a folder around it, or to nothing"),
        "{}",
        run.text
    );
    assert!(
        !run.text.contains("expected"),
        "the outside was parsed: {}",
        run.text
    );
}

#[test]
fn circles() {
    let folder = folder(&[
        ("Cargo.toml", b"[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        (
            "src/lib.rs",
            b"#[path = \"lib.rs\"] mod me; mod a;\npub use a::*; pub use self::a as b; use crate::b as c; use c as b2;\n",
        ),
        ("src/a.rs", b"#[path = \"lib.rs\"] mod up; pub use super::*; pub use crate::x as y; pub use self::y as x;\n"),
    ]);
    let run = check(folder.path(), &[]);
    assert_eq!(run.code, Some(1), "{}", run.text);
    assert_eq!(
        run.text
            .matches("is a file that holds this declaration")
            .count(),
        2,
        "{}",
        run.text
    );
}

#[test]
fn thousands_of_modules_that_import_each_other() {
    let mut text = String::new();
    for number in 0..1_500 {
        text += &format!(
            "mod m{number} {{ use super::*; pub fn f(x: String) {{ g(x) }} }} pub use m{number}::*;\n"
        );
    }
    sound(text.as_bytes());
}

#[test]
fn manifests_that_are_broken_or_lie() {
    let lib: (&str, &[u8]) = ("src/lib.rs", b"pub fn f() {}\n");
    for (manifest, expected) in [
        (&b"[package\nname = "[..], "Cargo.toml"),
        (b"\xff\xfe", "Cargo.toml"),
        (b"[package]\nname = \"a\"\nversion = \"0.1.0\"\n[[bin]]\nname = \"x\"\npath = \"gone.rs\"\n", "gone.rs"),
        (b"[workspace]\nmembers = [\"gone\", \".\"]\n[package]\nname = \"a\"\n", "gone"),
        (b"[package]\nname = \"a\"\n[dependencies]\nb = { path = \"../../../gone\" }\n", "`b`"),
    ] {
        let folder = folder(&[lib, ("Cargo.toml", manifest)]);
        let run = check(folder.path(), &[]);
        assert_eq!(run.code, Some(1), "{}", run.text);
        assert!(run.text.contains("Cargo.toml") && run.text.contains(expected), "{expected}: {}", run.text);
        assert!(!run.text.contains("internal fault"), "{}", run.text);
    }
}

/// A repository that would like to run something leaves its mark if it can.
#[cfg(unix)]
#[test]
fn nothing_of_the_checked_tree_runs() {
    use std::os::unix::fs::PermissionsExt;
    let canary = tempfile::tempdir().expect("a temporary folder");
    let mark = canary.path().join("ran");
    let script = format!("#!/bin/sh\ntouch {}\n", mark.display());
    let config = "[build]\nrustc = \"./run.sh\"\nrustc-wrapper = \"./run.sh\"\n[alias]\ncheck = \"!./run.sh\"\n\
                  [target.'cfg(all())']\nrunner = \"./run.sh\"\nlinker = \"./run.sh\"\n";
    let build = format!(
        "fn main() {{ std::fs::write({:?}, \"\").unwrap(); }}",
        mark.display()
    );
    let folder = folder(&[
        ("Cargo.toml", b"[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\nbuild = \"build.rs\"\n[lib]\nproc-macro = true\n"),
        (".cargo/config.toml", config.as_bytes()),
        ("rust-toolchain.toml", b"[toolchain]\npath = \"toolchain\"\n"),
        ("toolchain/bin/cargo", script.as_bytes()),
        ("toolchain/bin/rustc", script.as_bytes()),
        ("cargo", script.as_bytes()),
        ("rustc", script.as_bytes()),
        ("git", script.as_bytes()),
        ("run.sh", script.as_bytes()),
        ("build.rs", build.as_bytes()),
        ("src/lib.rs", b"include!(\"/etc/passwd\"); pub fn f() {}\n"),
    ]);
    for path in [
        "run.sh",
        "cargo",
        "rustc",
        "git",
        "toolchain/bin/cargo",
        "toolchain/bin/rustc",
    ] {
        let path = folder.path().join(path);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("a script");
    }
    let ran = Command::new(folder.path().join("run.sh"))
        .status()
        .expect("it runs");
    assert!(
        ran.success() && mark.exists(),
        "the canary must be able to sing"
    );
    std::fs::remove_file(&mark).expect("its mark");

    let search = std::env::join_paths([folder.path()]).expect("a path");
    let output = Command::new(env!("CARGO_BIN_EXE_otplint"))
        .args(["check", "--select", "all"])
        .current_dir(folder.path())
        .env("PATH", search)
        .output()
        .expect("it runs");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!mark.exists(), "something of the checked tree ran");
}
