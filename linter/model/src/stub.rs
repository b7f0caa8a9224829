//! What stubs say of external crates beyond their signatures: the words of the `otp` attribute, as plain data.
//!
//! The meaning of every word stands here, once; the front end only spells them.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants are spelled as words in stubs.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// Every word, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As a stub spells it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The word spelled `text`.
            pub fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

words! {
    /// What a call does.
    Effect {
        /// Puts a message into a channel or mailbox, waiting for room where it is bounded.
        Send = "send",
        /// The same without waiting: fails when there is no room.
        TrySend = "try_send",
        /// Takes the next message, waiting for one.
        Recv = "recv",
        /// Takes the next message if there is one.
        TryRecv = "try_recv",
        /// Sends a request and waits for its reply.
        Call = "call",
        /// Answers a request.
        Reply = "reply",
        /// Starts a task on the runtime.
        Spawn = "spawn",
        /// Starts a task on the current thread.
        SpawnLocal = "spawn_local",
        /// Runs a closure on the pool for blocking work.
        SpawnBlocking = "spawn_blocking",
        /// Starts an operating-system thread.
        SpawnThread = "spawn_thread",
        /// Waits for a task, thread or child process and learns how it ended.
        Join = "join",
        /// Ends a task, dropping its future wherever it stands.
        Abort = "abort",
        /// Waits for time to pass.
        Sleep = "sleep",
        /// Waits for the next tick of an interval.
        Tick = "tick",
        /// Creates an interval.
        Interval = "interval",
        /// Runs a future for each request, and drops it when the client goes away.
        Serves = "serves",
        /// Polls a future until a deadline and drops it then.
        Timeout = "timeout",
        /// Takes a lock or permit, waiting for it.
        Lock = "lock",
        /// Takes a lock or permit if it is free.
        TryLock = "try_lock",
        /// Blocks the thread it runs on.
        Blocks = "blocks",
        /// Computes for so long that others on its thread notice.
        Computes = "computes",
        /// Waits for the next connection; fails at once while the program has no file descriptor left.
        Accepts = "accepts",
        /// Waits for the next request of a connection, and moves all else of that connection meanwhile: nothing of it
        /// arrives while nobody waits here.
        Drives = "drives",
        /// Reads from a file, socket or process.
        IoRead = "io_read",
        /// Writes to a file, socket or process.
        IoWrite = "io_write",
        /// Pushes buffered bytes on, or bytes to the disk.
        Flush = "flush",
        /// Acts outside the program: an HTTP request, a program that is started, a signal.
        Outside = "outside",
        /// Reads from a store.
        StoreRead = "store_read",
        /// Writes to a store.
        StoreWrite = "store_write",
        /// Does to a store what the SQL text in the receiver says (it was made by something with `sql`).
        RunsSql = "runs_sql",
        /// Begins a transaction.
        Begin = "begin",
        /// Makes a transaction's writes durable.
        Commit = "commit",
        /// Undoes a transaction's writes.
        Rollback = "rollback",
        /// Changes what self refers to.
        Write = "write",
        /// Puts an item into a collection.
        Insert = "insert",
        /// Takes an item out of a collection and returns it.
        Remove = "remove",
        /// Empties a collection, or drops many of its items.
        Clear = "clear",
        /// Moves a whole value out and leaves a default or nothing.
        Take = "take",
        /// Stores a whole value, in place of the old one.
        Put = "put",
        /// Looks without changing.
        Read = "read",
        /// Panics on an absent value, a failure or a wrong index.
        Panics = "panics",
        /// Panics when the operation behind it fails (a poisoned lock, a failed spawn).
        PanicsOnError = "panics_on_error",
        /// Turns a panic of what it runs into a value.
        Catches = "catches",
        /// Has no effect but its result.
        Pure = "pure",
        /// Returns a handle to the same place: a clone of an `Arc` or a sender, a weak handle, an upgrade.
        CloneHandle = "clone_handle",
        /// Returns a reference into self, or into the first argument of a function without self.
        Borrow = "borrow",
        /// Returns a guard over self's data, or a permit of self.
        Guard = "guard",
        /// Creates a channel.
        Channel = "channel",
        /// Polls several futures and drops the others when the first is ready.
        Race = "race",
        /// Polls several futures until all are ready.
        JoinAll = "join_all",
        /// Polls several futures and hands the others back when the first is ready.
        SelectCombinator = "select_combinator",
        /// Polls several futures and drops the others when the first fails.
        TryJoin = "try_join",
        /// Returns a handle that can end the future or task.
        CancelHandle = "cancel_handle",
        /// Tells holders of a token, watch or signal to stop.
        Cancel = "cancel",
        /// Returns its future (receiver or argument) unchanged in meaning.
        WrapsFuture = "wraps_future",
        /// Runs something again and again until it succeeds or a limit is met.
        Retry = "retry",
        /// Wakes whoever waits; carries no value.
        Notify = "notify",
        /// Waits to be woken; takes no value.
        Wait = "wait",
        /// Writes a log line.
        Log = "log",
        /// Waits for everything in flight and ends the channel, pool or store.
        Close = "close",
        /// Drops its argument or self, running destructors.
        Drop = "drop",
        /// Never runs the argument's destructor.
        Forget = "forget",
        /// Ends the process.
        Exit = "exit",
        /// Starts an actor: its process runs from here on.
        Start = "start",
        /// Ends an actor or asks it to end.
        Stop = "stop",
        /// Lets the runtime keep the task: the handle's drop no longer ends it, nobody learns how it ended.
        Detach = "detach",
        /// Polls a future to its end on this thread, blocking it.
        BlockOn = "block_on",
        /// Sets a deadline for all that is done through what it returns.
        Limits = "limits",
        /// Sets a deadline for the one request that it makes or changes.
        LimitsOne = "limits_one",
        /// Keeps futures that it has polled, and polls them again only while it is polled itself.
        Parks = "parks",
        /// Finds the runtime that this code happens to run in, or none.
        FindsRuntime = "finds_runtime",
        /// Finds a process by its name, or by a handle that does not keep it; or none.
        FindsProcess = "finds_process",
        /// Finds what was put there once, or what others keep; or nothing where nobody did so yet, or does so any more.
        FindsValue = "finds_value",
    }
}

