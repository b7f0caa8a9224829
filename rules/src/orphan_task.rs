//! `orphan-task`.
use otplint_model::{Finding, Model, Severity};

use crate::{Level, Meta, Rule};

/// The rule.
#[derive(Debug)]
pub struct OrphanTask;

static META: Meta = Meta {
    id: "orphan-task",
    summary: "a long-lived task whose death nobody learns of",
    severity: Severity::Error,
    level: Level::Preview,
    replacement: "otp_runtime::task::Tasks",
    page: include_str!("../docs/orphan-task.md"),
};

impl Rule for OrphanTask {
    fn meta(&self) -> &'static Meta {
        &META
    }
    fn check(&self, _: &Model, _: &mut Vec<Finding>) {}
}
