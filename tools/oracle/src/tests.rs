//! Answers made up for a small project: the right ones pass, the wrong ones are found.

use crate::judge_all;
use crate::ours::Call;

const SOURCE: &str = "use std::sync::{Arc, Mutex};
pub struct Queue { jobs: Vec<u32> }
impl Queue { pub fn put(&mut self, job: u32) { self.jobs.push(job); } }
pub struct Stack;
pub fn run(shared: Arc<Mutex<Queue>>) {
    let mut queue = shared.lock().unwrap();
    queue.put(1);
    queue.jobs.iter().count();
}
";

/// A call as otplint prints it: its name, what it is called on, and the `holder` of what it calls.
fn call(name: &str, receiver: (&str, &str), callee: (&str, &str)) -> Call {
    let at = |path: &str| {
        let defined = ["struct Queue", "struct Stack"]
            .into_iter()
            .find(|struct_| path.starts_with("p::") && struct_.ends_with(&path[3..]));
        defined.map(|text| {
            let start = SOURCE.find(text).expect("it is defined") + "struct ".len();
            ("src/lib.rs".to_owned(), start)
        })
    };
    let named = |path: &str| serde_json::json!({"path": path, "at": at(path)});
    let (kind, ty) = receiver;
    let (answer, holder) = callee;
    let called = serde_json::json!({
        "path": format!("{holder}::{name}"), "at": null, "holder": named(holder), "declared": null,
    });
    let line = serde_json::json!({
        "path": "src/lib.rs",
        "start": SOURCE.rfind(&format!(".{name}(")).expect("it is called") + 1,
        "name": name,
        "callee": answer,
        "callees": if answer == "known" { vec![called] } else { Vec::new() },
        "receiver": {
            "kind": kind, "shown": ty, "named": if kind == "adt" { vec![named(ty)] } else { Vec::new() },
        },
    });
    serde_json::from_value(line).expect("a call")
}

#[test]
fn right_answers_pass_and_wrong_ones_are_found() {
    let project = std::env::temp_dir().join(format!("otplint-oracle-test-{}", std::process::id()));
    std::fs::create_dir_all(project.join("src")).expect("a folder");
    let project = project.canonicalize().expect("it is there");
    std::fs::write(project.join("src/lib.rs"), SOURCE).expect("a file");
    let manifest = "[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    std::fs::write(project.join("Cargo.toml"), manifest).expect("a file");
    let mutex = "std::sync::Mutex";
    let right = [
        call("push", ("adt", "std::vec::Vec"), ("known", "std::vec::Vec")),
        // The name stands for the guard, which dereferences to what has the method.
        call("put", ("adt", "std::sync::MutexGuard"), ("other", "")),
        call(
            "unwrap",
            ("adt", "std::result::Result"),
            ("known", "std::result::Result"),
        ),
        call("count", ("adt", "std::iter::Iter"), ("unknown", "")),
    ];
    let wrong = [
        call("push", ("adt", "p::Stack"), ("known", mutex)),
        call("put", ("other", "other"), ("known", "p::Stack")),
        call("lock", ("adt", mutex), ("known", "std::sync::RwLock")),
    ];
    let report = judge_all(&project, &right, false).expect("it loads");
    let said = report.wrong();
    // `put` is written in the project, so nobody may say that it is not described.
    assert_eq!(
        said.lines().filter(|line| !line.starts_with(' ')).count(),
        1,
        "{said}"
    );
    assert!(said.contains("lib.rs:7 put"), "{said}");
    let report = judge_all(&project, &wrong, false).expect("it loads");
    let said = report.wrong();
    assert_eq!(
        said.lines().filter(|line| !line.starts_with(' ')).count(),
        5,
        "{said}"
    );
    std::fs::remove_dir_all(&project).expect("it is there");
}
