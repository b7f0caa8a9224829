//! Interned names: compare and hash as an integer, print and serialise as text.

use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::{Mutex, OnceLock, RwLock};

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An interned name. Its number depends on the order in which threads met the
/// names, so nothing that reaches a user may be ordered by it: it has no `Ord`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sym(u32);

const SHARDS: usize = 16;

struct Interner {
    shards: [Mutex<FxHashMap<&'static str, u32>>; SHARDS],
    texts: [RwLock<Vec<&'static str>>; SHARDS],
}

fn interner() -> &'static Interner {
    static INTERNER: OnceLock<Interner> = OnceLock::new();
    INTERNER.get_or_init(|| Interner {
        shards: std::array::from_fn(|_| Mutex::new(FxHashMap::default())),
        texts: std::array::from_fn(|_| RwLock::new(Vec::new())),
    })
}

fn unpoison<T>(result: Result<T, std::sync::PoisonError<T>>) -> T {
    result.unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Sym {
    /// The symbol of `text`. Names live as long as the program.
    pub fn new(text: &str) -> Self {
        let hash = BuildHasherDefault::<FxHasher>::default().hash_one(text);
        let shard = (hash >> 48) as usize % SHARDS;
        let table = interner();
        let mut map = unpoison(table.shards[shard].lock());
        if let Some(&id) = map.get(text) {
            return Self(id);
        }
        let leaked: &'static str = Box::leak(text.to_owned().into_boxed_str());
        let mut texts = unpoison(table.texts[shard].write());
        let id = (texts.len() * SHARDS + shard) as u32;
        texts.push(leaked);
        map.insert(leaked, id);
        Self(id)
    }

    /// The text behind the symbol.
    pub fn as_str(self) -> &'static str {
        let id = self.0 as usize;
        unpoison(interner().texts[id % SHARDS].read())[id / SHARDS]
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
