//! What people and programs see, from a report made by hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use otplint_engine::pipeline::{Skipped, Unseen};
use otplint_engine::{Report, Summary};
use otplint_model::{
    Confidence, FileId, Finding, LineIndex, Location, Related, Severity, SourceError, SourceFile,
    Span,
};

use super::{footer, human, json, short};
use crate::terminal::Style;

const QUEUE: &str = r#"use std::collections::VecDeque;

pub struct Worker {
    jobs: VecDeque<Job>,
    requests: Receiver<Request>,
}

impl Worker {
    pub fn new(requests: Receiver<Request>) -> Self {
        Self { jobs: VecDeque::new(), requests }
    }

    pub async fn run(mut self) {
        while let Some(request) = self.requests.recv().await {
            self.jobs.push_back(request.job);
            request.reply.send(Accepted).ok();
            self.work().await;
        }
    }
}
"#;

const WORK: &str = "impl Worker {\n\tpub async fn work(&mut self) {\n\t\tlet job = self.jobs.pop_front();\n\t\tstore(job).await.unwrap();\n\t}\n}\n";

const PLAIN: Style = Style {
    color: false,
    width: 100,
};
const FOLDER: &str = "/home/me/shop";

/// Where `text` stands for the first time in one of the files.
fn at(file: u32, text: &str) -> Location {
    let start = [QUEUE, WORK][file as usize]
        .find(text)
        .expect("it is there") as u32;
    Location {
        file: FileId(file),
        span: Span::new(start, start + text.len() as u32),
    }
}

fn step(file: u32, text: &str, message: &str) -> Related {
    Related {
        location: at(file, text),
        message: message.to_owned(),
    }
}

fn finding() -> Finding {
    Finding {
        rule: "volatile-state",
        severity: Severity::Error,
        confidence: Confidence::High,
        location: at(0, "self.jobs.push_back(request.job)"),
        message: "jobs that were accepted are lost when the process that runs `Worker` crashes"
            .to_owned(),
        help: "write each job to a store before the reply is sent".to_owned(),
        replacement: "otp_runtime::durable::Queue",
        related: vec![
            step(0, "VecDeque::new()", "the queue is created empty here"),
            step(
                0,
                "self.jobs.push_back(request.job)",
                "a job is accepted into memory only",
            ),
            step(
                0,
                "request.reply.send(Accepted)",
                "the sender is told that it was accepted",
            ),
            step(
                1,
                "store(job).await.unwrap()",
                "a panic here drops every job that still waits",
            ),
        ],
        item: "crate::queue::Worker::run".to_owned(),
        fingerprint: "0123456789abcdef".to_owned(),
    }
}

fn report() -> Report {
    let file = |path: &str, text: &str| SourceFile {
        path: PathBuf::from(path),
        text: text.into(),
    };
    let ignored = Finding {
        rule: "raw-send",
        severity: Severity::Warning,
        confidence: Confidence::Medium,
        location: at(0, "request.reply.send(Accepted).ok()"),
        message: "the reply is lost when nobody waits for it".to_owned(),
        help: "use `otp_runtime::server::Reply`, which reports it".to_owned(),
        replacement: "otp_runtime::server::Reply",
        related: Vec::new(),
        ..finding()
    };
    Report {
        files: vec![
            file("src/queue.rs", QUEUE),
            file("/home/me/shop/src/work.rs", WORK),
        ],
        findings: vec![finding(), ignored],
        errors: vec![
            SourceError {
                path: PathBuf::from("src/queue.rs"),
                place: Some((FileId(0), at(0, "jobs").span)),
                message: "cannot be parsed: expected a type".to_owned(),
            },
            SourceError {
                path: PathBuf::from("../elsewhere/a.rs"),
                place: None,
                message: "cannot be read: permission denied".to_owned(),
            },
        ],
        skipped: vec![Skipped {
            path: PathBuf::from("target/x.rs"),
            reason: "a link out of the tree".to_owned(),
        }],
        summary: Summary {
            files: 2,
            lines: 12_345,
            rules: 7,
            waiting: 2,
            suppressed: 1,
            weak: 3,
            unseen: Unseen {
                macros: 12,
                calls: 5_200,
                unresolved_calls: 340,
            },
            by_rule: BTreeMap::from([("volatile-state", 1), ("raw-send", 1)]),
        },
        timings: Vec::new(),
        failed: true,
    }
}

#[test]
fn for_people() {
    insta::assert_snapshot!(human::render(&report(), Path::new(FOLDER), PLAIN));
}

#[test]
fn for_people_with_colours() {
    let style = Style {
        color: true,
        ..PLAIN
    };
    let text = human::render(&report(), Path::new(FOLDER), style);
    assert!(text.contains("\u{1b}["));
}

#[test]
fn a_line_too_long_to_show_is_told_in_words() {
    let mut report = report();
    report.errors.clear();
    report.findings.truncate(1);
    let one_line = QUEUE.replace('\n', " ");
    report.files[0].text = one_line.into();
    insta::assert_snapshot!(human::render(&report, Path::new(FOLDER), PLAIN));
}

#[test]
fn for_line_readers() {
    insta::assert_snapshot!(short::render(&report(), Path::new(FOLDER)));
}

#[test]
fn for_programs() {
    insta::assert_snapshot!(json::render(&report(), Path::new(FOLDER)));
}

#[test]
fn below_the_findings() {
    insta::assert_snapshot!(footer::render(
        &report(),
        Path::new(FOLDER),
        PLAIN,
        Duration::from_millis(310)
    ));
    let mut clean = report();
    clean.findings.clear();
    clean.errors.clear();
    clean.skipped = (0..7)
        .map(|n| Skipped {
            path: format!("a{n}").into(),
            reason: "a link".to_owned(),
        })
        .collect();
    clean.summary = Summary {
        files: 1,
        lines: 1,
        ..Summary::default()
    };
    insta::assert_snapshot!(footer::render(
        &clean,
        Path::new(FOLDER),
        PLAIN,
        Duration::from_millis(310)
    ));
}

#[test]
fn numbers_are_grouped() {
    assert_eq!(
        [0, 7, 100, 1000, 12_345, 1_234_567].map(super::grouped),
        ["0", "7", "100", "1,000", "12,345", "1,234,567"]
    );
}

#[test]
fn lines_and_columns_agree_with_plain_counting() {
    let text = format!("aé{}\n\n{}\r\nz", "ü".repeat(3000), "日本".repeat(1500));
    let (lines, plain) = (super::Lines::new(&text), LineIndex::new(&text));
    for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
        let offset = offset as u32;
        assert_eq!(
            lines.line_column(&text, offset),
            plain.line_column(&text, offset),
            "{offset}"
        );
    }
    assert_eq!(super::Lines::new("").line_column("", 0), (1, 1));
}

#[test]
fn far_down_in_a_file_the_lines_keep_their_numbers() {
    let mut report = report();
    report.errors.clear();
    report.findings.drain(..1);
    let lines = 5000;
    report.files[0].text = ("\n".repeat(lines) + QUEUE).into();
    report.findings[0].location.span.start += lines as u32;
    report.findings[0].location.span.end += lines as u32;
    let text = human::render(&report, Path::new(FOLDER), PLAIN);
    assert!(
        text.contains("[src/queue.rs:5016:13]")
            && text.contains("5016 │             request.reply"),
        "{text}"
    );
}
