#![otp(krate = "dashmap", version = "6.2.1")]

use std::iter::Iter;

pub use mapref::entry::{Entry, OccupiedEntry, VacantEntry};
pub use read_only::ReadOnlyView;
pub use set::DashSet;

// A shard's lock is held by what `get`, `get_mut`, `entry` and the iterators hand out; a second access to the same shard
// waits for it on the thread.
#[otp(collection = "map", lock)]
pub struct DashMap<K, V, S = std::collections::hash_map::RandomState>;
impl<K, V, S> DashMap<K, V, S> {
    #[otp(pure)]
    pub fn new() -> DashMap<K, V, S> {}
    #[otp(pure)]
    pub fn with_capacity(capacity: usize) -> DashMap<K, V, S> {}
    #[otp(pure)]
    pub fn with_shard_amount(shard_amount: usize) -> DashMap<K, V, S> {}
    #[otp(pure)]
    pub fn with_capacity_and_shard_amount(capacity: usize, shard_amount: usize) -> DashMap<K, V, S> {}
    #[otp(pure)]
    pub fn with_hasher(hasher: S) -> DashMap<K, V, S> {}
    #[otp(pure)]
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> DashMap<K, V, S> {}
    #[otp(pure)]
    pub fn into_read_only(self) -> ReadOnlyView<K, V, S> {}
    #[otp(insert, key = 0, value = 1)]
    pub fn insert(&self, key: K, value: V) -> Option<V> {}
    #[otp(remove, key = 0)]
    pub fn remove<Q>(&self, key: &Q) -> Option<(K, V)> {}
    #[otp(remove, key = 0, closure = "called")]
    pub fn remove_if<Q>(&self, key: &Q, f: impl FnOnce(&K, &V) -> bool) -> Option<(K, V)> {}
    #[otp(remove, key = 0, closure = "called")]
    pub fn remove_if_mut<Q>(&self, key: &Q, f: impl FnOnce(&K, &mut V) -> bool) -> Option<(K, V)> {}
    #[otp(lock, guard, read, borrow, key = 0)]
    pub fn get<Q>(&self, key: &Q) -> Option<mapref::one::Ref<K, V>> {}
    #[otp(lock, guard, borrow, key = 0)]
    pub fn get_mut<Q>(&self, key: &Q) -> Option<mapref::one::RefMut<K, V>> {}
    #[otp(try_lock, guard, read, borrow, key = 0)]
    pub fn try_get<Q>(&self, key: &Q) -> try_result::TryResult<mapref::one::Ref<K, V>> {}
    #[otp(try_lock, guard, borrow, key = 0)]
    pub fn try_get_mut<Q>(&self, key: &Q) -> try_result::TryResult<mapref::one::RefMut<K, V>> {}
    #[otp(lock, guard, read)]
    pub fn iter(&self) -> Iter<mapref::multiple::RefMulti<K, V>> {}
    #[otp(lock, guard)]
    pub fn iter_mut(&self) -> Iter<mapref::multiple::RefMutMulti<K, V>> {}
    #[otp(lock, guard, key = 0)]
    pub fn entry(&self, key: K) -> Entry<K, V> {}
    #[otp(try_lock, guard, key = 0)]
    pub fn try_entry(&self, key: K) -> Option<Entry<K, V>> {}
    #[otp(clear, closure = "called")]
    pub fn retain(&self, f: impl FnMut(&K, &mut V) -> bool) {}
    #[otp(clear)]
    pub fn clear(&self) {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn capacity(&self) -> usize {}
    #[otp(read, key = 0)]
    pub fn contains_key<Q>(&self, key: &Q) -> bool {}
    #[otp(write, key = 0, closure = "called")]
    pub fn alter<Q>(&self, key: &Q, f: impl FnOnce(&K, V) -> V) {}
    #[otp(write, closure = "called")]
    pub fn alter_all(&self, f: impl FnMut(&K, V) -> V) {}
    #[otp(read, key = 0, closure = "called")]
    pub fn view<Q, R>(&self, key: &Q, f: impl FnOnce(&K, &V) -> R) -> Option<R> {}
    pub fn shrink_to_fit(&self) {}
}
impl<K, V, S> Default for DashMap<K, V, S> {
    #[otp(pure)]
    fn default() -> DashMap<K, V, S> {}
}
impl<K, V, S> IntoIterator for DashMap<K, V, S> {
    type Item = (K, V);
}
impl<K, V, S> FromIterator<(K, V)> for DashMap<K, V, S> {}
impl<K, V, S> Extend<(K, V)> for DashMap<K, V, S> {}

pub mod set {
    use super::setref;
    use std::iter::Iter;

