//! The command line as people and programs meet it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const OTPLINT: &str = env!("CARGO_BIN_EXE_otplint");
const CARGO_OTPLINT: &str = env!("CARGO_BIN_EXE_cargo-otplint");

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

/// What a run printed, and its exit code.
struct Ran {
    stdout: String,
    stderr: String,
    code: Option<i32>,
}

fn ran(output: Output) -> Ran {
    Ran {
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        code: output.status.code(),
    }
}

fn otplint(folder: &Path, args: &[&str]) -> Ran {
    ran(Command::new(OTPLINT)
        .args(args)
        .current_dir(folder)
        .output()
        .expect("it runs"))
}

/// Runs a check that must be refused, and returns what was said.
fn refused(files: &[(&str, &str)], args: &[&str]) -> String {
    let folder = folder(files);
    let run = otplint(folder.path(), args);
    assert_eq!(run.code, Some(2), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout, "");
    run.stderr.replace(
        &folder
            .path()
            .canonicalize()
            .expect("it exists")
            .display()
            .to_string(),
        "FOLDER",
    )
}

const CLEAN: (&str, &str) = ("src/lib.rs", "pub fn f() {}\n");

/// A timer that fires in bursts.
const FLAWED: (&str, &str) = (
    "src/beat.rs",
    "pub async fn beat() {
    let mut beat = tokio::time::interval(std::time::Duration::from_secs(1));
    loop {
        beat.tick().await;
        let _ = tokio::fs::write(\"beat\", \"x\").await;
    }
}
",
);

