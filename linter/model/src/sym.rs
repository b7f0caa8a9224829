//! Interned names: compare and hash as an integer, print and serialise as text.

use std::cell::RefCell;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An interned name. Its number depends on the order in which threads met the
/// names, so nothing that reaches a user may be ordered by it: it has no `Ord`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sym(u32);

const SHARDS: usize = 16;

/// Names in the first chunk of a shard; each chunk is twice as long as the one before.
const FIRST: usize = 1 << 10;

/// Enough chunks for all 2^32 numbers.
const CHUNKS: usize = 20;

/// A name that a thread met lately.
#[derive(Clone, Copy)]
struct Recent {
    hash: u64,
    text: &'static str,
    sym: Sym,
}

impl Default for Recent {
    fn default() -> Self {
        let text = "";
        let sym = Sym::intern(text, hash_of(text));
        let hash = hash_of(text);
        Self { hash, text, sym }
    }
}

/// How many names each thread remembers: few enough to stay in the processor's cache.
const REMEMBERED: usize = 1 << 11;

thread_local! {
    /// By the last bits of their hash. Code uses the same names again and again, and these are found
    /// without a lock.
    static RECENT: RefCell<Vec<Recent>> = const { RefCell::new(Vec::new()) };
}

fn hash_of(text: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(text)
}

/// Texts by number. They are asked for far more often than new ones come, so that reading them
/// takes no lock: a chunk never moves once it is there.
type Texts = [OnceLock<Box<[OnceLock<&'static str>]>>; CHUNKS];

struct Interner {
    numbers: [Mutex<FxHashMap<&'static str, u32>>; SHARDS],
    texts: [Texts; SHARDS],
}

fn interner() -> &'static Interner {
    static INTERNER: OnceLock<Interner> = OnceLock::new();
    INTERNER.get_or_init(|| Interner {
        numbers: std::array::from_fn(|_| Mutex::new(FxHashMap::default())),
        texts: std::array::from_fn(|_| std::array::from_fn(|_| OnceLock::new())),
    })
}

/// The chunk that holds the name at `index` of its shard, its length, and the position in it.
fn chunk(index: usize) -> (usize, usize, usize) {
    let number = (index / FIRST + 1).ilog2() as usize;
    let start = FIRST * ((1 << number) - 1);
    (number, FIRST << number, index - start)
}

impl Sym {
    /// The symbol of `text`. Names live as long as the program.
    pub fn new(text: &str) -> Self {
        let hash = hash_of(text);
        RECENT.with_borrow_mut(|recent| {
            if recent.is_empty() {
                recent.resize(REMEMBERED, Recent::default());
            }
            let slot = &mut recent[hash as usize % REMEMBERED];
            if slot.hash != hash || slot.text != text {
                let sym = Self::intern(text, hash);
                let text = sym.as_str();
                *slot = Recent { hash, text, sym };
            }
            slot.sym
        })
    }

    fn intern(text: &str, hash: u64) -> Self {
        let shard = (hash >> 48) as usize % SHARDS;
        let table = interner();
        let mut numbers = table.numbers[shard]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(&id) = numbers.get(text) {
            return Self(id);
        }
        let leaked: &'static str = Box::leak(text.to_owned().into_boxed_str());
        let (number, length, at) = chunk(numbers.len());
        let texts = table.texts[shard][number]
            .get_or_init(|| std::iter::repeat_with(OnceLock::new).take(length).collect());
        texts[at].get_or_init(|| leaked);
        let id = (numbers.len() * SHARDS + shard) as u32;
        numbers.insert(leaked, id);
        Self(id)
    }

    /// The text behind the symbol.
    pub fn as_str(self) -> &'static str {
        let id = self.0 as usize;
        let (number, _, at) = chunk(id / SHARDS);
        // Whoever has a symbol got it after its text was there.
        interner().texts[id % SHARDS][number]
            .get()
            .and_then(|texts| texts[at].get())
            .copied()
            .unwrap_or_default()
    }
}

impl fmt::Debug for Sym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Sym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&str> for Sym {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl PartialEq<str> for Sym {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Sym {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl Serialize for Sym {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Sym {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&<std::borrow::Cow<'de, str>>::deserialize(
            deserializer,
        )?))
    }
}