    #[otp(collection = "set", lock)]
    pub struct DashSet<K, S = std::collections::hash_map::RandomState>;
    impl<K, S> DashSet<K, S> {
        #[otp(pure)]
        pub fn new() -> DashSet<K, S> {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize) -> DashSet<K, S> {}
        #[otp(pure)]
        pub fn with_hasher(hasher: S) -> DashSet<K, S> {}
        #[otp(insert, key = 0, value = 0)]
        pub fn insert(&self, key: K) -> bool {}
        #[otp(remove, key = 0)]
        pub fn remove<Q>(&self, key: &Q) -> Option<K> {}
        #[otp(remove, key = 0, closure = "called")]
        pub fn remove_if<Q>(&self, key: &Q, f: impl FnOnce(&K) -> bool) -> Option<K> {}
        #[otp(lock, guard, read, borrow, key = 0)]
        pub fn get<Q>(&self, key: &Q) -> Option<setref::one::Ref<K>> {}
        #[otp(lock, guard, read)]
        pub fn iter(&self) -> Iter<setref::multiple::RefMulti<K>> {}
        #[otp(clear, closure = "called")]
        pub fn retain(&self, f: impl FnMut(&K) -> bool) {}
        #[otp(clear)]
        pub fn clear(&self) {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read, key = 0)]
        pub fn contains<Q>(&self, key: &Q) -> bool {}
    }
    impl<K, S> Default for DashSet<K, S> {
        #[otp(pure)]
        fn default() -> DashSet<K, S> {}
    }
    impl<K, S> IntoIterator for DashSet<K, S> {
        type Item = K;
    }
    impl<K, S> FromIterator<K> for DashSet<K, S> {}
    impl<K, S> Extend<K> for DashSet<K, S> {}
}

pub mod setref {
    pub mod one {
        use std::ops::Deref;

        #[otp(guard)]
        pub struct Ref<K>;
        impl<K> Ref<K> {
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
        }
        impl<K> Deref for Ref<K> {
            type Target = K;
        }
    }
    pub mod multiple {
        use std::ops::Deref;

        #[otp(guard)]
        pub struct RefMulti<K>;
        impl<K> RefMulti<K> {
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
        }
        impl<K> Deref for RefMulti<K> {
            type Target = K;
        }
    }
}

pub mod mapref {
    pub mod one {
        use std::ops::{Deref, DerefMut};

        #[otp(guard)]
        pub struct Ref<K, V>;
        impl<K, V> Ref<K, V> {
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
            #[otp(borrow)]
            pub fn value(&self) -> &V {}
            #[otp(borrow)]
            pub fn pair(&self) -> (&K, &V) {}
            #[otp(guard, closure = "called")]
            pub fn map<F: FnOnce(&V) -> &T, T>(self, f: F) -> MappedRef<K, V, T> {}
            #[otp(guard, closure = "called")]
            pub fn try_map<F: FnOnce(&V) -> Option<&T>, T>(self, f: F) -> Result<MappedRef<K, V, T>, Self> {}
        }
        impl<K, V> Deref for Ref<K, V> {
            type Target = V;
        }

        #[otp(guard)]
        pub struct RefMut<K, V>;
        impl<K, V> RefMut<K, V> {
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
            #[otp(borrow)]
            pub fn value(&self) -> &V {}
            #[otp(borrow)]
            pub fn value_mut(&mut self) -> &mut V {}
            #[otp(borrow)]
            pub fn pair(&self) -> (&K, &V) {}
            #[otp(borrow)]
            pub fn pair_mut(&mut self) -> (&K, &mut V) {}
            #[otp(guard)]
            pub fn downgrade(self) -> Ref<K, V> {}
            #[otp(guard, closure = "called")]
            pub fn map<F: FnOnce(&mut V) -> &mut T, T>(self, f: F) -> MappedRefMut<K, V, T> {}
            #[otp(guard, closure = "called")]
            pub fn try_map<F: FnOnce(&mut V) -> Option<&mut T>, T>(self, f: F) -> Result<MappedRefMut<K, V, T>, Self> {}
        }
        impl<K, V> Deref for RefMut<K, V> {
            type Target = V;
        }
        impl<K, V> DerefMut for RefMut<K, V> {}

        #[otp(guard)]
        pub struct MappedRef<K, V, T>;
        impl<K, V, T> MappedRef<K, V, T> {
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
            #[otp(borrow)]
            pub fn value(&self) -> &T {}
        }
        impl<K, V, T> Deref for MappedRef<K, V, T> {
            type Target = T;
        }
        #[otp(guard)]
        pub struct MappedRefMut<K, V, T>;
        impl<K, V, T> MappedRefMut<K, V, T> {
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
            #[otp(borrow)]
            pub fn value(&self) -> &T {}
            #[otp(borrow)]
            pub fn value_mut(&mut self) -> &mut T {}
        }
        impl<K, V, T> Deref for MappedRefMut<K, V, T> {
            type Target = T;
        }
        impl<K, V, T> DerefMut for MappedRefMut<K, V, T> {}
    }

    pub mod multiple {
        use std::ops::{Deref, DerefMut};

