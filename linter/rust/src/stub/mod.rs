//! Stubs: external crates described by ordinary Rust signatures with `otp` attributes.
//!
//! A stub is one file a crate. It is parsed like any other source, never compiled: bodies are empty,
//! structs have no fields, lifetimes may be left out.
//!
//! ```text
//! #![otp(krate = "tokio", version = "1.54.1")]
//! pub mod sync {
//!     pub mod mpsc {
//!         #[otp(sender, flavor = "mpsc")]
//!         pub struct Sender<T>;
//!         impl<T> Sender<T> {
//!             #[otp(send, value = 0, cancel = "unsafe", loses = "arg", outcome = "must")]
//!             pub async fn send(&self, value: T) -> Result<(), error::SendError<T>> {}
//!         }
//!         #[otp(channel, capacity = 0)]
//!         pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {}
//!     }
//! }
//! ```
//!
//! # The head
//!
//! `krate` is the crate's name in paths, `version` the exact version that the signatures were held
//! against, `also` (comma separated) further crate names under which the same paths are found
//! (`core, alloc` for `std`). A crate that re-exports another stubbed crate says so with `pub use`.
//!
//! # Words
//!
//! The words and their meanings are the enums of [`otplint_model::stub`]:
//!
//! - on a function, method or macro: any of [`Effect`](otplint_model::stub::Effect); the keys
//!   `cancel`, `loses`, `closure`, `policy`, `outcome`, `acquires` with a word as text; `capacity`,
//!   `value`, `key`, `table`, `duration`, `future`, `spawned`, `sql` with the position of an argument,
//!   counted from 0 without self; `returns` with a type, for macros; `handler` and `hook = "…"` on
//!   the methods of a process, `handler` also on an attribute macro that makes handlers of an
//!   `impl`'s methods;
//! - on a type: any of [`TypeWord`](otplint_model::stub::TypeWord), `flavor = "…"`, `collection = "…"`;
//! - on a trait: any of [`TraitWord`](otplint_model::stub::TraitWord).
//!
//! `unchecked = "reason"` on any item tells the test that holds stubs against published crates that
//! the item cannot be found there as written (a macro makes it, or the stub simplifies it).
//!
//! # Conventions
//!
//! - Iterators and streams: adapters are not reproduced one by one. `std::iter::Iter<T>` stands for
//!   every iterator and `futures_util::stream::St<T>` for every stream adapter.
//! - A function that returns a future is written `async fn`, or returns a named future type when
//!   that type has methods of its own.
//! - A macro is declared as `macro_rules! name { () => {} }`.

pub mod attrs;
pub mod bundled;
mod generate;
pub mod source;
mod strip;

pub use attrs::{AttrError, crate_attrs, fn_attrs, trait_attrs, type_attrs, unchecked};
pub use bundled::bundled;
pub use generate::generate;
pub use source::StubError;