words! {
    /// What a call on a dropped or restarted future means for `select!` and friends.
    CancelSafety {
        /// Dropping the future loses nothing.
        Safe = "safe",
        /// Dropping it half-way loses something; see [`Loses`].
        Unsafe = "unsafe",
        /// Dropping it loses progress: a new call begins anew (a sleep, a place in a queue).
        Restarts = "restarts",
    }
}

words! {
    /// What is lost when the future is dropped half-way.
    Loses {
        /// The argument that was moved into the future.
        Arg = "arg",
        /// What the future had already taken from self, or an unknown part of what it had written.
        SelfState = "self",
        /// Nothing but time.
        Nothing = "nothing",
    }
}

words! {
    /// When a closure that is passed in runs.
    ClosureUse {
        /// During the call, on the caller's thread.
        Called = "called",
        /// Later, or while a future or stream that the call returns is polled.
        Stored = "stored",
        /// On another thread that may block.
        Blocking = "blocking",
    }
}

words! {
    /// What an interval does about ticks that it missed.
    Policy {
        /// Makes up for all of them at once.
        Burst = "burst",
        /// Shifts all later ticks.
        Delay = "delay",
        /// Leaves them out.
        Skip = "skip",
        /// Given as an argument of this call.
        Given = "given",
    }
}

words! {
    /// What must be done with a call's result.
    OutcomeDuty {
        /// Its failure tells that something was lost or never happened.
        Must = "must",
        /// Its failure tells of nothing that the caller could lose.
        May = "may",
    }
}

words! {
    /// What a call holds from then on.
    Acquires {
        /// A permit of a semaphore or channel.
        Permit = "permit",
        /// A lock on data.
        Lock = "lock",
        /// A lock on data that others may hold as well, to read.
        Shared = "shared",
        /// A connection of a pool.
        Connection = "connection",
    }
}

words! {
    /// When a hook of a process runs.
    Hook {
        /// Before the first message.
        Start = "start",
        /// At the end, wanted or not.
        Stop = "stop",
        /// When it begins anew after a failure.
        Restart = "restart",
        /// When a message or a linked process failed.
        Error = "error",
    }
}

words! {
    /// What a handler's failure means for its process.
    OnFailure {
        /// It ends.
        Ends = "ends",
        /// It ends, unless nobody but whoever asked learns of the failure, or a hook of its own
        /// decides otherwise.
        Asks = "asks",
    }
}

words! {
    /// What a type is.
    TypeWord {
        /// The sending half of a channel.
        Sender = "sender",
        /// The receiving half of a channel.
        Receiver = "receiver",
        /// The address of an actor.
        Address = "address",
        /// Owns a running task or thread; its drop detaches it unless `abort_on_drop` stands beside it.
        TaskHandle = "task_handle",
        /// Ends what it owns when it is dropped.
        AbortOnDrop = "abort_on_drop",
        /// Owns many running tasks.
        TaskSet = "task_set",
        /// Can end a task but does not learn how it ended.
        AbortHandle = "abort_handle",
        /// Stands for protected data and holds its lock or permit until it is dropped.
        Guard = "guard",
        /// Protects data by a lock.
        Lock = "lock",
        /// Transparent: stands for what it points to.
        Pointer = "pointer",
        /// Ticks periodically.
        Interval = "interval",
        /// A wait for time.
        Sleep = "sleep",
        /// Hands out permits.
        Semaphore = "semaphore",
        /// A durable or shared store, its connection, pool or table.
        Store = "store",
        /// A transaction; rolled back when dropped.
        Transaction = "transaction",
        /// A machine atomic.
        Atomic = "atomic",
        /// A socket, file or stream that keeps a position.
        Io = "io",
        /// Tells tasks to stop.
        CancelToken = "cancel_token",
        /// A point in time or a span of it.
        Time = "time",
        /// Wakes waiters without a value.
        Notify = "notify",
        /// An asynchronous sequence of items.
        Stream = "stream",
        /// A future.
        Future = "future",
        /// Talks to something outside the program: an HTTP or RPC client.
        Client = "client",
        /// The context of a running actor.
        Context = "context",
        /// The actor of this context runs on a thread of its own, which it may block.
        OwnThreads = "own_threads",
        /// Tells how a task, thread or process came to a bad end.
        Crash = "crash",
        /// Keeps its data in files of this machine: what waits for it waits for the disk.
        Embedded = "embedded",
        /// A request of a client or a part of it: the server drops the future of an async function that takes it when
        /// the client goes away.
        Request = "request",
    }
}

