//! Who is told when a run of a process ends.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::exit::{Exit, ExitReason, Incarnation};

/// Somebody who wants to know.
pub(crate) trait Watch: Send {
    /// False once nobody listens any more, so that the entry may be forgotten.
    fn wanted(&self) -> bool;
    /// The end. Called outside all locks, at most once.
    fn ended(self: Box<Self>, exit: &Exit);
}

/// One who watches.
pub(crate) enum Watcher {
    Monitor(oneshot::Sender<Exit>),
    Other(Box<dyn Watch>),
}

impl Watcher {
    fn wanted(&self) -> bool {
        match self {
            Self::Monitor(sender) => !sender.is_closed(),
            Self::Other(watch) => watch.wanted(),
        }
    }

    pub(crate) fn ended(self, exit: &Exit) {
        match self {
            // A monitor that was dropped meanwhile is nobody's loss.
            Self::Monitor(sender) => drop(sender.send(exit.clone())),
            Self::Other(watch) => watch.ended(exit),
        }
    }
}

/// Those who watch. Most processes have one, which needs no list. Entries that nobody wants are dropped when the list
/// has doubled, so that a process which is monitored again and again does not grow.
#[derive(Default)]
pub(crate) struct Watchers {
    first: Option<Watcher>,
    more: Vec<Watcher>,
    prune_at: usize,
}

impl Watchers {
    pub(crate) fn add(&mut self, watcher: Watcher) {
        if self.first.is_none() && self.more.is_empty() {
            self.first = Some(watcher);
            return;
        }
        if self.more.len() >= self.prune_at.max(8) {
            self.more.retain(Watcher::wanted);
            self.prune_at = self.more.len() * 2;
        }
        self.more.push(watcher);
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none() && self.more.is_empty()
    }

    #[inline]
    pub(crate) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    pub(crate) fn ended(self, exit: &Exit) {
        self.first
            .into_iter()
            .chain(self.more)
            .for_each(|watcher| watcher.ended(exit));
    }
}

/// Resolves with the reason when the watched run ends.
///
/// Made by [`Address::monitor`](super::Address::monitor). Dropping it stops the watching.
#[derive(Debug)]
#[must_use = "a monitor that is dropped tells nothing"]
pub struct Monitor {
    name: Arc<str>,
    news: News,
}

#[derive(Debug)]
enum News {
    Coming(oneshot::AsyncReceiver<Exit>),
    Here(Exit),
}

impl Monitor {
    pub(crate) fn watching(name: Arc<str>, receiver: oneshot::AsyncReceiver<Exit>) -> Self {
        Self {
            name,
            news: News::Coming(receiver),
        }
    }

    pub(crate) fn ended(exit: Exit) -> Self {
        Self {
            name: exit.name.clone(),
            news: News::Here(exit),
        }
    }
}

impl Future for Monitor {
    type Output = Exit;

    /// Cancel safe: a monitor that is awaited by reference keeps the news. A process that is dropped without ever having
    /// run counts as aborted.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Exit> {
        if let News::Coming(receiver) = &mut self.news {
            let exit = ready!(Pin::new(receiver).poll(cx)).unwrap_or_else(|_| Exit {
                name: self.name.clone(),
                incarnation: Incarnation::NONE,
                reason: ExitReason::Aborted,
            });
            self.news = News::Here(exit);
        }
        match &self.news {
            News::Here(exit) => Poll::Ready(exit.clone()),
            News::Coming(_) => Poll::Pending,
        }
    }
}
