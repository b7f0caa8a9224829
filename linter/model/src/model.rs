//! The process model: what the workspace means, for rules to ask.

use crate::program::Program;

/// The linked workspace.
#[derive(Debug)]
pub struct Model {
    /// Definitions and bodies.
    pub program: Program,
}

impl Model {
    /// Links a program.
    pub fn new(program: Program) -> Self {
        Self { program }
    }
}
