//! A report as text, and as JSON.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use otp_runtime::inspect::Report;
use otp_runtime::workflow::WorkflowStatus;
use serde_json::Value;

use crate::args::Action;

/// Keeps what is of this namespace.
pub fn keep(report: &mut Report, namespace: &str) {
    report.queues.retain(|it| it.namespace == namespace);
    report.outboxes.retain(|it| it.namespace == namespace);
    report.workflows.retain(|it| it.namespace == namespace);
    report.sagas.retain(|it| it.namespace == namespace);
    report.schedules.retain(|it| it.namespace == namespace);
    report.leases.retain(|it| it.namespace == namespace);
}

/// The part that was asked for.
pub fn json(report: &Report, action: &Action) -> serde_json::Result<Value> {
    let mut all = serde_json::to_value(report)?;
    let part = match action {
        Action::Workflows => "workflows",
        Action::Queues | Action::DeadLetters => "queues",
        Action::Outboxes => "outboxes",
        Action::Sagas => "sagas",
        Action::Schedules => "schedules",
        Action::Leases => "leases",
        Action::Summary | Action::Retry { .. } | Action::Discard { .. } => return Ok(all),
    };
    Ok(all[part].take())
}

/// The part that was asked for.
pub fn human(report: &Report, action: &Action) -> String {
    match action {
        Action::Workflows => workflows(report),
        Action::Queues => queues(report),
        Action::DeadLetters => dead_letters(report),
        Action::Outboxes => outboxes(report),
        Action::Sagas => sagas(report),
        Action::Schedules => schedules(report),
        Action::Leases => leases(report),
        Action::Summary | Action::Retry { .. } | Action::Discard { .. } => summary(report),
    }
}

fn summary(report: &Report) -> String {
    let mut rows = Vec::new();
    let mut row = |kind: &str, namespace: &str, name: &str, what: String, trouble: String| {
        rows.push(vec![kind.to_owned(), full(namespace, name), what, trouble]);
    };
    for it in &report.workflows {
        let what = format!("{} running, {} waiting", it.running, it.waiting);
        row(
            "workflow",
            &it.namespace,
            &it.name,
            what,
            some(it.stuck, "stuck"),
        );
    }
    for it in &report.sagas {
        let what = format!("{} under way", it.under_way - it.stuck);
        row(
            "saga",
            &it.namespace,
            &it.name,
            what,
            some(it.stuck, "stuck"),
        );
    }
    for it in &report.queues {
        let what = format!("{} waiting, {} in hand", it.waiting, it.in_hand);
        row(
            "queue",
            &it.namespace,
            &it.name,
            what,
            some(it.dead, "dead"),
        );
    }
    for it in &report.outboxes {
        let what = format!("{} waiting", it.waiting);
        let stopped = it.stopped.as_ref();
        let trouble = stopped.map_or(String::new(), |it| format!("stopped by {}", it.sequence));
        row("outbox", &it.namespace, &it.name, what, trouble);
    }
    for it in &report.schedules {
        row(
            "schedule",
            &it.namespace,
            &it.name,
            format!("{} timers", it.timers),
            String::new(),
        );
    }
    for it in &report.leases {
        let what = format!("held by {}", it.holder);
        let ended = if it.left == 0 { "ended" } else { "" };
        row("lease", &it.namespace, &it.name, what, ended.to_owned());
    }
    table(&["kind", "name", "", "trouble"], rows, "the store is empty")
}

fn workflows(report: &Report) -> String {
    let mut rows = Vec::new();
    for kind in &report.workflows {
        for it in &kind.list {
            let status = match &it.status {
                WorkflowStatus::Running { node } => format!("running on {node}"),
                WorkflowStatus::Waiting { due } => format!("waiting until {}", time(*due)),
                WorkflowStatus::Stuck => "stuck".to_owned(),
                other => format!("{other:?}"),
            };
            rows.push(vec![
                full(&kind.namespace, &kind.name),
                it.id.clone(),
                if it.cancelled {
                    format!("{status}, cancelled")
                } else {
                    status
                },
                it.step.to_string(),
                it.attempts.to_string(),
                time(it.changed),
                it.error.clone().unwrap_or_default(),
            ]);
        }
    }
    let head = [
        "kind",
        "id",
        "status",
        "step",
        "attempts",
        "changed",
        "last error",
    ];
    table(&head, rows, "no workflow is under way")
}

