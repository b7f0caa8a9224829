//! The store and what is built on it: one kit for all backends, and what is particular to each.

mod cancel;
mod distribute;
mod faults;
mod kept;
mod kit;
mod linear;
mod linear_queue;
mod model;
mod random;
mod saga;
mod schedule;
mod sqlite;
mod tree;
mod workflow;
