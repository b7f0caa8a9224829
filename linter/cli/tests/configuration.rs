//! Configuration files that set supervision otherwise for tests than for production.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const MANIFEST: (&str, &str) = (
    "Cargo.toml",
    "[package]\nname = \"desk\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\ntokio = \"1\"\n[profile.dev]\n\
     debug = 1\n[profile.test]\ndebug = 2\n",
);

const SOURCE: (&str, &str) = (
    "src/lib.rs",
    "use std::time::Duration;

pub struct Settings {
    pub reply_timeout_ms: u64,
    pub max_restarts: u32,
    pub port: u16,
}

pub async fn ask(settings: &Settings, answer: impl Future<Output = u64>) -> Option<u64> {
    let limit = Duration::from_millis(settings.reply_timeout_ms);
    tokio::time::timeout(limit, answer).await.ok()
}

pub fn gives_up(settings: &Settings, restarts: u32) -> bool {
    restarts > settings.max_restarts
}

pub fn named(settings: &config::Config) -> u64 {
    settings.get_int(\"lease.timeout\")
}
",
);

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [MANIFEST, SOURCE].iter().chain(files) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

fn check(folder: &Path, args: &[&str]) -> (String, Option<i32>) {
    let rule = ["check", "--select", "config-divergence", "--preview"];
    let output = Command::new(env!("CARGO_BIN_EXE_otplint"))
        .args(rule)
        .args(args)
        .current_dir(folder)
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).expect("UTF-8");
    (
        text(&output.stdout) + &text(&output.stderr),
        output.status.code(),
    )
}

/// The places and messages alone.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let folder = folder(files);
    let (output, _) = check(folder.path(), &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&output).expect("JSON");
    let findings = report["findings"].as_array().expect("a list").iter();
    let one = |finding: &serde_json::Value| {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let message = text(&finding["message"]);
        let value = message.split(": ").next().unwrap_or_default();
        let (path, line) = (text(&finding["path"]), &finding["range"]["start"]["line"]);
        format!("{path}:{line} {value}")
    };
    findings.map(one).collect()
}

#[test]
fn files_of_each_environment_are_compared_in_every_format() {
    let toml = told(&[
        ("config/test.toml", "port = 1\nreply_timeout_ms = 20\n"),
        (
            "config/production.toml",
            "port = 2\nreply_timeout_ms = 30000\n",
        ),
    ]);
    assert_eq!(
        toml,
        [
            "config/test.toml:2 `reply_timeout_ms` is 20 ms in `config/test.toml` and 30 s in `config/production.toml`"
        ]
    );
    let yaml = told(&[
        (
            "application-dev.yaml",
            "server:\n  port: 1\nsupervisor:\n  max-restarts: 1000\n",
        ),
        (
            "application-prod.yml",
            "server:\n  port: 2\nsupervisor:\n  max-restarts: 5\n",
        ),
    ]);
    assert_eq!(
        yaml,
        [
            "application-dev.yaml:4 `supervisor.max-restarts` is 1000 in `application-dev.yaml` and 5 in `application-prod.yml`"
        ]
    );
    let json = told(&[
        ("config.local.json", "{\n\t\"maxRestarts\": 1000\n}\n"),
        ("config.prod.json", "{\n\t\"maxRestarts\": 5\n}\n"),
    ]);
    assert_eq!(
        json,
        [
            "config.local.json:2 `maxRestarts` is 1000 in `config.local.json` and 5 in `config.prod.json`"
        ]
    );
}