words! {
    /// How messages travel through a channel end.
    Flavor {
        /// Many senders, one receiver, bounded.
        Mpsc = "mpsc",
        /// Many senders, no bound.
        Unbounded = "unbounded",
        /// One message.
        Oneshot = "oneshot",
        /// The latest value only.
        Watch = "watch",
        /// Every receiver sees every message; slow ones miss some.
        Broadcast = "broadcast",
        /// A blocking channel between threads.
        Std = "std",
        /// A place in a channel that was reserved before.
        Permit = "permit",
    }
}

words! {
    /// What a collection is for.
    Collection {
        /// First in, first out.
        Queue = "queue",
        /// By key.
        Map = "map",
        /// Keys only.
        Set = "set",
        /// By position.
        List = "list",
        /// Largest first.
        Heap = "heap",
        /// Text or bytes.
        String = "string",
    }
}

words! {
    /// What a trait is.
    TraitWord {
        /// Its implementors are processes (actors).
        Process = "process",
        /// Its implementors are messages.
        Message = "message",
        /// Its implementors handle messages of a process.
        Handles = "handles",
    }
}

/// What a stub says of a function, method or macro.
///
/// Positions count arguments from 0, self left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct FnAttrs {
    /// Its effects, in the order of the stub.
    pub effects: Vec<Effect>,
    /// What dropping its future means.
    pub cancel: Option<CancelSafety>,
    /// What is lost by that.
    pub loses: Option<Loses>,
    /// The argument that bounds the channel.
    pub capacity: Option<u8>,
    /// The argument that is the payload: what is sent, inserted, stored.
    pub value: Option<u8>,
    /// The argument that is the key.
    pub key: Option<u8>,
    /// The argument that names the table, column family or path.
    pub table: Option<u8>,
    /// The argument that is a duration or deadline.
    pub duration: Option<u8>,
    /// The argument whose future it polls and may drop.
    pub future: Option<u8>,
    /// The argument that runs as the task, thread or actor.
    pub spawned: Option<u8>,
    /// The argument that holds SQL text, whose verb tells reads from writes.
    pub sql: Option<u8>,
    /// When closures passed to it run.
    pub closure: Option<ClosureUse>,
    /// What the interval does about missed ticks.
    pub policy: Option<Policy>,
    /// What its result asks for.
    pub outcome: Option<OutcomeDuty>,
    /// What its result holds.
    pub acquires: Option<Acquires>,
    /// The method is a process's message handler.
    pub handler: bool,
    /// What the handler's failure means for its process.
    pub failure: Option<OnFailure>,
    /// The method is a process's hook.
    pub hook: Option<Hook>,
    /// What a macro call yields: a type in Rust syntax.
    pub returns: Option<String>,
}

/// A set of effects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EffectSet(u128);

// One bit each.
const _: () = assert!(Effect::ALL.len() <= u128::BITS as usize);

impl EffectSet {
    /// Adds one.
    pub fn insert(&mut self, effect: Effect) {
        self.0 |= 1 << effect as u32;
    }

    /// Whether it is among them.
    pub fn has(self, effect: Effect) -> bool {
        self.0 & (1 << effect as u32) != 0
    }

    /// Whether one of these is among them.
    pub fn any<const N: usize>(self, effects: [Effect; N]) -> bool {
        effects.into_iter().any(|effect| self.has(effect))
    }
}

impl FnAttrs {
    /// Whether it has this effect.
    pub fn has(&self, effect: Effect) -> bool {
        self.effects.contains(&effect)
    }
}

/// What a stub says of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct TypeAttrs {
    /// What it is.
    pub words: Vec<TypeWord>,
    /// How its messages travel, where it is an end of a channel.
    pub flavor: Option<Flavor>,
    /// What it is for, where it is a collection.
    pub collection: Option<Collection>,
}

impl TypeAttrs {
    /// Whether it is this.
    pub fn is(&self, word: TypeWord) -> bool {
        self.words.contains(&word)
    }
}

/// What a stub says of a trait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct TraitAttrs {
    /// What it is.
    pub words: Vec<TraitWord>,
}

/// The head of a stub file: which crate it describes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CrateAttrs {
    /// The crate's name in paths, with underscores.
    pub krate: String,
    /// The exact version that the stub was held against.
    pub version: String,
    /// Other crate names under which the same paths are found.
    pub also: Vec<String>,
}
