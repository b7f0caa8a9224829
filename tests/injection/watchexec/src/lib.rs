//! The harness puts the sources of the published crate here.