        #[otp(guard)]
        pub struct RefMulti<K, V>;
        impl<K, V> RefMulti<K, V> {
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
            #[otp(borrow)]
            pub fn value(&self) -> &V {}
            #[otp(borrow)]
            pub fn pair(&self) -> (&K, &V) {}
        }
        impl<K, V> Deref for RefMulti<K, V> {
            type Target = V;
        }
        #[otp(guard)]
        pub struct RefMutMulti<K, V>;
        impl<K, V> RefMutMulti<K, V> {
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
            #[otp(borrow)]
            pub fn value(&self) -> &V {}
            #[otp(borrow)]
            pub fn value_mut(&mut self) -> &mut V {}
            #[otp(borrow)]
            pub fn pair(&self) -> (&K, &V) {}
            #[otp(borrow)]
            pub fn pair_mut(&mut self) -> (&K, &mut V) {}
        }
        impl<K, V> Deref for RefMutMulti<K, V> {
            type Target = V;
        }
        impl<K, V> DerefMut for RefMutMulti<K, V> {}
    }

    pub mod entry {
        use super::one::RefMut;

        #[otp(guard)]
        pub enum Entry<K, V> {
            Occupied(OccupiedEntry<K, V>),
            Vacant(VacantEntry<K, V>),
        }
        impl<K, V> Entry<K, V> {
            #[otp(write, closure = "called")]
            pub fn and_modify(self, f: impl FnOnce(&mut V)) -> Self {}
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
            #[otp(pure)]
            pub fn into_key(self) -> K {}
            #[otp(insert, guard, borrow)]
            pub fn or_default(self) -> RefMut<K, V> {}
            #[otp(insert, guard, borrow, value = 0)]
            pub fn or_insert(self, value: V) -> RefMut<K, V> {}
            #[otp(insert, guard, borrow, closure = "called")]
            pub fn or_insert_with(self, value: impl FnOnce() -> V) -> RefMut<K, V> {}
            #[otp(insert, guard, borrow, closure = "called")]
            pub fn or_try_insert_with<E>(self, value: impl FnOnce() -> Result<V, E>) -> Result<RefMut<K, V>, E> {}
            #[otp(insert, guard, borrow, value = 0)]
            pub fn insert(self, value: V) -> RefMut<K, V> {}
            #[otp(insert, guard, value = 0)]
            pub fn insert_entry(self, value: V) -> OccupiedEntry<K, V> {}
        }
        #[otp(guard)]
        pub struct VacantEntry<K, V>;
        impl<K, V> VacantEntry<K, V> {
            #[otp(insert, guard, borrow, value = 0)]
            pub fn insert(self, value: V) -> RefMut<K, V> {}
            #[otp(pure)]
            pub fn into_key(self) -> K {}
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
        }
        #[otp(guard)]
        pub struct OccupiedEntry<K, V>;
        impl<K, V> OccupiedEntry<K, V> {
            #[otp(borrow)]
            pub fn get(&self) -> &V {}
            #[otp(borrow)]
            pub fn get_mut(&mut self) -> &mut V {}
            #[otp(put, value = 0)]
            pub fn insert(&mut self, value: V) -> V {}
            #[otp(guard, borrow)]
            pub fn into_ref(self) -> RefMut<K, V> {}
            #[otp(pure)]
            pub fn into_key(self) -> K {}
            #[otp(borrow)]
            pub fn key(&self) -> &K {}
            #[otp(remove)]
            pub fn remove(self) -> V {}
            #[otp(remove)]
            pub fn remove_entry(self) -> (K, V) {}
            #[otp(put, value = 0)]
            pub fn replace_entry(self, value: V) -> (K, V) {}
        }
    }
}

pub mod read_only {
    use super::DashMap;
    use std::iter::Iter;

    #[otp(collection = "map")]
    pub struct ReadOnlyView<K, V, S = std::collections::hash_map::RandomState>;
    impl<K, V, S> ReadOnlyView<K, V, S> {
        #[otp(pure)]
        pub fn into_inner(self) -> DashMap<K, V, S> {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(read, key = 0)]
        pub fn contains_key<Q>(&self, key: &Q) -> bool {}
        #[otp(read, borrow, key = 0)]
        pub fn get<Q>(&self, key: &Q) -> Option<&V> {}
        #[otp(read)]
        pub fn iter(&self) -> Iter<(&K, &V)> {}
        #[otp(read)]
        pub fn keys(&self) -> Iter<&K> {}
        #[otp(read)]
        pub fn values(&self) -> Iter<&V> {}
    }
}

pub mod try_result {
    pub enum TryResult<R> {
        Present(R),
        Absent,
        Locked,
    }
    impl<R> TryResult<R> {
        #[otp(pure)]
        pub fn is_present(&self) -> bool {}
        #[otp(pure)]
        pub fn is_absent(&self) -> bool {}
        #[otp(pure)]
        pub fn is_locked(&self) -> bool {}
        #[otp(panics)]
        pub fn unwrap(self) -> R {}
        #[otp(pure)]
        pub fn try_unwrap(self) -> Option<R> {}
    }
}