#[test]
fn folders_tables_and_defaults_are_environments_too() {
    let folders = told(&[
        ("deploy/test/desk.toml", "[lease]\ntimeout = \"1s\"\n"),
        ("deploy/production/desk.toml", "[lease]\ntimeout = \"1m\"\n"),
    ]);
    assert_eq!(
        folders,
        [
            "deploy/test/desk.toml:2 `lease.timeout` is 1 s in `deploy/test/desk.toml` and 60 s in `deploy/production/desk.toml`"
        ]
    );
    let tables = told(&[(
        "settings.toml",
        "[default]\nmax_restarts = 5\n[test]\nmax_restarts = 1000\n[production]\nport = 1\n",
    )]);
    assert_eq!(
        tables,
        [
            "settings.toml:4 `max_restarts` is 1000 in `[test] of settings.toml` and 5 in `[default] of settings.toml`"
        ]
    );
    let defaults = told(&[
        ("config/default.toml", "max_restarts = 1000\n"),
        ("config/test.toml", "port = 1\n"),
        ("config/production.toml", "max_restarts = 5\n"),
    ]);
    assert_eq!(
        defaults,
        [
            "config/default.toml:1 `max_restarts` is 1000 in `config/default.toml` and 5 in `config/production.toml`"
        ]
    );
}

#[test]
fn what_may_differ_and_what_nobody_reads_is_left_alone() {
    let told = told(&[
        // ports, paths, levels, caches, and the same
        (
            "config/test.toml",
            "port = 1\ndata_path = \"/tmp\"\nlog_level = \"debug\"\nmax_restarts = 5\ncache_timeout = 1\nunread_timeout = 1\n",
        ),
        (
            "config/production.toml",
            "port = 2\ndata_path = \"/var\"\nlog_level = \"info\"\nmax_restarts = 5\ncache_timeout = 9\nunread_timeout = 9\n",
        ),
        // no environments, and files of tools
        ("names/a.toml", "max_restarts = 1\n"),
        ("names/b.toml", "max_restarts = 2\n"),
        ("docker-compose.test.yml", "max_restarts: 1\n"),
        ("docker-compose.prod.yml", "max_restarts: 2\n"),
        // fixtures
        ("tests/fixtures/config.test.toml", "max_restarts = 1\n"),
        ("tests/fixtures/config.prod.toml", "max_restarts = 2\n"),
    ]);
    assert_eq!(told, [] as [String; 0]);
}

#[test]
fn a_report_shows_both_files_and_who_reads_them() {
    let folder = folder(&[
        ("config/test.toml", "max_restarts = 1000\n"),
        ("config/production.toml", "max_restarts = 5\n"),
    ]);
    let (human, code) = check(folder.path(), &["--format", "human", "--color", "never"]);
    assert_eq!(code, Some(1));
    let (findings, _) = human
        .split_once("checked: ")
        .expect("a summary with its time");
    insta::assert_snapshot!(findings);
    let (short, _) = check(folder.path(), &["--format", "short"]);
    assert!(short.starts_with("config/test.toml:1:1: "), "{short}");
}

#[test]
fn a_faulty_file_is_told_of_where_the_rule_asks_for_it() {
    let folder = folder(&[
        ("config/test.toml", "max_restarts = \n"),
        ("config/production.toml", "max_restarts = 5\n"),
        ("helm/app-test.yaml", "a: {{ .Values.a }}\n"),
        ("helm/app-prod.yaml", "a: 1\n"),
    ]);
    let (output, code) = check(folder.path(), &[]);
    assert_ne!(code, Some(0));
    assert!(
        output.contains("this configuration file cannot be read"),
        "{output}"
    );
    assert!(output.contains("config/test.toml"), "{output}");
    let other = Command::new(env!("CARGO_BIN_EXE_otplint"))
        .args(["check", "--select", "raw-send"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    assert_eq!(other.status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_and_no_large_file_read() {
    let outside = folder(&[("away/production.toml", "max_restarts = 5\n")]);
    let large = format!("max_restarts = 5\n{}", "# much\n".repeat(50_000));
    let folder = folder(&[
        ("config/test.toml", "max_restarts = 1000\n"),
        ("other/test.toml", "max_restarts = 1000\n"),
        ("other/production.toml", &large),
    ]);
    let away = outside.path().join("away/production.toml");
    std::os::unix::fs::symlink(away, folder.path().join("config/production.toml")).expect("a link");
    let (output, _) = check(folder.path(), &["--format", "short"]);
    assert!(!output.contains("max_restarts"), "{output}");
}
