//! Names and groups for processes.
//!
//! A value, not a global: whoever shall find processes is given a clone. A name belongs to a process over all its
//! incarnations and is free again as soon as the process has ended for good, also when it never came through its
//! `init`. Registering is atomic: of two who want a name one gets it and the other is told.
//!
//! ```
//! use otp_runtime::mailbox::{open, Options};
//! use otp_runtime::registry::Registry;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let registry = Registry::new();
//! let (address, mailbox) = open::<u32>("worker", Options::default())?;
//! registry.register("worker", &address)?;
//! registry.join("workers", &address);
//! assert!(registry.find::<u32>("worker")?.is_same(&address));
//! drop(mailbox);
//! assert!(registry.find::<u32>("worker").is_err());
//! assert!(registry.members::<u32>("workers").is_empty());
//! # Ok(()) }
//! ```

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::mailbox::Address;

/// Names and groups. Cheap to clone; clones share everything.
#[derive(Clone, Default)]
pub struct Registry {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    names: BTreeMap<String, Box<dyn Member>>,
    groups: BTreeMap<String, Vec<Box<dyn Member>>>,
    /// At how many entries the dead ones are looked for.
    prune_at: usize,
}

/// An address of any message type.
trait Member: Any + Send + Sync {
    fn is_alive(&self) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<M: Send + 'static> Member for Address<M> {
    fn is_alive(&self) -> bool {
        !self.is_closed()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Why a name was not given or not found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// Another process has the name.
    #[error("the name `{0}` belongs to another process that is alive")]
    Taken(String),
    /// The process has ended, so that the name would be free again at once.
    #[error("a process that has ended cannot be registered as `{0}`")]
    Ended(String),
    /// No process that is alive has the name.
    #[error("no process is registered as `{0}`")]
    Unknown(String),
    /// The process takes other messages.
    #[error("the process `{name}` does not take messages of the type `{asked}`")]
    Type {
        /// The name.
        name: String,
        /// The message type that was asked for.
        asked: &'static str,
    },
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("names", &self.names())
            .finish_non_exhaustive()
    }
}

impl Registry {
    /// An empty registry.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a process a name. Giving it the name it has already changes nothing.
    ///
    /// # Errors
    ///
    /// [`RegistryError::Taken`] or [`RegistryError::Ended`].
    pub fn register<M: Send + 'static>(
        &self,
        name: impl Into<String>,
        address: &Address<M>,
    ) -> Result<(), RegistryError> {
        let name = name.into();
        if address.is_closed() {
            return Err(RegistryError::Ended(name));
        }
        let mut inner = self.lock();
        if let Some(holder) = inner.names.get(&name).filter(|holder| holder.is_alive()) {
            let same = downcast::<M>(&**holder).is_some_and(|holder| holder.is_same(address));
            return if same {
                Ok(())
            } else {
                Err(RegistryError::Taken(name))
            };
        }
        inner.names.insert(name, Box::new(address.clone()));
        inner.prune();
        Ok(())
    }

    /// Frees a name; false if nobody had it.
    pub fn unregister(&self, name: &str) -> bool {
        self.lock()
            .names
            .remove(name)
            .is_some_and(|holder| holder.is_alive())
    }

    /// The process of this name.
    ///
    /// # Errors
    ///
    /// [`RegistryError::Unknown`] or [`RegistryError::Type`].
    pub fn find<M: Send + 'static>(&self, name: &str) -> Result<Address<M>, RegistryError> {
        let mut inner = self.lock();
        match inner.names.get(name) {
            Some(holder) if holder.is_alive() => {
                downcast::<M>(&**holder)
                    .cloned()
                    .ok_or_else(|| RegistryError::Type {
                        name: name.to_owned(),
                        asked: std::any::type_name::<M>(),
                    })
            }
            _ => {
                inner.names.remove(name);
                Err(RegistryError::Unknown(name.to_owned()))
            }
        }
    }

    /// All names of processes that are alive, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let inner = self.lock();
        let alive = inner.names.iter().filter(|(_, holder)| holder.is_alive());
        alive.map(|(name, _)| name.clone()).collect()
    }

    /// Puts a process into a group. A group may hold processes of several message types; a process is in it once.
    pub fn join<M: Send + 'static>(&self, group: impl Into<String>, address: &Address<M>) {
        let mut inner = self.lock();
        let members = inner.groups.entry(group.into()).or_default();
        if !address.is_closed() && !contains(members, address) {
            members.push(Box::new(address.clone()));
        }
        inner.prune();
    }

    /// Takes a process out of a group; false if it was not in it.
    pub fn leave<M: Send + 'static>(&self, group: &str, address: &Address<M>) -> bool {
        let mut inner = self.lock();
        let Some(members) = inner.groups.get_mut(group) else {
            return false;
        };
        let found = contains(members, address);
        members.retain(|member| {
            !downcast::<M>(&**member).is_some_and(|member| member.is_same(address))
        });
        if members.is_empty() {
            inner.groups.remove(group);
        }
        found
    }

    /// The members of a group that are alive and take these messages, in the order in which they joined.
    #[must_use]
    pub fn members<M: Send + 'static>(&self, group: &str) -> Vec<Address<M>> {
        let inner = self.lock();
        let members = inner.groups.get(group).into_iter().flatten();
        members
            .filter(|member| member.is_alive())
            .filter_map(|member| downcast::<M>(&**member).cloned())
            .collect()
    }
}

