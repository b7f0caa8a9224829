//! Tasks.
use crate::follow::Index;
use crate::program::Program;
/// Tasks.
#[derive(Debug, Default)]
pub struct Tasks {}
impl Tasks {
    /// Finds.
    pub fn new(_: &Program, _: &Index) -> Self { Self::default() }
}
