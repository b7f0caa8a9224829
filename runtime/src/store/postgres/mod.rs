//! The store on a PostgreSQL server: for services on many machines, which share it.
//!
//! ```no_run
//! use std::time::Duration;
//! use otp_runtime::store::Store;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::postgres("postgresql://shop@db.example.com/shop?sslmode=require").await?;
//! let lease = store.own("billing", Duration::from_secs(30)).await?;
//! let bills = lease.store().map::<u64, String>("bills").await?;
//! bills.insert(&7, &"bolt".into()).await?;
//! # Ok(()) }
//! ```
//!
//! Any number of programs use one store at the same time; each has a session that writes, some that read, and one that
//! listens. Sessions need `LISTEN` and settings of their own, so a pooler between them and the server must not change
//! servers between transactions.
//!
//! # What holds
//!
//! Everything that holds of [the others](super#what-holds), for all programs together:
//!
//! - **Isolation.** Commits are serializable: it is as if they had been carried out one after the other, and of two that
//!   touch the same thing the later one has the larger revision. Revisions of commits that touch nothing in common say
//!   nothing about their order.
//! - **Durable.** Sessions set `synchronous_commit` to `on` (or leave it at `remote_apply`), and a server with
//!   `fsync=off` is refused. Where a commit warns, as it does if its wait for a standby was cut short, its outcome is
//!   *unknown*.
//! - **A lost answer is found out.** If the way to the server breaks while it commits, the store connects anew and makes
//!   sure: the group is there, or it never will be. Only if that does not succeed within
//!   [`patience`](Postgres::patience) (and [`longest_transaction`](Postgres::longest_transaction)) is the outcome
//!   *unknown*; [`Store::reopen`](super::Store::reopen) then makes sure before it answers.
//! - **Fencing.** A commit under a [lease](super::Store::own) locks the lease, so that nobody takes it over before the
//!   commit is decided; whoever takes it over waits for that. A program that is paused in the middle of a transaction
//!   is cut off by the server after a quarter of [`longest_transaction`](Postgres::longest_transaction), and leases must
//!   be longer than that.
//! - **One clock.** What is due, and when a lease ends, goes by the server's clock; the machines' own may differ.
//! - **Capacities** of queues and outboxes are exact for one program. Of what others push at the same time a program
//!   hears within a second, and may exceed the capacity by so much.
//! - A worker that waits for a job is woken when another program has pushed one, and looks for itself every 5 s.
//! - States ([`Durable`](crate::durable::Durable)) are kept in memory, where another program's events do not show: each
//!   read asks for the position of the last event, unless the state was opened under a lease that is held.
//! - Jobs that were leased when a program ended are due when their lease has ended: nobody knows that it did.
//!
//! # Isolation, and why it is so
//!
//! A group of commits is one transaction, READ COMMITTED, of two exchanges with the server. The first locks and reads all
//! that the commits of the group check and change; they are carried out in memory, by the same code as in the other
//! stores; the second writes and commits. What was read cannot have changed at the commit (strict two-phase locking):
//!
//! | what is checked | is locked by |
//! |---|---|
//! | an entry that is there | its row, `FOR UPDATE` |
//! | an entry that is not there, and is put there by the commit | the primary key: of two who insert it one fails, and is tried again |
//! | another one that is not there; a range | the map's lock, for the group alone; whoever changes a map shares its lock |
//! | the last event of a journal; the order of an outbox | the name's row |
//! | a job in hand; a lease by name | its row; a lease that nobody holds is locked by a number |
//! | a job that is due | its row, `SKIP LOCKED` |
//! | an operation id | the primary key |
//!
//! Statements that read come after those that lock, so they see whatever the lock has waited for. Revisions are taken
//! last. Everybody locks in the same order; two who insert the same new keys in another order than they lock old ones can
//! still wait for each other, and the server then ends one, which is tried again.
//!
//! The maps of a store share 64 advisory locks, and leases that nobody holds other 64, with numbers that begin at the
//! store's identity.
//!
//! # Errors
//!
//! A server that is not there fails a commit after [`patience`](Postgres::patience), before anything of it is there: *not
//! applied*, and the next commit is tried. So do a full disk and a missing right, at once.
//!
//! # Tables
//!
//! They stand in a schema of their own, `otp_runtime` unless another is named. Values are JSON as bytes:
//!
//! | table | a row is | columns |
//! |---|---|---|
//! | `meta` | a number of the store | `key`, `value`: `version` of this schema, `identity` of the store |
//! | `objects` | a name | `id`, `namespace`, `name`, `kind` (map, journal, queue, outbox), `type`, `version` (newest written) |
//! | `records` | an entry of a map | `object`, `key`, `revision`, and the record |
//! | `events` | an event or a message | `object`, `position`, and the record |
//! | `snapshots` | a snapshot | `object`, `position` (last event in it), and the record |
//! | `jobs` | a job of a queue | `object`, `id`, `state` (0 ready, 1 leased, 2 dead), `due` (ms since 1970), `attempts`, `token` (of the lease), `error` (of the last attempt), and the record |
//! | `leases` | a lease that is held | `namespace`, `name`, `holder`, `token`, `until` (ms since 1970) |
//! | `operations` | an operation id | `revision`, `namespace`, `id`, `fingerprint` (SHA-256 of the request) |
//! | `groups` | a group whose answer may still be on its way | `token`, `void` (it must not be committed any more), `at` |
//!
//! A record is `version` (of its type), `codec` (1 JSON), `sum` (CRC-32 of the value) and `value`. Keys are bytes in
//! sorting order: strings as they are, ended by two zero bytes; numbers big endian. The sequence `revisions` numbers the
//! commits. Names and ids have no zero characters here: `␀` stands for them.
//!
//! ```sql
//! SELECT encode(key, 'escape'), convert_from(value, 'UTF8')::jsonb
//! FROM otp_runtime.records JOIN otp_runtime.objects ON object = objects.id WHERE name = 'stock';
//! SELECT jobs.id, attempts, error, convert_from(value, 'UTF8')
//! FROM otp_runtime.jobs JOIN otp_runtime.objects ON object = objects.id WHERE state = 2;
//! ```
//!
//! # Rights
//!
//! The first program needs to be allowed to make a schema in the database, or tables in one that was made for it; the
//! others to read and write its tables.

