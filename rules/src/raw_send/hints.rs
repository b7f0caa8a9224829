//! What names suggest. They never decide: where the receiver was understood they are not asked, and
//! elsewhere they only lower the confidence.

use crate::names::has_word;

/// A message that tells of something, or asks to end: the next one makes up for it, or it is moot.
pub fn is_news(name: &str) -> bool {
    is_failure(name) || is_end(name) || has_word(name, NEWS)
}

/// A message that tells of a failure.
pub fn is_failure(name: &str) -> bool {
    has_word(name, &["err", "error", "failed", "failure", "panic"])
}

/// Code or a channel end that has to do with the end of something.
pub fn is_end(name: &str) -> bool {
    has_word(name, END)
}

/// Code that measures and logs: the service goes on without.
pub fn measures(path: &str) -> bool {
    path.split("::").any(|part| has_word(part, MEASURES))
}

const NEWS: &[&str] = &[
    "event",
    "events",
    "metric",
    "metrics",
    "log",
    "trace",
    "stat",
    "stats",
    "progress",
    "status",
    "notification",
    "notify",
    "heartbeat",
    "ping",
    "pong",
    "tick",
    "wake",
    "refresh",
    "report",
    "changed",
    "health",
    "debug",
    "telemetry",
    "ready",
    "signal",
    "info",
    "level",
    "usage",
];

const END: &[&str] = &[
    "shutdown",
    "stop",
    "stopped",
    "stopping",
    "close",
    "closed",
    "cancel",
    "cancelled",
    "exit",
    "quit",
    "kill",
    "abort",
    "terminate",
    "disconnect",
    "disconnected",
    "unregister",
    "unsubscribe",
    "leave",
    "remove",
    "end",
    "finish",
    "done",
    "release",
    "drop",
    "teardown",
    "cleanup",
];

const MEASURES: &[&str] = &[
    "analytics",
    "telemetry",
    "metrics",
    "tracing",
    "logging",
    "logger",
    "profiling",
    "diagnostics",
    "stats",
    "usage",
    "debug",
];