#[test]
fn nothing_found_is_zero() {
    let folder = folder(&[CLEAN]);
    let run = otplint(folder.path(), &["check"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.starts_with("no findings\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains("checked: 1 file, 1 line with "),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("not seen: "), "{}", run.stdout);
    assert_eq!(otplint(folder.path(), &["check", "--quiet"]).stdout, "");
}

#[test]
fn a_syntax_error_is_one_and_the_rest_is_checked() {
    let folder = folder(&[CLEAN, ("src/broken.rs", "fn f() {\n    let = 1;\n}\n")]);
    let run = otplint(
        folder.path(),
        &["check", "--format", "short", "src/lib.rs", "src/broken.rs"],
    );
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.starts_with("src/broken.rs:2:9: error: "),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout.lines().count(), 1);
    assert!(run.stderr.contains("checked: 2 files"), "{}", run.stderr);
}

#[test]
fn a_path_that_is_not_there() {
    insta::assert_snapshot!(refused(&[CLEAN], &["check", "scr"]));
}

#[test]
fn an_empty_folder() {
    insta::assert_snapshot!(refused(&[], &["check"]));
}

#[test]
fn no_rust_at_all() {
    let files = [("README.md", "no"), ("a/b.txt", "no")];
    insta::assert_snapshot!(refused(&files, &["check", "a"]));
}

#[test]
fn everything_excluded() {
    let said = refused(&[CLEAN], &["check", "--exclude", "src"]);
    assert!(said.contains("there is no Rust to check"), "{said}");
}

#[test]
fn an_unknown_key_is_pointed_at() {
    insta::assert_snapshot!(refused(
        &[CLEAN, ("otplint.toml", "preview = true\nselct = []\n")],
        &["check"]
    ));
}

#[test]
fn an_unknown_key_in_a_manifest_is_pointed_at() {
    let manifest = "[package]\nname = \"a\"\n\n[package.metadata.otplint]\nfial-on = \"error\"\n";
    insta::assert_snapshot!(refused(
        &[CLEAN, ("Cargo.toml", manifest)],
        &["check", "src"]
    ));
}

#[test]
fn an_unknown_rule_is_named() {
    insta::assert_snapshot!(refused(
        &[CLEAN],
        &["check", "--select", "unused-supression"]
    ));
    let config = ("otplint.toml", "ignore = [\"no-such-rule-at-all\"]\n");
    insta::assert_snapshot!(refused(&[CLEAN, config], &["check"]));
    assert!(refused(&[CLEAN, config], &["explain", "xyz"]).contains("no rule is called `xyz`"));
}

#[test]
fn the_nearest_configuration_applies() {
    let wrong = ("otplint.toml", "selct = []\n");
    let files = [
        wrong,
        ("a/otplint.toml", ""),
        ("a/src/lib.rs", ""),
        ("b/src/lib.rs", ""),
    ];
    let folder = folder(&files);
    let code = |args: &[&str]| otplint(folder.path(), args).code;
    assert_eq!(code(&["check", "a/src"]), Some(0));
    assert_eq!(code(&["check", "b/src"]), Some(2));
    assert_eq!(code(&["check", "b/src", "--no-config"]), Some(0));
    assert_eq!(
        code(&["check", "b/src", "--config", "a/otplint.toml"]),
        Some(0)
    );
    assert_eq!(code(&["check", "b/src", "--config", "no.toml"]), Some(2));
}

#[test]
fn two_configurations_do_not_go_together() {
    let files = [
        ("a/otplint.toml", ""),
        ("a/x.rs", ""),
        ("b/otplint.toml", ""),
        ("b/x.rs", ""),
    ];
    insta::assert_snapshot!(refused(&files, &["check", "a", "b"]));
}

#[test]
fn wrong_usage_is_two() {
    let folder = folder(&[CLEAN]);
    for args in [
        &["check", "--no-such-flag"][..],
        &["chekc"],
        &["check", "--format", "xml"],
        &["check", "--threads", "0"],
        &["check", "--config", "a", "--no-config"],
        &["why", "src/no.rs"],
        &["why", "src/lib.rs:99"],
        &["check", "--stdin-filename", "a.rs", "src"],
        &[],
    ] {
        let run = otplint(folder.path(), args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(!run.stderr.is_empty() && run.stdout.is_empty(), "{args:?}");
    }
    assert_eq!(otplint(folder.path(), &["--help"]).code, Some(0));
    assert_eq!(
        otplint(folder.path(), &["check", "--version"]).code,
        Some(0)
    );
}

fn with_stdin(folder: &Path, args: &[&str], text: &[u8]) -> Ran {
    let mut command = Command::new(OTPLINT);
    command
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(text)
        .expect("it reads");
    ran(child.wait_with_output().expect("it ends"))
}

#[test]
fn stdin_stands_in_for_a_file() {
    let folder = folder(&[CLEAN]);
    let args = [
        "check",
        "--stdin-filename",
        "src/lib.rs",
        "--format",
        "short",
    ];
    let broken = with_stdin(folder.path(), &args, b"fn f() {\n    let = 1;\n}\n");
    assert!(
        broken.stdout.starts_with("src/lib.rs:2:9: error: "),
        "{}",
        broken.stdout
    );
    assert_eq!(broken.code, Some(1));
    assert_eq!(
        with_stdin(folder.path(), &args, b"fn g() {}\n").code,
        Some(0)
    );
    let binary = with_stdin(folder.path(), &args, b"\xff\xfe");
    assert_eq!(binary.code, Some(2));
    assert!(
        binary.stderr.contains("not valid UTF-8"),
        "{}",
        binary.stderr
    );
}

const SUPPRESSIONS: &str = "fn f() {
    a(); // otplint: allow(unused-suppression)
    b(); // otplint: allow(no-such, reason = \"x\")
    c(); // otplint: alow
    d(); // otplint: allow(unused-suppression, reason = \"x\")
    let e = \"// otplint: alow\";
}
";

#[test]
fn suppressions_are_held_to_their_form() {
    let folder = folder(&[("src/lib.rs", SUPPRESSIONS)]);
    let run = otplint(folder.path(), &["check", "--format", "short"]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stdout);
    let human = otplint(folder.path(), &["check", "--quiet"]);
    insta::assert_snapshot!(human.stdout);
}

#[test]
fn json_is_as_its_schema_says() {
    let schema = include_str!("../report.schema.json");
    let fresh = otplint(Path::new("."), &["schema", "report"]).stdout;
    assert!(
        schema == fresh,
        "run `cargo run -p otplint -- schema report > linter/cli/report.schema.json`"
    );
    let schema = serde_json::from_str(schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let folder = folder(&[("src/lib.rs", SUPPRESSIONS), ("src/broken.rs", "fn f( {}")]);
    let run = otplint(
        folder.path(),
        &["check", "--format", "json", "src/lib.rs", "src/broken.rs"],
    );
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    if let Err(error) = validator.validate(&report) {
        panic!("{error} at {}\n{}", error.instance_path, run.stdout);
    }
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["findings"][0]["range"]["start"]["line"], 5);
    assert_eq!(report["errors"].as_array().map(Vec::len), Some(4));
    let mut wrong = report.clone();
    wrong["findings"][0]["severity"] = "grave".into();
    assert!(!validator.is_valid(&wrong));
    wrong = report.clone();
    wrong["more"] = 1.into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn the_same_at_any_number_of_threads() {
    let files: Vec<(String, String)> = (0..40)
        .map(|n| (format!("src/f{n}.rs"), SUPPRESSIONS.repeat(n % 3 + 1)))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let folder = folder(&files);
    let with = |threads| {
        otplint(
            folder.path(),
            &["check", "--format", "json", "--threads", threads],
        )
        .stdout
    };
    let one = with("1");
    assert!(one.contains("unused-suppression"));
    assert_eq!(one, with("8"));
}

#[test]
fn colours_only_when_asked_or_on_a_terminal() {
    let folder = folder(&[("src/lib.rs", SUPPRESSIONS)]);
    let colored = |args: &[&str]| otplint(folder.path(), args).stdout.contains('\u{1b}');
    assert!(!colored(&["check"]));
    assert!(!colored(&["check", "--color", "never"]));
    assert!(colored(&["check", "--color", "always"]));
}

#[test]
fn as_a_cargo_command() {
    let folder = folder(&[CLEAN]);
    let run = |args: &[&str]| {
        ran(Command::new(CARGO_OTPLINT)
            .args(args)
            .current_dir(folder.path())
            .output()
            .expect("it runs"))
    };
    assert_eq!(run(&["otplint", "check"]).code, Some(0));
    assert_eq!(run(&["check"]).code, Some(0));
    assert!(run(&["otplint", "--help"]).stdout.contains("cargo otplint"));
}

#[test]
fn the_files_are_listed() {
    let folder = folder(&[("src/b.rs", ""), ("src/a.rs", ""), ("x/c.rs", "")]);
    let run = otplint(folder.path(), &["check", "--list-files", "--exclude", "x"]);
    assert_eq!(run.stdout, "src/a.rs\nsrc/b.rs\n");
    assert_eq!(run.code, Some(0));
}

#[test]
fn timings_name_every_stage() {
    let folder = folder(&[CLEAN]);
    let run = otplint(folder.path(), &["check", "--timings", "--format", "json"]);
    assert!(run.stderr.contains("parse"), "{}", run.stderr);
    assert!(serde_json::from_str::<serde_json::Value>(&run.stdout).is_ok());
}

#[test]
fn why_speaks_of_one_line() {
    let folder = folder(&[("src/lib.rs", "pub fn f() {\n    g();\n}\n")]);
    let run = otplint(folder.path(), &["why", "src/lib.rs:2"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.starts_with("src/lib.rs:2: g();\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .ends_with("no rule found anything here, nor what looks like a flaw of its kind\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn why_without_a_line_lists_what_the_rules_say() {
    let folder = folder(&[CLEAN, FLAWED]);
    let run = otplint(folder.path(), &["why", "."]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let line = run.stdout.lines().find(|line| line.contains("found by"));
    assert!(
        line.is_some_and(|line| line.starts_with(FLAWED.0)),
        "{}",
        run.stdout
    );
    let none = otplint(folder.path(), &["why", CLEAN.0]);
    assert_eq!(none.stdout, "no rule looked at anything here\n");
}

#[test]
fn every_rule_is_listed_and_explained() {
    let folder = folder(&[]);
    let json = otplint(folder.path(), &["rules", "--format", "json"]).stdout;
    let rules: Vec<serde_json::Value> = serde_json::from_str(&json).expect("JSON");
    let table = otplint(folder.path(), &["rules"]).stdout;
    assert_eq!(table.lines().count(), rules.len() + 1);
    for rule in &rules {
        let id = rule["id"].as_str().expect("text");
        assert!(table.contains(id));
        let page = otplint(folder.path(), &["explain", id]);
        assert!(
            page.stdout.starts_with(&format!("# {id}\n")),
            "{id}: {}",
            page.stdout
        );
    }
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = otplint(Path::new("."), &["completions", shell]);
        assert!(
            run.code == Some(0) && run.stdout.contains("stdin-filename"),
            "{shell}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_fault() {
    let mut child = Command::new(OTPLINT)
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let run = ran(child.wait_with_output().expect("it ends"));
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn patterns_hold_for_the_folder_behind_a_link() {
    let folder = folder(&[
        ("real/otplint.toml", "exclude = [\"a.rs\"]\n"),
        ("real/a.rs", ""),
        ("real/b.rs", ""),
    ]);
    std::os::unix::fs::symlink("real", folder.path().join("link")).expect("a link");
    let args = [
        "check",
        "real",
        "--list-files",
        "--config",
        "link/otplint.toml",
    ];
    assert_eq!(otplint(folder.path(), &args).stdout, "real/b.rs\n");
}