mod fault;
mod flush;
mod image;
mod listen;
mod load;
mod plan;
mod read;
mod rows;
mod schema;
mod session;
mod tls;
mod write;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::backend::{Backend, Halves, Millis, ReadHalf, Ring};
use super::error::{OpenError, text};
use crate::scheduler::clock::Clock;
use listen::Listener;
use read::Reading;
use session::{Purpose, Session};
use write::{Lost, Writing, void};

/// A store on a server. Hand it to [`Store::open`](super::Store::open).
///
/// ```
/// use otp_runtime::store::postgres::Postgres;
///
/// let mut postgres = Postgres::new("postgresql://shop@db.example.com/shop?sslmode=require");
/// postgres.schema = "orders".into();
/// ```
pub struct Postgres {
    /// Where the server is: `postgresql://user:password@host:port/database`, or `host=… user=…`, as of libpq. With
    /// `sslmode=require` nothing is sent in the clear; with `prefer`, the default, only if the server has no TLS.
    /// Certificates are checked in either case.
    pub address: String,
    /// The schema with the tables, one for each store. Default `otp_runtime`.
    pub schema: String,
    /// A file with the certificates (PEM) that the server's one must come from. Default: those of Mozilla's list.
    pub root_certificates: Option<PathBuf>,
    /// For how long a commit is tried while the server is not there. Default 10 s.
    pub patience: Duration,
    /// How long a transaction can last, so that it is over when a lease that it is written under has ended; 1 s at least.
    /// The server ends a statement, or a program's silence within a transaction, after a quarter of it. Default 10 s.
    pub longest_transaction: Duration,
    /// How many reads go on at once; each has a session. Default 4; 0 counts as 1.
    pub readers: usize,
    /// For how many commits an operation id is kept at least. Default 1 000 000; 0 counts as 1.
    pub operations_kept: u64,
    /// A clock for tests, instead of the server's.
    #[cfg(feature = "testing")]
    pub clock: Option<Arc<dyn Clock>>,
    server: Arc<ServerClock>,
    lost: Lost,
    ring: Option<Ring>,
}

impl Clone for Postgres {
    /// Another one at the same address, which is opened for itself.
    fn clone(&self) -> Self {
        Self {
            address: self.address.clone(),
            schema: self.schema.clone(),
            root_certificates: self.root_certificates.clone(),
            patience: self.patience,
            longest_transaction: self.longest_transaction,
            readers: self.readers,
            operations_kept: self.operations_kept,
            #[cfg(feature = "testing")]
            clock: self.clock.clone(),
            server: self.server.clone(),
            lost: Lost::default(),
            ring: None,
        }
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address may have a password in it.
        f.debug_struct("Postgres")
            .field("place", &self.place())
            .field("patience", &self.patience)
            .field("longest_transaction", &self.longest_transaction)
            .field("readers", &self.readers)
            .field("operations_kept", &self.operations_kept)
            .finish_non_exhaustive()
    }
}