fn downcast<M: Send + 'static>(member: &dyn Member) -> Option<&Address<M>> {
    member.as_any().downcast_ref()
}

fn contains<M: Send + 'static>(members: &[Box<dyn Member>], address: &Address<M>) -> bool {
    let mut same = members.iter().filter_map(|member| downcast::<M>(&**member));
    same.any(|member| member.is_same(address))
}

impl Inner {
    /// Drops the entries of dead processes, paid for by the entries that were added since the last time.
    fn prune(&mut self) {
        let len =
            |inner: &Self| inner.names.len() + inner.groups.values().map(Vec::len).sum::<usize>();
        if len(self) < self.prune_at.max(64) {
            return;
        }
        self.names.retain(|_, holder| holder.is_alive());
        self.groups.retain(|_, members| {
            members.retain(|member| member.is_alive());
            !members.is_empty()
        });
        self.prune_at = len(self) * 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::{Mailbox, Options, open};
    use crate::server::{self, Context, Server};

    fn process<M>() -> (Address<M>, Mailbox<M>) {
        open("test", Options::default()).unwrap()
    }

    #[test]
    fn of_two_who_want_a_name_one_gets_it() {
        let registry = Registry::new();
        let (one, mailbox) = process::<u8>();
        let (two, _mailbox) = process::<u8>();
        registry.register("name", &one).unwrap();
        registry.register("name", &one).unwrap();
        assert_eq!(
            registry.register("name", &two),
            Err(RegistryError::Taken("name".into()))
        );
        drop(mailbox);
        registry.register("name", &two).unwrap();
        assert!(registry.find::<u8>("name").unwrap().is_same(&two));
        assert!(registry.unregister("name") && !registry.unregister("name"));
        assert_eq!(
            registry.register("late", &one),
            Err(RegistryError::Ended("late".into()))
        );
    }

    #[test]
    fn a_name_of_another_message_type_is_an_error() {
        let registry = Registry::new();
        let (address, _mailbox) = process::<u8>();
        registry.register("name", &address).unwrap();
        assert!(matches!(
            registry.find::<u16>("name"),
            Err(RegistryError::Type { .. })
        ));
        assert_eq!(registry.names(), ["name"]);
    }

    #[test]
    fn a_group_forgets_members_that_left_or_ended() {
        let registry = Registry::new();
        let (one, mailbox) = process::<u8>();
        let (two, _mailbox) = process::<u8>();
        for address in [&one, &two, &one] {
            registry.join("group", address);
        }
        assert_eq!(registry.members::<u8>("group").len(), 2);
        drop(mailbox);
        assert_eq!(registry.members::<u8>("group").len(), 1);
        assert!(registry.leave("group", &two) && !registry.leave("group", &two));
    }

    #[test]
    fn dead_entries_do_not_pile_up() {
        let registry = Registry::new();
        for n in 0..10_000 {
            let (address, _mailbox) = process::<u8>();
            registry.register(format!("{n}"), &address).unwrap();
            registry.join("group", &address);
        }
        let inner = registry.lock();
        assert!(inner.names.len() + inner.groups["group"].len() <= 128);
    }

    #[tokio::test]
    async fn a_failed_start_leaves_no_name_behind() {
        struct Fails;
        impl Server for Fails {
            type Args = Registry;
            type Message = ();
            type Error = &'static str;
            async fn init(
                registry: Registry,
                context: &mut Context<Self>,
            ) -> Result<Self, Self::Error> {
                registry.register("name", context.address()).unwrap();
                Err("after it was registered")
            }
            async fn handle(&mut self, (): (), _: &mut Context<Self>) -> Result<(), Self::Error> {
                Ok(())
            }
        }
        let registry = Registry::new();
        server::start::<Fails>(registry.clone()).await.unwrap_err();
        assert_eq!(
            registry.find::<()>("name").unwrap_err(),
            RegistryError::Unknown("name".into())
        );
        assert!(registry.names().is_empty());
    }
}