fn queues(report: &Report) -> String {
    let row = |it: &otp_runtime::inspect::QueueReport| {
        vec![
            full(&it.namespace, &it.name),
            it.type_name.clone(),
            it.waiting.to_string(),
            it.in_hand.to_string(),
            it.dead.to_string(),
            it.next_due.map_or(String::new(), time),
        ]
    };
    let head = ["queue", "of", "waiting", "in hand", "dead", "next due"];
    table(
        &head,
        report.queues.iter().map(row).collect(),
        "there is no queue",
    )
}

fn dead_letters(report: &Report) -> String {
    let mut rows = Vec::new();
    for queue in &report.queues {
        for it in &queue.dead_letters {
            rows.push(vec![
                full(&queue.namespace, &queue.name),
                it.job.to_string(),
                it.attempts.to_string(),
                it.error.clone().unwrap_or_default(),
                it.value.to_string(),
            ]);
        }
    }
    let head = ["queue", "job", "attempts", "error", "value"];
    table(&head, rows, "there is no dead letter")
}

fn outboxes(report: &Report) -> String {
    let row = |it: &otp_runtime::inspect::OutboxReport| {
        let stopped = it.stopped.as_ref();
        vec![
            full(&it.namespace, &it.name),
            it.waiting.to_string(),
            stopped.map_or(String::new(), |it| it.sequence.to_string()),
            stopped.map_or(String::new(), |it| it.attempts.to_string()),
            stopped.map_or(String::new(), |it| it.error.clone()),
        ]
    };
    let head = ["outbox", "waiting", "stopped by", "attempts", "error"];
    table(
        &head,
        report.outboxes.iter().map(row).collect(),
        "there is no outbox",
    )
}

fn sagas(report: &Report) -> String {
    let mut rows = Vec::new();
    for kind in &report.sagas {
        for it in &kind.list {
            rows.push(vec![
                full(&kind.namespace, &kind.name),
                it.id.clone(),
                if it.stuck.is_some() {
                    "stuck"
                } else {
                    "under way"
                }
                .to_owned(),
                it.stuck.clone().unwrap_or_default(),
            ]);
        }
    }
    table(
        &["saga", "id", "status", "why"],
        rows,
        "no saga is under way",
    )
}

fn schedules(report: &Report) -> String {
    let mut rows = Vec::new();
    for schedule in &report.schedules {
        for it in &schedule.list {
            rows.push(vec![
                full(&schedule.namespace, &schedule.name),
                it.id.clone(),
                it.due.map_or("unreadable".to_owned(), time),
                it.timing.to_string(),
                it.payload.to_string(),
            ]);
        }
    }
    let head = ["schedule", "timer", "due", "timing", "payload"];
    table(&head, rows, "there is no timer")
}

fn leases(report: &Report) -> String {
    let row = |it: &otp_runtime::inspect::LeaseReport| {
        vec![
            full(&it.namespace, &it.name),
            it.holder.clone(),
            it.token.to_string(),
            format!("{:?}", Duration::from_millis(it.left.unsigned_abs())),
        ]
    };
    let head = ["lease", "holder", "token", "left"];
    table(
        &head,
        report.leases.iter().map(row).collect(),
        "nobody holds a lease",
    )
}

fn some(count: usize, what: &str) -> String {
    if count == 0 {
        String::new()
    } else {
        format!("{count} {what}")
    }
}

/// A name with its namespace, if it has one.
fn full(namespace: &str, name: &str) -> String {
    if namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}:{name}")
    }
}

/// Milliseconds since 1970 as people write them, in UTC.
fn time(at: i64) -> String {
    let since = Duration::from_millis(u64::try_from(at).unwrap_or(0));
    match UNIX_EPOCH.checked_add(since).map(jiff::Timestamp::try_from) {
        Some(Ok(time)) if SystemTime::from(time) >= UNIX_EPOCH => format!("{time:.0}"),
        // A workflow that waits for a signal only.
        _ => "for ever".to_owned(),
    }
}

/// Columns as wide as they must be; what is in a cell stays on its line.
fn table(head: &[&str], rows: Vec<Vec<String>>, empty: &str) -> String {
    if rows.is_empty() {
        return format!("{empty}\n");
    }
    let mut lines = vec![head.iter().map(|cell| (*cell).to_owned()).collect()];
    lines.extend(rows);
    let shown: Vec<Vec<String>> = lines
        .into_iter()
        .map(|line: Vec<String>| {
            line.iter()
                .map(|cell| cell.replace(['\n', '\r', '\t'], " "))
                .collect()
        })
        .collect();
    let width = |column: usize| {
        let cells = shown.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..head.len()).map(width).collect();
    let mut text = String::new();
    for line in &shown {
        let mut out = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            let _ = write!(out, "{cell:<width$}  ");
        }
        text.push_str(out.trim_end());
        text.push('\n');
    }
    text
}