impl Postgres {
    /// The store at this address, with the default limits.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            schema: "otp_runtime".into(),
            root_certificates: None,
            patience: Duration::from_secs(10),
            longest_transaction: Duration::from_secs(10),
            readers: 4,
            operations_kept: 1_000_000,
            #[cfg(feature = "testing")]
            clock: None,
            server: Arc::default(),
            lost: Lost::default(),
            ring: None,
        }
    }

    fn parsed(&self) -> Result<Config, tokio_postgres::Error> {
        Config::from_str(&self.address)
    }

    fn config(&self) -> Result<Config, OpenError> {
        let mut config = self.parsed().map_err(|error| OpenError::Io {
            path: self.place(),
            source: Arc::new(error),
        })?;
        if config.get_application_name().is_none() {
            config.application_name("otp-runtime");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(self.answer_within());
        }
        Ok(config)
    }

    /// What stands for it in messages.
    fn place(&self) -> PathBuf {
        let Ok(config) = self.parsed() else {
            return "the PostgreSQL server (its address cannot be read)".into();
        };
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            #[cfg(unix)]
            Some(Host::Unix(folder)) => folder.display().to_string(),
            None => "?".into(),
        };
        let database = config.get_dbname().or(config.get_user()).unwrap_or("?");
        format!("postgresql://{host}/{database} ({})", self.schema).into()
    }

    fn quoted_schema(&self) -> String {
        format!("\"{}\"", self.schema.replace('"', "\"\""))
    }

    fn schema_literal(&self) -> String {
        format!("'{}'", self.schema.replace('\'', "''"))
    }

    fn longest_statement(&self) -> Duration {
        self.longest_transaction.max(Duration::from_secs(1)) / 4
    }

    /// After which time the server must have answered: it gives up itself before.
    fn answer_within(&self) -> Duration {
        self.longest_transaction.max(Duration::from_secs(1)) * 2
    }

    /// The time of a clock for tests.
    fn now(&self) -> Option<Millis> {
        #[cfg(feature = "testing")]
        if let Some(clock) = &self.clock {
            let since = clock.now().duration_since(std::time::UNIX_EPOCH);
            return Some(super::millis(since.unwrap_or(Duration::ZERO)));
        }
        None
    }

    /// The time, where the server has just said it.
    fn time(&self, server: Millis) -> Millis {
        self.server.set(server);
        self.now().unwrap_or(server)
    }
}

/// The server's clock, as far as it is known here: give or take the way to the server.
#[derive(Debug, Default)]
struct ServerClock {
    /// By how much it is ahead of the machine's, in milliseconds.
    ahead: AtomicI64,
}

impl ServerClock {
    /// The server has just said what time it is.
    fn set(&self, server: Millis) {
        let here = SystemTime::now().duration_since(UNIX_EPOCH);
        let here = super::millis(here.unwrap_or(Duration::ZERO));
        self.ahead
            .store(server.saturating_sub(here), Ordering::Relaxed);
    }
}

impl Clock for ServerClock {
    fn now(&self) -> SystemTime {
        let ahead = self.ahead.load(Ordering::Relaxed);
        let by = Duration::from_millis(ahead.unsigned_abs());
        let here = SystemTime::now();
        let there = if ahead < 0 {
            here.checked_sub(by)
        } else {
            here.checked_add(by)
        };
        there.unwrap_or(here)
    }
}

impl Backend for Postgres {
    fn open(&mut self, _: bool) -> Result<Halves, OpenError> {
        let mut session = Session::open(self, Purpose::Write, None)?;
        let identity = schema::prepare(&mut session, self)?;
        self.time(session.now);
        let failed = |source| OpenError::Io {
            path: self.place(),
            source,
        };
        // Groups that the last half could not settle.
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        for token in lost.iter() {
            void(&mut session, *token).map_err(|fault| failed(fault.source()))?;
        }
        // What can be read must be as durable as it is to be: a commit of one's own waits for what was before it.
        void(&mut session, -1).map_err(|fault| failed(fault.source()))?;
        if let Some(warning) = session.take_warning() {
            return Err(failed(text(warning)));
        }
        lost.clear();
        drop(lost);
        let listener = Listener::start(self, identity, self.ring.clone());
        let read =
            (0..self.readers()).map(|_| Box::new(Reading::new(self.clone())) as Box<dyn ReadHalf>);
        let read = read.collect();
        let write = Writing::new(self.clone(), session, identity, self.lost.clone(), listener);
        Ok(Halves {
            write: Box::new(write),
            read,
        })
    }

    fn readers(&self) -> usize {
        self.readers.max(1)
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn longest_transaction(&self) -> Duration {
        self.longest_transaction.max(Duration::from_secs(1))
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        #[cfg(feature = "testing")]
        if let Some(clock) = &self.clock {
            return Some(clock.clone());
        }
        Some(self.server.clone())
    }

    fn listen(&mut self, ring: Ring) {
        self.ring = Some(ring);
    }
}
