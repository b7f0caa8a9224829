#![otp(krate = "std", version = "1.95.0", also = "core, alloc")]

// std, core and alloc in one. `iter::Iter` stands for every iterator: its adapters are the provided
// methods of `iter::Iterator`, so types of the workspace that implement the trait have them too.
// Their type parameters have names of their own: parameters of an `impl` are in scope with them.
// Allocators and hashers are left out of the parameters of collections.

pub mod option {
    pub enum Option<T> {
        None,
        Some(T),
    }

    impl<T> Option<T> {
        #[otp(pure)]
        pub fn is_some(&self) -> bool {}
        #[otp(pure, closure = "called")]
        pub fn is_some_and<F: FnOnce(T) -> bool>(self, f: F) -> bool {}
        #[otp(pure)]
        pub fn is_none(&self) -> bool {}
        #[otp(pure, closure = "called")]
        pub fn is_none_or<F: FnOnce(T) -> bool>(self, f: F) -> bool {}
        #[otp(borrow)]
        pub fn as_ref(&self) -> Option<&T> {}
        #[otp(borrow)]
        pub fn as_mut(&mut self) -> Option<&mut T> {}
        #[otp(borrow)]
        pub fn as_slice(&self) -> &[T] {}
        #[otp(panics)]
        pub fn expect(self, msg: &str) -> T {}
        #[otp(panics)]
        pub fn unwrap(self) -> T {}
        #[otp(pure)]
        pub fn unwrap_or(self, default: T) -> T {}
        #[otp(closure = "called")]
        pub fn unwrap_or_else<F: FnOnce() -> T>(self, f: F) -> T {}
        #[otp(pure)]
        pub fn unwrap_or_default(self) -> T {}
        #[otp(pure)]
        pub unsafe fn unwrap_unchecked(self) -> T {}
        #[otp(closure = "called")]
        pub fn map<U, F: FnOnce(T) -> U>(self, f: F) -> Option<U> {}
        #[otp(closure = "called")]
        pub fn inspect<F: FnOnce(&T)>(self, f: F) -> Option<T> {}
        #[otp(closure = "called")]
        pub fn map_or<U, F: FnOnce(T) -> U>(self, default: U, f: F) -> U {}
        #[otp(closure = "called")]
        pub fn map_or_else<U, D: FnOnce() -> U, F: FnOnce(T) -> U>(self, default: D, f: F) -> U {}
        #[otp(pure)]
        pub fn ok_or<E>(self, err: E) -> Result<T, E> {}
        #[otp(closure = "called")]
        pub fn ok_or_else<E, F: FnOnce() -> E>(self, err: F) -> Result<T, E> {}
        #[otp(borrow)]
        pub fn as_deref(&self) -> Option<&T::Target> {}
        #[otp(borrow)]
        pub fn as_deref_mut(&mut self) -> Option<&mut T::Target> {}
        #[otp(borrow)]
        pub fn iter(&self) -> crate::iter::Iter<&T> {}
        #[otp(borrow)]
        pub fn iter_mut(&mut self) -> crate::iter::Iter<&mut T> {}
        #[otp(pure)]
        pub fn and<U>(self, optb: Option<U>) -> Option<U> {}
        #[otp(closure = "called")]
        pub fn and_then<U, F: FnOnce(T) -> Option<U>>(self, f: F) -> Option<U> {}
        #[otp(closure = "called")]
        pub fn filter<P: FnOnce(&T) -> bool>(self, predicate: P) -> Option<T> {}
        #[otp(pure)]
        pub fn or(self, optb: Option<T>) -> Option<T> {}
        #[otp(closure = "called")]
        pub fn or_else<F: FnOnce() -> Option<T>>(self, f: F) -> Option<T> {}
        #[otp(pure)]
        pub fn xor(self, optb: Option<T>) -> Option<T> {}
        #[otp(put, borrow, value = 0)]
        pub fn insert(&mut self, value: T) -> &mut T {}
        #[otp(put, borrow, value = 0)]
        pub fn get_or_insert(&mut self, value: T) -> &mut T {}
        #[otp(put, borrow)]
        pub fn get_or_insert_default(&mut self) -> &mut T {}
        #[otp(put, borrow, closure = "called")]
        pub fn get_or_insert_with<F: FnOnce() -> T>(&mut self, f: F) -> &mut T {}
        #[otp(take)]
        pub fn take(&mut self) -> Option<T> {}
        #[otp(take, closure = "called")]
        pub fn take_if<P: FnOnce(&mut T) -> bool>(&mut self, predicate: P) -> Option<T> {}
        #[otp(take, put, value = 0)]
        pub fn replace(&mut self, value: T) -> Option<T> {}
        #[otp(pure)]
        pub fn zip<U>(self, other: Option<U>) -> Option<(T, U)> {}
        #[otp(borrow)]
        pub fn as_pin_mut(self: crate::pin::Pin<&mut Self>) -> Option<crate::pin::Pin<&mut T>> {}
        #[otp(borrow)]
        pub fn as_pin_ref(self: crate::pin::Pin<&Self>) -> Option<crate::pin::Pin<&T>> {}
    }
    impl<T> Option<&T> {
        #[otp(pure)]
        pub fn copied(self) -> Option<T> {}
        #[otp(pure)]
        pub fn cloned(self) -> Option<T> {}
    }
    impl<T> Option<Option<T>> {
        #[otp(pure)]
        pub fn flatten(self) -> Option<T> {}
    }
    impl<T, E> Option<Result<T, E>> {
        #[otp(pure)]
        pub fn transpose(self) -> Result<Option<T>, E> {}
    }
    impl<T, U> Option<(T, U)> {
        #[otp(pure)]
        pub fn unzip(self) -> (Option<T>, Option<U>) {}
    }
    impl<A, V: FromIterator<A>> FromIterator<Option<A>> for Option<V> {
        #[otp(pure)]
        fn from_iter<I: IntoIterator<Item = Option<A>>>(iter: I) -> Self {}
    }
    impl<T> Clone for Option<T> {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    impl<T> IntoIterator for Option<T> {
        type Item = T;
    }
    impl<T> IntoIterator for &Option<T> {
        type Item = &T;
    }
    impl<T> IntoIterator for &mut Option<T> {
        type Item = &mut T;
    }
    pub type IntoIter<T> = crate::iter::Iter<T>;
}

pub mod result {
    pub enum Result<T, E> {
        Ok(T),
        Err(E),
    }

    impl<T, E> Result<T, E> {
        #[otp(pure)]
        pub fn is_ok(&self) -> bool {}
        #[otp(closure = "called")]
        pub fn is_ok_and<F: FnOnce(T) -> bool>(self, f: F) -> bool {}
        #[otp(pure)]
        pub fn is_err(&self) -> bool {}
        #[otp(closure = "called")]
        pub fn is_err_and<F: FnOnce(E) -> bool>(self, f: F) -> bool {}
        #[otp(pure)]
        pub fn ok(self) -> Option<T> {}
        #[otp(pure)]
        pub fn err(self) -> Option<E> {}
        #[otp(borrow)]
        pub fn as_ref(&self) -> Result<&T, &E> {}
        #[otp(borrow)]
        pub fn as_mut(&mut self) -> Result<&mut T, &mut E> {}
        #[otp(closure = "called")]
        pub fn map<U, F: FnOnce(T) -> U>(self, op: F) -> Result<U, E> {}
        #[otp(closure = "called")]
        pub fn map_or<U, F: FnOnce(T) -> U>(self, default: U, f: F) -> U {}
        #[otp(closure = "called")]
        pub fn map_or_else<U, D: FnOnce(E) -> U, F: FnOnce(T) -> U>(self, default: D, f: F) -> U {}
        #[otp(closure = "called")]
        pub fn map_err<F, O: FnOnce(E) -> F>(self, op: O) -> Result<T, F> {}
        #[otp(closure = "called")]
        pub fn inspect<F: FnOnce(&T)>(self, f: F) -> Result<T, E> {}
        #[otp(closure = "called")]
        pub fn inspect_err<F: FnOnce(&E)>(self, f: F) -> Result<T, E> {}
        #[otp(borrow)]
        pub fn as_deref(&self) -> Result<&T::Target, &E> {}
        #[otp(borrow)]
        pub fn as_deref_mut(&mut self) -> Result<&mut T::Target, &mut E> {}
        #[otp(borrow)]
        pub fn iter(&self) -> crate::iter::Iter<&T> {}
        #[otp(borrow)]
        pub fn iter_mut(&mut self) -> crate::iter::Iter<&mut T> {}
        #[otp(panics)]
        pub fn expect(self, msg: &str) -> T {}
        #[otp(panics)]
        pub fn unwrap(self) -> T {}
        #[otp(pure)]
        pub fn unwrap_or_default(self) -> T {}
        #[otp(panics)]
        pub fn expect_err(self, msg: &str) -> E {}
        #[otp(panics)]
        pub fn unwrap_err(self) -> E {}
        #[otp(pure)]
        pub fn and<U>(self, res: Result<U, E>) -> Result<U, E> {}
        #[otp(closure = "called")]
        pub fn and_then<U, F: FnOnce(T) -> Result<U, E>>(self, op: F) -> Result<U, E> {}
        #[otp(pure)]
        pub fn or<F>(self, res: Result<T, F>) -> Result<T, F> {}
        #[otp(closure = "called")]
        pub fn or_else<F, O: FnOnce(E) -> Result<T, F>>(self, op: O) -> Result<T, F> {}
        #[otp(pure)]
        pub fn unwrap_or(self, default: T) -> T {}
        #[otp(closure = "called")]
        pub fn unwrap_or_else<F: FnOnce(E) -> T>(self, op: F) -> T {}
    }
    impl<T, E> Result<&T, E> {
        #[otp(pure)]
        pub fn copied(self) -> Result<T, E> {}
        #[otp(pure)]
        pub fn cloned(self) -> Result<T, E> {}
    }
    impl<T, E> Result<Option<T>, E> {
        #[otp(pure)]
        pub fn transpose(self) -> Option<Result<T, E>> {}
    }
    impl<T, E> Result<Result<T, E>, E> {
        #[otp(pure)]
        pub fn flatten(self) -> Result<T, E> {}
    }
    impl<A, E, V: FromIterator<A>> FromIterator<Result<A, E>> for Result<V, E> {
        #[otp(pure)]
        fn from_iter<I: IntoIterator<Item = Result<A, E>>>(iter: I) -> Self {}
    }
    impl<T, E> Clone for Result<T, E> {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    impl<T, E> IntoIterator for Result<T, E> {
        type Item = T;
    }
    impl<T, E> IntoIterator for &Result<T, E> {
        type Item = &T;
    }
}

pub mod vec {
    use crate::iter::{FromIterator, Iter};
    use crate::ops::{Deref, RangeBounds};

    #[otp(collection = "list")]
    pub struct Vec<T>;

    impl<T> Vec<T> {
        #[otp(pure)]
        pub fn new() -> Vec<T> {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize) -> Vec<T> {}
        #[otp(read)]
        pub fn capacity(&self) -> usize {}
        pub fn reserve(&mut self, additional: usize) {}
        pub fn reserve_exact(&mut self, additional: usize) {}
        pub fn try_reserve(&mut self, additional: usize) -> Result<(), crate::collections::TryReserveError> {}
        pub fn shrink_to_fit(&mut self) {}
        pub fn shrink_to(&mut self, min_capacity: usize) {}
        #[otp(pure)]
        pub fn into_boxed_slice(self) -> Box<[T]> {}
        #[otp(clear)]
        pub fn truncate(&mut self, len: usize) {}
        #[otp(borrow)]
        pub fn as_slice(&self) -> &[T] {}
        #[otp(borrow)]
        pub fn as_mut_slice(&mut self) -> &mut [T] {}
        #[otp(remove, panics)]
        pub fn swap_remove(&mut self, index: usize) -> T {}
        #[otp(insert, value = 1, panics)]
        pub fn insert(&mut self, index: usize, element: T) {}
        #[otp(remove, panics)]
        pub fn remove(&mut self, index: usize) -> T {}
        #[otp(clear, closure = "called")]
        pub fn retain<F: FnMut(&T) -> bool>(&mut self, f: F) {}
        #[otp(clear, closure = "called")]
        pub fn retain_mut<F: FnMut(&mut T) -> bool>(&mut self, f: F) {}
        #[otp(clear, closure = "called")]
        pub fn dedup_by_key<K, F: FnMut(&mut T) -> K>(&mut self, key: F) {}
        #[otp(clear, closure = "called")]
        pub fn dedup_by<F: FnMut(&mut T, &mut T) -> bool>(&mut self, same_bucket: F) {}
        #[otp(clear)]
        pub fn dedup(&mut self) {}
        #[otp(insert, value = 0)]
        pub fn push(&mut self, value: T) {}
        #[otp(insert, borrow, value = 0)]
        pub fn push_mut(&mut self, value: T) -> &mut T {}
        #[otp(remove)]
        pub fn pop(&mut self) -> Option<T> {}
        #[otp(remove, closure = "called")]
        pub fn pop_if<P: FnOnce(&mut T) -> bool>(&mut self, predicate: P) -> Option<T> {}
        #[otp(insert, value = 0)]
        pub fn append(&mut self, other: &mut Vec<T>) {}
        #[otp(clear, panics)]
        pub fn drain<R: RangeBounds<usize>>(&mut self, range: R) -> Iter<T> {}
        #[otp(clear, closure = "called")]
        pub fn extract_if<F: FnMut(&mut T) -> bool, R: RangeBounds<usize>>(&mut self, range: R, filter: F) -> Iter<T> {}
        #[otp(clear)]
        pub fn clear(&mut self) {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(remove, panics)]
        pub fn split_off(&mut self, at: usize) -> Vec<T> {}
        #[otp(insert, closure = "called")]
        pub fn resize_with<F: FnMut() -> T>(&mut self, new_len: usize, f: F) {}
        #[otp(pure)]
        pub fn leak(self) -> &mut [T] {}
        #[otp(insert, value = 1)]
        pub fn resize(&mut self, new_len: usize, value: T) {}
        #[otp(insert, value = 0)]
        pub fn extend_from_slice(&mut self, other: &[T]) {}
        #[otp(insert, panics)]
        pub fn extend_from_within<R: RangeBounds<usize>>(&mut self, src: R) {}
        #[otp(write, panics)]
        pub fn splice<R: RangeBounds<usize>, I: IntoIterator<Item = T>>(
            &mut self,
            range: R,
            replace_with: I,
        ) -> Iter<T> {
        }
    }
    impl<T> Clone for Vec<T> {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    impl<T> Deref for Vec<T> {
        type Target = [T];
    }
    impl<T> crate::ops::DerefMut for Vec<T> {}
    impl<T> IntoIterator for Vec<T> {
        type Item = T;
    }
    impl<T> IntoIterator for &Vec<T> {
        type Item = &T;
    }
    impl<T> IntoIterator for &mut Vec<T> {
        type Item = &mut T;
    }
    impl<T> FromIterator<T> for Vec<T> {
        #[otp(pure)]
        fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Vec<T> {}
    }
    impl<T> Extend<T> for Vec<T> {
        #[otp(insert, value = 0)]
        fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {}
    }
    impl<T> From<&[T]> for Vec<T> {
        #[otp(pure)]
        fn from(value: &[T]) -> Vec<T> {}
    }
    pub type IntoIter<T> = Iter<T>;
    pub type Drain<T> = Iter<T>;
}

pub mod collections {
    pub use self::binary_heap::BinaryHeap;
    pub use self::btree_map::BTreeMap;
    pub use self::btree_set::BTreeSet;
    pub use self::hash_map::HashMap;
    pub use self::hash_set::HashSet;
    pub use self::linked_list::LinkedList;
    pub use self::vec_deque::VecDeque;
    pub use crate::ops::Bound;

    pub struct TryReserveError;

    pub mod vec_deque {
        use crate::iter::{FromIterator, Iter};
        use crate::ops::RangeBounds;

        #[otp(collection = "queue")]
        pub struct VecDeque<T>;

        impl<T> VecDeque<T> {
            #[otp(pure)]
            pub fn new() -> VecDeque<T> {}
            #[otp(pure)]
            pub fn with_capacity(capacity: usize) -> VecDeque<T> {}
            #[otp(borrow)]
            pub fn get(&self, index: usize) -> Option<&T> {}
            #[otp(borrow)]
            pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {}
            #[otp(write, panics)]
            pub fn swap(&mut self, i: usize, j: usize) {}
            #[otp(read)]
            pub fn capacity(&self) -> usize {}
            pub fn reserve(&mut self, additional: usize) {}
            pub fn shrink_to_fit(&mut self) {}
            pub fn shrink_to(&mut self, min_capacity: usize) {}
            #[otp(clear)]
            pub fn truncate(&mut self, len: usize) {}
            #[otp(borrow)]
            pub fn iter(&self) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn iter_mut(&mut self) -> Iter<&mut T> {}
            #[otp(borrow)]
            pub fn as_slices(&self) -> (&[T], &[T]) {}
            #[otp(borrow)]
            pub fn as_mut_slices(&mut self) -> (&mut [T], &mut [T]) {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(borrow, panics)]
            pub fn range<R: RangeBounds<usize>>(&self, range: R) -> Iter<&T> {}
            #[otp(borrow, panics)]
            pub fn range_mut<R: RangeBounds<usize>>(&mut self, range: R) -> Iter<&mut T> {}
            #[otp(clear, panics)]
            pub fn drain<R: RangeBounds<usize>>(&mut self, range: R) -> Iter<T> {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
            #[otp(read)]
            pub fn contains(&self, x: &T) -> bool {}
            #[otp(borrow)]
            pub fn front(&self) -> Option<&T> {}
            #[otp(borrow)]
            pub fn front_mut(&mut self) -> Option<&mut T> {}
            #[otp(borrow)]
            pub fn back(&self) -> Option<&T> {}
            #[otp(borrow)]
            pub fn back_mut(&mut self) -> Option<&mut T> {}
            #[otp(remove)]
            pub fn pop_front(&mut self) -> Option<T> {}
            #[otp(remove)]
            pub fn pop_back(&mut self) -> Option<T> {}
            #[otp(remove, closure = "called")]
            pub fn pop_front_if<P: FnOnce(&mut T) -> bool>(&mut self, predicate: P) -> Option<T> {}
            #[otp(remove, closure = "called")]
            pub fn pop_back_if<P: FnOnce(&mut T) -> bool>(&mut self, predicate: P) -> Option<T> {}
            #[otp(insert, value = 0)]
            pub fn push_front(&mut self, value: T) {}
            #[otp(insert, value = 0)]
            pub fn push_back(&mut self, value: T) {}
            #[otp(insert, borrow, value = 0)]
            pub fn push_front_mut(&mut self, value: T) -> &mut T {}
            #[otp(insert, borrow, value = 0)]
            pub fn push_back_mut(&mut self, value: T) -> &mut T {}
            #[otp(remove)]
            pub fn swap_remove_front(&mut self, index: usize) -> Option<T> {}
            #[otp(remove)]
            pub fn swap_remove_back(&mut self, index: usize) -> Option<T> {}
            #[otp(insert, value = 1, panics)]
            pub fn insert(&mut self, index: usize, value: T) {}
            #[otp(remove)]
            pub fn remove(&mut self, index: usize) -> Option<T> {}
            #[otp(remove, panics)]
            pub fn split_off(&mut self, at: usize) -> VecDeque<T> {}
            #[otp(insert, value = 0)]
            pub fn append(&mut self, other: &mut VecDeque<T>) {}
            #[otp(clear, closure = "called")]
            pub fn retain<F: FnMut(&T) -> bool>(&mut self, f: F) {}
            #[otp(clear, closure = "called")]
            pub fn retain_mut<F: FnMut(&mut T) -> bool>(&mut self, f: F) {}
            #[otp(insert, closure = "called")]
            pub fn resize_with<F: FnMut() -> T>(&mut self, new_len: usize, generator: F) {}
            #[otp(insert, value = 1)]
            pub fn resize(&mut self, new_len: usize, value: T) {}
            #[otp(write, borrow)]
            pub fn make_contiguous(&mut self) -> &mut [T] {}
            #[otp(write, panics)]
            pub fn rotate_left(&mut self, n: usize) {}
            #[otp(write, panics)]
            pub fn rotate_right(&mut self, n: usize) {}
            #[otp(read)]
            pub fn binary_search(&self, x: &T) -> Result<usize, usize> {}
            #[otp(read, closure = "called")]
            pub fn binary_search_by<F: FnMut(&T) -> crate::cmp::Ordering>(&self, f: F) -> Result<usize, usize> {}
            #[otp(read, closure = "called")]
            pub fn binary_search_by_key<B, F: FnMut(&T) -> B>(&self, b: &B, f: F) -> Result<usize, usize> {}
            #[otp(read, closure = "called")]
            pub fn partition_point<P: FnMut(&T) -> bool>(&self, pred: P) -> usize {}
        }
        impl<T> Clone for VecDeque<T> {
            #[otp(pure)]
            fn clone(&self) -> Self {}
        }
        impl<T> IntoIterator for VecDeque<T> {
            type Item = T;
        }
        impl<T> IntoIterator for &VecDeque<T> {
            type Item = &T;
        }
        impl<T> IntoIterator for &mut VecDeque<T> {
            type Item = &mut T;
        }
        impl<T> FromIterator<T> for VecDeque<T> {
            #[otp(pure)]
            fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> VecDeque<T> {}
        }
        impl<T> Extend<T> for VecDeque<T> {
            #[otp(insert, value = 0)]
            fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {}
        }
        pub type IntoIter<T> = crate::iter::Iter<T>;
    }

    pub mod linked_list {
        use crate::iter::{FromIterator, Iter};

        #[otp(collection = "list")]
        pub struct LinkedList<T>;

        impl<T> LinkedList<T> {
            #[otp(pure)]
            pub fn new() -> LinkedList<T> {}
            #[otp(insert, value = 0)]
            pub fn append(&mut self, other: &mut LinkedList<T>) {}
            #[otp(borrow)]
            pub fn iter(&self) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn iter_mut(&mut self) -> Iter<&mut T> {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
            #[otp(read)]
            pub fn contains(&self, x: &T) -> bool {}
            #[otp(borrow)]
            pub fn front(&self) -> Option<&T> {}
            #[otp(borrow)]
            pub fn front_mut(&mut self) -> Option<&mut T> {}
            #[otp(borrow)]
            pub fn back(&self) -> Option<&T> {}
            #[otp(borrow)]
            pub fn back_mut(&mut self) -> Option<&mut T> {}
            #[otp(insert, value = 0)]
            pub fn push_front(&mut self, value: T) {}
            #[otp(insert, value = 0)]
            pub fn push_back(&mut self, value: T) {}
            #[otp(remove)]
            pub fn pop_front(&mut self) -> Option<T> {}
            #[otp(remove)]
            pub fn pop_back(&mut self) -> Option<T> {}
            #[otp(remove, panics)]
            pub fn split_off(&mut self, at: usize) -> LinkedList<T> {}
        }
        impl<T> Clone for LinkedList<T> {
            #[otp(pure)]
            fn clone(&self) -> Self {}
        }
        impl<T> IntoIterator for LinkedList<T> {
            type Item = T;
        }
        impl<T> IntoIterator for &LinkedList<T> {
            type Item = &T;
        }
        impl<T> IntoIterator for &mut LinkedList<T> {
            type Item = &mut T;
        }
        impl<T> FromIterator<T> for LinkedList<T> {
            #[otp(pure)]
            fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> LinkedList<T> {}
        }
        impl<T> Extend<T> for LinkedList<T> {
            #[otp(insert, value = 0)]
            fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {}
        }
    }

    pub mod binary_heap {
        use crate::iter::{FromIterator, Iter};
        use crate::ops::Deref;

        #[otp(collection = "heap")]
        pub struct BinaryHeap<T>;

        impl<T> BinaryHeap<T> {
            #[otp(pure)]
            pub fn new() -> BinaryHeap<T> {}
            #[otp(pure)]
            pub fn with_capacity(capacity: usize) -> BinaryHeap<T> {}
            #[otp(borrow)]
            pub fn peek_mut(&mut self) -> Option<PeekMut<T>> {}
            #[otp(remove)]
            pub fn pop(&mut self) -> Option<T> {}
            #[otp(insert, value = 0)]
            pub fn push(&mut self, item: T) {}
            #[otp(pure)]
            pub fn into_sorted_vec(self) -> Vec<T> {}
            #[otp(insert, value = 0)]
            pub fn append(&mut self, other: &mut BinaryHeap<T>) {}
            #[otp(clear, closure = "called")]
            pub fn retain<F: FnMut(&T) -> bool>(&mut self, f: F) {}
            #[otp(borrow)]
            pub fn iter(&self) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn peek(&self) -> Option<&T> {}
            #[otp(read)]
            pub fn capacity(&self) -> usize {}
            pub fn reserve(&mut self, additional: usize) {}
            pub fn shrink_to_fit(&mut self) {}
            #[otp(pure)]
            pub fn into_vec(self) -> Vec<T> {}
            #[otp(borrow)]
            pub fn as_slice(&self) -> &[T] {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(clear)]
            pub fn drain(&mut self) -> Iter<T> {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
        }
        impl<T> Clone for BinaryHeap<T> {
            #[otp(pure)]
            fn clone(&self) -> Self {}
        }
        impl<T> IntoIterator for BinaryHeap<T> {
            type Item = T;
        }
        impl<T> IntoIterator for &BinaryHeap<T> {
            type Item = &T;
        }
        impl<T> FromIterator<T> for BinaryHeap<T> {
            #[otp(pure)]
            fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> BinaryHeap<T> {}
        }
        impl<T> Extend<T> for BinaryHeap<T> {
            #[otp(insert, value = 0)]
            fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {}
        }

        #[otp(pointer)]
        pub struct PeekMut<T>;
        impl<T> PeekMut<T> {
            #[otp(remove)]
            pub fn pop(this: PeekMut<T>) -> T {}
        }
        impl<T> Deref for PeekMut<T> {
            type Target = T;
        }
        impl<T> crate::ops::DerefMut for PeekMut<T> {}
    }

    pub mod hash_map {
        use crate::iter::{FromIterator, Iter};

        #[otp(collection = "map")]
        pub struct HashMap<K, V>;

        impl<K, V> HashMap<K, V> {
            #[otp(pure)]
            pub fn new() -> HashMap<K, V> {}
            #[otp(pure)]
            pub fn with_capacity(capacity: usize) -> HashMap<K, V> {}
            #[otp(pure)]
            pub fn with_hasher<S>(hash_builder: S) -> HashMap<K, V> {}
            #[otp(pure)]
            pub fn with_capacity_and_hasher<S>(capacity: usize, hash_builder: S) -> HashMap<K, V> {}
            #[otp(read)]
            pub fn capacity(&self) -> usize {}
            #[otp(borrow)]
            pub fn keys(&self) -> Iter<&K> {}
            #[otp(pure)]
            pub fn into_keys(self) -> Iter<K> {}
            #[otp(borrow)]
            pub fn values(&self) -> Iter<&V> {}
            #[otp(borrow)]
            pub fn values_mut(&mut self) -> Iter<&mut V> {}
            #[otp(pure)]
            pub fn into_values(self) -> Iter<V> {}
            #[otp(borrow)]
            pub fn iter(&self) -> Iter<(&K, &V)> {}
            #[otp(borrow)]
            pub fn iter_mut(&mut self) -> Iter<(&K, &mut V)> {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(clear)]
            pub fn drain(&mut self) -> Iter<(K, V)> {}
            #[otp(clear, closure = "called")]
            pub fn extract_if<F: FnMut(&K, &mut V) -> bool>(&mut self, pred: F) -> Iter<(K, V)> {}
            #[otp(clear, closure = "called")]
            pub fn retain<F: FnMut(&K, &mut V) -> bool>(&mut self, f: F) {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
            pub fn reserve(&mut self, additional: usize) {}
            pub fn try_reserve(&mut self, additional: usize) -> Result<(), super::TryReserveError> {}
            pub fn shrink_to_fit(&mut self) {}
            pub fn shrink_to(&mut self, min_capacity: usize) {}
            #[otp(borrow, key = 0)]
            pub fn entry(&mut self, key: K) -> Entry<K, V> {}
            #[otp(borrow, key = 0)]
            pub fn get<Q>(&self, k: &Q) -> Option<&V> {}
            #[otp(borrow, key = 0)]
            pub fn get_key_value<Q>(&self, k: &Q) -> Option<(&K, &V)> {}
            #[otp(borrow, panics)]
            pub fn get_disjoint_mut<Q>(&mut self, ks: [&Q; 2]) -> [Option<&mut V>; 2] {}
            #[otp(read, key = 0)]
            pub fn contains_key<Q>(&self, k: &Q) -> bool {}
            #[otp(borrow, key = 0)]
            pub fn get_mut<Q>(&mut self, k: &Q) -> Option<&mut V> {}
            #[otp(insert, key = 0, value = 1)]
            pub fn insert(&mut self, k: K, v: V) -> Option<V> {}
            #[otp(remove, key = 0)]
            pub fn remove<Q>(&mut self, k: &Q) -> Option<V> {}
            #[otp(remove, key = 0)]
            pub fn remove_entry<Q>(&mut self, k: &Q) -> Option<(K, V)> {}
        }
        impl<K, V> Clone for HashMap<K, V> {
            #[otp(pure)]
            fn clone(&self) -> Self {}
        }
        impl<K, V> IntoIterator for HashMap<K, V> {
            type Item = (K, V);
        }
        impl<K, V> IntoIterator for &HashMap<K, V> {
            type Item = (&K, &V);
        }
        impl<K, V> IntoIterator for &mut HashMap<K, V> {
            type Item = (&K, &mut V);
        }
        impl<K, V> FromIterator<(K, V)> for HashMap<K, V> {
            #[otp(pure)]
            fn from_iter<I: IntoIterator<Item = (K, V)>>(iter: I) -> HashMap<K, V> {}
        }
        impl<K, V> Extend<(K, V)> for HashMap<K, V> {
            #[otp(insert, value = 0)]
            fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, iter: I) {}
        }

        pub enum Entry<K, V> {
            Occupied(OccupiedEntry<K, V>),
            Vacant(VacantEntry<K, V>),
        }
        impl<K, V> Entry<K, V> {
            #[otp(insert, borrow, value = 0)]
            pub fn or_insert(self, default: V) -> &mut V {}
            #[otp(insert, borrow, closure = "called")]
            pub fn or_insert_with<F: FnOnce() -> V>(self, default: F) -> &mut V {}
            #[otp(insert, borrow, closure = "called")]
            pub fn or_insert_with_key<F: FnOnce(&K) -> V>(self, default: F) -> &mut V {}
            #[otp(read)]
            pub fn key(&self) -> &K {}
            #[otp(write, borrow, closure = "called")]
            pub fn and_modify<F: FnOnce(&mut V)>(self, f: F) -> Entry<K, V> {}
            #[otp(insert, borrow, value = 0)]
            pub fn insert_entry(self, value: V) -> OccupiedEntry<K, V> {}
            #[otp(insert, borrow)]
            pub fn or_default(self) -> &mut V {}
        }
        pub struct OccupiedEntry<K, V>;
        impl<K, V> OccupiedEntry<K, V> {
            #[otp(read)]
            pub fn key(&self) -> &K {}
            #[otp(remove)]
            pub fn remove_entry(self) -> (K, V) {}
            #[otp(borrow)]
            pub fn get(&self) -> &V {}
            #[otp(borrow)]
            pub fn get_mut(&mut self) -> &mut V {}
            #[otp(borrow)]
            pub fn into_mut(self) -> &mut V {}
            #[otp(insert, value = 0)]
            pub fn insert(&mut self, value: V) -> V {}
            #[otp(remove)]
            pub fn remove(self) -> V {}
        }
        pub struct VacantEntry<K, V>;
        impl<K, V> VacantEntry<K, V> {
            #[otp(read)]
            pub fn key(&self) -> &K {}
            #[otp(pure)]
            pub fn into_key(self) -> K {}
            #[otp(insert, borrow, value = 0)]
            pub fn insert(self, value: V) -> &mut V {}
            #[otp(insert, borrow, value = 0)]
            pub fn insert_entry(self, value: V) -> OccupiedEntry<K, V> {}
        }
        pub use crate::hash::{DefaultHasher, RandomState};
        pub type IntoIter<K, V> = Iter<(K, V)>;
        pub type Keys<K, V> = Iter<&K>;
        pub type Values<K, V> = Iter<&V>;
        pub type Drain<K, V> = Iter<(K, V)>;
    }

    pub mod btree_map {
        use crate::iter::{FromIterator, Iter};
        use crate::ops::RangeBounds;

        #[otp(collection = "map")]
        pub struct BTreeMap<K, V>;

        impl<K, V> BTreeMap<K, V> {
            #[otp(pure)]
            pub fn new() -> BTreeMap<K, V> {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
            #[otp(borrow, key = 0)]
            pub fn get<Q>(&self, key: &Q) -> Option<&V> {}
            #[otp(borrow, key = 0)]
            pub fn get_key_value<Q>(&self, key: &Q) -> Option<(&K, &V)> {}
            #[otp(borrow)]
            pub fn first_key_value(&self) -> Option<(&K, &V)> {}
            #[otp(borrow)]
            pub fn first_entry(&mut self) -> Option<OccupiedEntry<K, V>> {}
            #[otp(remove)]
            pub fn pop_first(&mut self) -> Option<(K, V)> {}
            #[otp(borrow)]
            pub fn last_key_value(&self) -> Option<(&K, &V)> {}
            #[otp(borrow)]
            pub fn last_entry(&mut self) -> Option<OccupiedEntry<K, V>> {}
            #[otp(remove)]
            pub fn pop_last(&mut self) -> Option<(K, V)> {}
            #[otp(read, key = 0)]
            pub fn contains_key<Q>(&self, key: &Q) -> bool {}
            #[otp(borrow, key = 0)]
            pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V> {}
            #[otp(insert, key = 0, value = 1)]
            pub fn insert(&mut self, key: K, value: V) -> Option<V> {}
            #[otp(remove, key = 0)]
            pub fn remove<Q>(&mut self, key: &Q) -> Option<V> {}
            #[otp(remove, key = 0)]
            pub fn remove_entry<Q>(&mut self, key: &Q) -> Option<(K, V)> {}
            #[otp(clear, closure = "called")]
            pub fn retain<F: FnMut(&K, &mut V) -> bool>(&mut self, f: F) {}
            #[otp(clear, closure = "called")]
            pub fn extract_if<R: RangeBounds<K>, F: FnMut(&K, &mut V) -> bool>(
                &mut self,
                range: R,
                pred: F,
            ) -> Iter<(K, V)> {
            }
            #[otp(insert, value = 0)]
            pub fn append(&mut self, other: &mut BTreeMap<K, V>) {}
            #[otp(borrow)]
            pub fn range<T, R: RangeBounds<T>>(&self, range: R) -> Iter<(&K, &V)> {}
            #[otp(borrow)]
            pub fn range_mut<T, R: RangeBounds<T>>(&mut self, range: R) -> Iter<(&K, &mut V)> {}
            #[otp(borrow, key = 0)]
            pub fn entry(&mut self, key: K) -> Entry<K, V> {}
            #[otp(remove, key = 0)]
            pub fn split_off<Q>(&mut self, key: &Q) -> BTreeMap<K, V> {}
            #[otp(pure)]
            pub fn into_keys(self) -> Iter<K> {}
            #[otp(pure)]
            pub fn into_values(self) -> Iter<V> {}
            #[otp(borrow)]
            pub fn iter(&self) -> Iter<(&K, &V)> {}
            #[otp(borrow)]
            pub fn iter_mut(&mut self) -> Iter<(&K, &mut V)> {}
            #[otp(borrow)]
            pub fn keys(&self) -> Iter<&K> {}
            #[otp(borrow)]
            pub fn values(&self) -> Iter<&V> {}
            #[otp(borrow)]
            pub fn values_mut(&mut self) -> Iter<&mut V> {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
        }
        impl<K, V> Clone for BTreeMap<K, V> {
            #[otp(pure)]
            fn clone(&self) -> Self {}
        }
        impl<K, V> IntoIterator for BTreeMap<K, V> {
            type Item = (K, V);
        }
        impl<K, V> IntoIterator for &BTreeMap<K, V> {
            type Item = (&K, &V);
        }
        impl<K, V> IntoIterator for &mut BTreeMap<K, V> {
            type Item = (&K, &mut V);
        }
        impl<K, V> FromIterator<(K, V)> for BTreeMap<K, V> {
            #[otp(pure)]
            fn from_iter<I: IntoIterator<Item = (K, V)>>(iter: I) -> BTreeMap<K, V> {}
        }
        impl<K, V> Extend<(K, V)> for BTreeMap<K, V> {
            #[otp(insert, value = 0)]
            fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, iter: I) {}
        }

        pub enum Entry<K, V> {
            Vacant(VacantEntry<K, V>),
            Occupied(OccupiedEntry<K, V>),
        }
        impl<K, V> Entry<K, V> {
            #[otp(insert, borrow, value = 0)]
            pub fn or_insert(self, default: V) -> &mut V {}
            #[otp(insert, borrow, closure = "called")]
            pub fn or_insert_with<F: FnOnce() -> V>(self, default: F) -> &mut V {}
            #[otp(insert, borrow, closure = "called")]
            pub fn or_insert_with_key<F: FnOnce(&K) -> V>(self, default: F) -> &mut V {}
            #[otp(read)]
            pub fn key(&self) -> &K {}
            #[otp(write, borrow, closure = "called")]
            pub fn and_modify<F: FnOnce(&mut V)>(self, f: F) -> Entry<K, V> {}
            #[otp(insert, borrow, value = 0)]
            pub fn insert_entry(self, value: V) -> OccupiedEntry<K, V> {}
            #[otp(insert, borrow)]
            pub fn or_default(self) -> &mut V {}
        }
        pub struct OccupiedEntry<K, V>;
        impl<K, V> OccupiedEntry<K, V> {
            #[otp(read)]
            pub fn key(&self) -> &K {}
            #[otp(remove)]
            pub fn remove_entry(self) -> (K, V) {}
            #[otp(borrow)]
            pub fn get(&self) -> &V {}
            #[otp(borrow)]
            pub fn get_mut(&mut self) -> &mut V {}
            #[otp(borrow)]
            pub fn into_mut(self) -> &mut V {}
            #[otp(insert, value = 0)]
            pub fn insert(&mut self, value: V) -> V {}
            #[otp(remove)]
            pub fn remove(self) -> V {}
        }
        pub struct VacantEntry<K, V>;
        impl<K, V> VacantEntry<K, V> {
            #[otp(read)]
            pub fn key(&self) -> &K {}
            #[otp(pure)]
            pub fn into_key(self) -> K {}
            #[otp(insert, borrow, value = 0)]
            pub fn insert(self, value: V) -> &mut V {}
            #[otp(insert, borrow, value = 0)]
            pub fn insert_entry(self, value: V) -> OccupiedEntry<K, V> {}
        }
        pub type IntoIter<K, V> = Iter<(K, V)>;
        pub type Range<K, V> = Iter<(&K, &V)>;
    }

    pub mod hash_set {
        use crate::iter::{FromIterator, Iter};

        #[otp(collection = "set")]
        pub struct HashSet<T>;

        impl<T> HashSet<T> {
            #[otp(pure)]
            pub fn new() -> HashSet<T> {}
            #[otp(pure)]
            pub fn with_capacity(capacity: usize) -> HashSet<T> {}
            #[otp(pure)]
            pub fn with_hasher<S>(hasher: S) -> HashSet<T> {}
            #[otp(pure)]
            pub fn with_capacity_and_hasher<S>(capacity: usize, hasher: S) -> HashSet<T> {}
            #[otp(read)]
            pub fn capacity(&self) -> usize {}
            #[otp(borrow)]
            pub fn iter(&self) -> Iter<&T> {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
            #[otp(clear)]
            pub fn drain(&mut self) -> Iter<T> {}
            #[otp(clear, closure = "called")]
            pub fn extract_if<F: FnMut(&T) -> bool>(&mut self, pred: F) -> Iter<T> {}
            #[otp(clear, closure = "called")]
            pub fn retain<F: FnMut(&T) -> bool>(&mut self, f: F) {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
            pub fn reserve(&mut self, additional: usize) {}
            pub fn shrink_to_fit(&mut self) {}
            #[otp(borrow)]
            pub fn difference(&self, other: &HashSet<T>) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn symmetric_difference(&self, other: &HashSet<T>) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn intersection(&self, other: &HashSet<T>) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn union(&self, other: &HashSet<T>) -> Iter<&T> {}
            #[otp(read, key = 0)]
            pub fn contains<Q>(&self, value: &Q) -> bool {}
            #[otp(borrow, key = 0)]
            pub fn get<Q>(&self, value: &Q) -> Option<&T> {}
            #[otp(read)]
            pub fn is_disjoint(&self, other: &HashSet<T>) -> bool {}
            #[otp(read)]
            pub fn is_subset(&self, other: &HashSet<T>) -> bool {}
            #[otp(read)]
            pub fn is_superset(&self, other: &HashSet<T>) -> bool {}
            #[otp(insert, key = 0, value = 0)]
            pub fn insert(&mut self, value: T) -> bool {}
            #[otp(insert, key = 0, value = 0)]
            pub fn replace(&mut self, value: T) -> Option<T> {}
            #[otp(remove, key = 0)]
            pub fn remove<Q>(&mut self, value: &Q) -> bool {}
            #[otp(remove, key = 0)]
            pub fn take<Q>(&mut self, value: &Q) -> Option<T> {}
        }
        impl<T> Clone for HashSet<T> {
            #[otp(pure)]
            fn clone(&self) -> Self {}
        }
        impl<T> IntoIterator for HashSet<T> {
            type Item = T;
        }
        impl<T> IntoIterator for &HashSet<T> {
            type Item = &T;
        }
        impl<T> FromIterator<T> for HashSet<T> {
            #[otp(pure)]
            fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> HashSet<T> {}
        }
        impl<T> Extend<T> for HashSet<T> {
            #[otp(insert, value = 0)]
            fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {}
        }
        pub type IntoIter<T> = crate::iter::Iter<T>;
    }

    pub mod btree_set {
        use crate::iter::{FromIterator, Iter};
        use crate::ops::RangeBounds;

        #[otp(collection = "set")]
        pub struct BTreeSet<T>;

        impl<T> BTreeSet<T> {
            #[otp(pure)]
            pub fn new() -> BTreeSet<T> {}
            #[otp(borrow)]
            pub fn range<K, R: RangeBounds<K>>(&self, range: R) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn difference(&self, other: &BTreeSet<T>) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn symmetric_difference(&self, other: &BTreeSet<T>) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn intersection(&self, other: &BTreeSet<T>) -> Iter<&T> {}
            #[otp(borrow)]
            pub fn union(&self, other: &BTreeSet<T>) -> Iter<&T> {}
            #[otp(clear)]
            pub fn clear(&mut self) {}
            #[otp(read, key = 0)]
            pub fn contains<Q>(&self, value: &Q) -> bool {}
            #[otp(borrow, key = 0)]
            pub fn get<Q>(&self, value: &Q) -> Option<&T> {}
            #[otp(read)]
            pub fn is_disjoint(&self, other: &BTreeSet<T>) -> bool {}
            #[otp(read)]
            pub fn is_subset(&self, other: &BTreeSet<T>) -> bool {}
            #[otp(read)]
            pub fn is_superset(&self, other: &BTreeSet<T>) -> bool {}
            #[otp(borrow)]
            pub fn first(&self) -> Option<&T> {}
            #[otp(borrow)]
            pub fn last(&self) -> Option<&T> {}
            #[otp(remove)]
            pub fn pop_first(&mut self) -> Option<T> {}
            #[otp(remove)]
            pub fn pop_last(&mut self) -> Option<T> {}
            #[otp(insert, key = 0, value = 0)]
            pub fn insert(&mut self, value: T) -> bool {}
            #[otp(insert, key = 0, value = 0)]
            pub fn replace(&mut self, value: T) -> Option<T> {}
            #[otp(remove, key = 0)]
            pub fn remove<Q>(&mut self, value: &Q) -> bool {}
            #[otp(remove, key = 0)]
            pub fn take<Q>(&mut self, value: &Q) -> Option<T> {}
            #[otp(clear, closure = "called")]
            pub fn retain<F: FnMut(&T) -> bool>(&mut self, f: F) {}
            #[otp(insert, value = 0)]
            pub fn append(&mut self, other: &mut BTreeSet<T>) {}
            #[otp(remove, key = 0)]
            pub fn split_off<Q>(&mut self, value: &Q) -> BTreeSet<T> {}
            #[otp(clear, closure = "called")]
            pub fn extract_if<R: RangeBounds<T>, F: FnMut(&T) -> bool>(&mut self, range: R, pred: F) -> Iter<T> {}
            #[otp(borrow)]
            pub fn iter(&self) -> Iter<&T> {}
            #[otp(read)]
            pub fn len(&self) -> usize {}
            #[otp(read)]
            pub fn is_empty(&self) -> bool {}
        }
        impl<T> Clone for BTreeSet<T> {
            #[otp(pure)]
            fn clone(&self) -> Self {}
        }
        impl<T> IntoIterator for BTreeSet<T> {
            type Item = T;
        }
        impl<T> IntoIterator for &BTreeSet<T> {
            type Item = &T;
        }
        impl<T> FromIterator<T> for BTreeSet<T> {
            #[otp(pure)]
            fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> BTreeSet<T> {}
        }
        impl<T> Extend<T> for BTreeSet<T> {
            #[otp(insert, value = 0)]
            fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {}
        }
        pub type IntoIter<T> = crate::iter::Iter<T>;
    }
}

pub mod string {
    use crate::iter::{FromIterator, Iter};
    use crate::ops::{Deref, RangeBounds};

    #[otp(collection = "string")]
    pub struct String;

    impl String {
        #[otp(pure)]
        pub fn new() -> String {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize) -> String {}
        #[otp(pure)]
        pub fn from_utf8(vec: Vec<u8>) -> Result<String, FromUtf8Error> {}
        #[otp(pure)]
        pub fn from_utf8_lossy(v: &[u8]) -> crate::borrow::Cow<str> {}
        #[otp(pure)]
        pub fn from_utf16(v: &[u16]) -> Result<String, FromUtf16Error> {}
        #[otp(pure)]
        pub fn from_utf16_lossy(v: &[u16]) -> String {}
        #[otp(pure)]
        pub unsafe fn from_utf8_unchecked(bytes: Vec<u8>) -> String {}
        #[otp(pure)]
        pub fn into_bytes(self) -> Vec<u8> {}
        #[otp(borrow)]
        pub fn as_str(&self) -> &str {}
        #[otp(borrow)]
        pub fn as_mut_str(&mut self) -> &mut str {}
        #[otp(insert, value = 0)]
        pub fn push_str(&mut self, string: &str) {}
        #[otp(insert, panics)]
        pub fn extend_from_within<R: RangeBounds<usize>>(&mut self, src: R) {}
        #[otp(read)]
        pub fn capacity(&self) -> usize {}
        pub fn reserve(&mut self, additional: usize) {}
        pub fn reserve_exact(&mut self, additional: usize) {}
        pub fn shrink_to_fit(&mut self) {}
        #[otp(insert, value = 0)]
        pub fn push(&mut self, ch: char) {}
        #[otp(borrow)]
        pub fn as_bytes(&self) -> &[u8] {}
        #[otp(clear, panics)]
        pub fn truncate(&mut self, new_len: usize) {}
        #[otp(remove)]
        pub fn pop(&mut self) -> Option<char> {}
        #[otp(remove, panics)]
        pub fn remove(&mut self, idx: usize) -> char {}
        #[otp(clear, closure = "called")]
        pub fn retain<F: FnMut(char) -> bool>(&mut self, f: F) {}
        #[otp(insert, value = 1, panics)]
        pub fn insert(&mut self, idx: usize, ch: char) {}
        #[otp(insert, value = 1, panics)]
        pub fn insert_str(&mut self, idx: usize, string: &str) {}
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(remove, panics)]
        pub fn split_off(&mut self, at: usize) -> String {}
        #[otp(clear)]
        pub fn clear(&mut self) {}
        #[otp(clear, panics)]
        pub fn drain<R: RangeBounds<usize>>(&mut self, range: R) -> Iter<char> {}
        #[otp(write, panics)]
        pub fn replace_range<R: RangeBounds<usize>>(&mut self, range: R, replace_with: &str) {}
        #[otp(pure)]
        pub fn into_boxed_str(self) -> Box<str> {}
        #[otp(pure)]
        pub fn leak(self) -> &mut str {}
    }
    impl Clone for String {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    impl Deref for String {
        type Target = str;
    }
    impl<T> From<T> for String {
        #[otp(pure)]
        fn from(value: T) -> String {}
    }
    impl crate::str::FromStr for String {
        type Err = crate::convert::Infallible;
    }
    impl<T> FromIterator<T> for String {
        #[otp(pure)]
        fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> String {}
    }
    impl<T> Extend<T> for String {
        #[otp(insert, value = 0)]
        fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {}
    }
    impl crate::fmt::Write for String {
        #[otp(insert, value = 0)]
        fn write_str(&mut self, s: &str) -> crate::fmt::Result {}
        #[otp(insert, value = 0)]
        fn write_char(&mut self, c: char) -> crate::fmt::Result {}
    }

    pub struct FromUtf8Error;
    impl FromUtf8Error {
        #[otp(borrow)]
        pub fn as_bytes(&self) -> &[u8] {}
        #[otp(pure)]
        pub fn into_bytes(self) -> Vec<u8> {}
        #[otp(pure)]
        pub fn utf8_error(&self) -> crate::str::Utf8Error {}
    }
    pub struct FromUtf16Error;
    pub type ParseError = crate::convert::Infallible;

    pub trait ToString {
        #[otp(pure)]
        fn to_string(&self) -> String;
    }
    impl<T: crate::fmt::Display> ToString for T {}
}

pub mod str {
    use crate::iter::Iter;

    // A pattern is a char, a text, a slice of chars or a closure over chars.
    impl str {
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(pure)]
        pub fn is_char_boundary(&self, index: usize) -> bool {}
        #[otp(pure)]
        pub fn floor_char_boundary(&self, index: usize) -> usize {}
        #[otp(pure)]
        pub fn ceil_char_boundary(&self, index: usize) -> usize {}
        #[otp(borrow)]
        pub fn as_bytes(&self) -> &[u8] {}
        #[otp(borrow)]
        pub fn as_str(&self) -> &str {}
        #[otp(borrow)]
        pub fn get<I>(&self, i: I) -> Option<&str> {}
        #[otp(borrow)]
        pub fn get_mut<I>(&mut self, i: I) -> Option<&mut str> {}
        #[otp(borrow, panics)]
        pub fn split_at(&self, mid: usize) -> (&str, &str) {}
        #[otp(borrow)]
        pub fn split_at_checked(&self, mid: usize) -> Option<(&str, &str)> {}
        #[otp(pure)]
        pub fn chars(&self) -> Iter<char> {}
        #[otp(pure)]
        pub fn char_indices(&self) -> Iter<(usize, char)> {}
        #[otp(pure)]
        pub fn bytes(&self) -> Iter<u8> {}
        #[otp(borrow)]
        pub fn split_whitespace(&self) -> Iter<&str> {}
        #[otp(borrow)]
        pub fn split_ascii_whitespace(&self) -> Iter<&str> {}
        #[otp(borrow)]
        pub fn lines(&self) -> Iter<&str> {}
        #[otp(pure)]
        pub fn encode_utf16(&self) -> Iter<u16> {}
        #[otp(pure, closure = "called")]
        pub fn contains<P>(&self, pat: P) -> bool {}
        #[otp(pure, closure = "called")]
        pub fn starts_with<P>(&self, pat: P) -> bool {}
        #[otp(pure, closure = "called")]
        pub fn ends_with<P>(&self, pat: P) -> bool {}
        #[otp(pure, closure = "called")]
        pub fn find<P>(&self, pat: P) -> Option<usize> {}
        #[otp(pure, closure = "called")]
        pub fn rfind<P>(&self, pat: P) -> Option<usize> {}
        #[otp(borrow, closure = "called")]
        pub fn split<P>(&self, pat: P) -> Iter<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn split_inclusive<P>(&self, pat: P) -> Iter<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn rsplit<P>(&self, pat: P) -> Iter<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn split_terminator<P>(&self, pat: P) -> Iter<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn rsplit_terminator<P>(&self, pat: P) -> Iter<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn splitn<P>(&self, n: usize, pat: P) -> Iter<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn rsplitn<P>(&self, n: usize, pat: P) -> Iter<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn split_once<P>(&self, delimiter: P) -> Option<(&str, &str)> {}
        #[otp(borrow, closure = "called")]
        pub fn rsplit_once<P>(&self, delimiter: P) -> Option<(&str, &str)> {}
        #[otp(borrow, closure = "called")]
        pub fn matches<P>(&self, pat: P) -> Iter<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn match_indices<P>(&self, pat: P) -> Iter<(usize, &str)> {}
        #[otp(borrow, closure = "called")]
        pub fn rmatch_indices<P>(&self, pat: P) -> Iter<(usize, &str)> {}
        #[otp(borrow)]
        pub fn trim(&self) -> &str {}
        #[otp(borrow)]
        pub fn trim_start(&self) -> &str {}
        #[otp(borrow)]
        pub fn trim_end(&self) -> &str {}
        #[otp(borrow)]
        pub fn trim_ascii(&self) -> &str {}
        #[otp(borrow, closure = "called")]
        pub fn trim_matches<P>(&self, pat: P) -> &str {}
        #[otp(borrow, closure = "called")]
        pub fn trim_start_matches<P>(&self, pat: P) -> &str {}
        #[otp(borrow, closure = "called")]
        pub fn trim_end_matches<P>(&self, pat: P) -> &str {}
        #[otp(borrow, closure = "called")]
        pub fn strip_prefix<P>(&self, prefix: P) -> Option<&str> {}
        #[otp(borrow, closure = "called")]
        pub fn strip_suffix<P>(&self, suffix: P) -> Option<&str> {}
        #[otp(pure)]
        pub fn parse<F: FromStr>(&self) -> Result<F, F::Err> {}
        #[otp(pure)]
        pub fn is_ascii(&self) -> bool {}
        #[otp(pure)]
        pub fn eq_ignore_ascii_case(&self, other: &str) -> bool {}
        #[otp(write)]
        pub fn make_ascii_uppercase(&mut self) {}
        #[otp(write)]
        pub fn make_ascii_lowercase(&mut self) {}
        #[otp(pure)]
        pub fn escape_debug(&self) -> Iter<char> {}
        #[otp(pure)]
        pub fn escape_default(&self) -> Iter<char> {}
        #[otp(pure)]
        pub fn into_boxed_bytes(self) -> Box<[u8]> {}
        #[otp(pure, closure = "called")]
        pub fn replace<P>(&self, from: P, to: &str) -> String {}
        #[otp(pure, closure = "called")]
        pub fn replacen<P>(&self, pat: P, to: &str, count: usize) -> String {}
        #[otp(pure)]
        pub fn to_lowercase(&self) -> String {}
        #[otp(pure)]
        pub fn to_uppercase(&self) -> String {}
        #[otp(pure)]
        pub fn into_string(self) -> String {}
        #[otp(pure)]
        pub fn repeat(&self, n: usize) -> String {}
        #[otp(pure)]
        pub fn to_ascii_uppercase(&self) -> String {}
        #[otp(pure)]
        pub fn to_ascii_lowercase(&self) -> String {}
    }
    impl crate::borrow::ToOwned for str {
        type Owned = String;
        #[otp(pure)]
        fn to_owned(&self) -> String {}
    }

    pub trait FromStr {
        type Err;
        #[otp(pure)]
        fn from_str(s: &str) -> Result<Self, Self::Err>;
    }
    impl<T> FromStr for T {}

    pub struct Utf8Error;
    impl Utf8Error {
        #[otp(pure)]
        pub fn valid_up_to(&self) -> usize {}
        #[otp(pure)]
        pub fn error_len(&self) -> Option<usize> {}
    }
    pub struct ParseBoolError;

    #[otp(pure)]
    pub fn from_utf8(v: &[u8]) -> Result<&str, Utf8Error> {}
    #[otp(pure)]
    pub fn from_utf8_mut(v: &mut [u8]) -> Result<&mut str, Utf8Error> {}
    #[otp(pure)]
    pub unsafe fn from_utf8_unchecked(v: &[u8]) -> &str {}

    pub type Chars = Iter<char>;
    pub type CharIndices = Iter<(usize, char)>;
    pub type Bytes = Iter<u8>;
    pub type Lines = Iter<&str>;
    pub type SplitWhitespace = Iter<&str>;
    pub type Split<P> = Iter<&str>;
}

pub mod slice {
    use crate::cmp::Ordering;
    use crate::iter::Iter as AnyIter;
    use crate::ops::RangeBounds;

    // The narrower impls come first: the first that fits is taken.
    impl [String] {
        #[otp(pure)]
        pub fn concat(&self) -> String {}
        #[otp(pure)]
        pub fn join<S>(&self, sep: S) -> String {}
    }
    impl [&str] {
        #[otp(pure)]
        pub fn concat(&self) -> String {}
        #[otp(pure)]
        pub fn join<S>(&self, sep: S) -> String {}
    }
    impl<T> [T] {
        #[otp(read)]
        pub fn len(&self) -> usize {}
        #[otp(read)]
        pub fn is_empty(&self) -> bool {}
        #[otp(borrow)]
        pub fn first(&self) -> Option<&T> {}
        #[otp(borrow)]
        pub fn first_mut(&mut self) -> Option<&mut T> {}
        #[otp(borrow)]
        pub fn split_first(&self) -> Option<(&T, &[T])> {}
        #[otp(borrow)]
        pub fn split_first_mut(&mut self) -> Option<(&mut T, &mut [T])> {}
        #[otp(borrow)]
        pub fn split_last(&self) -> Option<(&T, &[T])> {}
        #[otp(borrow)]
        pub fn split_last_mut(&mut self) -> Option<(&mut T, &mut [T])> {}
        #[otp(borrow)]
        pub fn last(&self) -> Option<&T> {}
        #[otp(borrow)]
        pub fn last_mut(&mut self) -> Option<&mut T> {}
        #[otp(borrow)]
        pub fn first_chunk(&self) -> Option<&[T]> {}
        #[otp(borrow)]
        pub fn last_chunk(&self) -> Option<&[T]> {}
        // By position: for ranges the item stands for the part.
        #[otp(borrow, unchecked = "ranges give slices")]
        pub fn get<I: SliceIndex<[T]>>(&self, index: I) -> Option<&T> {}
        #[otp(borrow, unchecked = "ranges give slices")]
        pub fn get_mut<I: SliceIndex<[T]>>(&mut self, index: I) -> Option<&mut T> {}
        #[otp(borrow)]
        pub unsafe fn get_unchecked(&self, index: usize) -> &T {}
        #[otp(borrow)]
        pub fn as_slice(&self) -> &[T] {}
        #[otp(borrow)]
        pub fn as_mut_slice(&mut self) -> &mut [T] {}
        #[otp(pure)]
        pub fn as_ptr(&self) -> *const T {}
        #[otp(pure)]
        pub fn as_mut_ptr(&mut self) -> *mut T {}
        #[otp(write, panics)]
        pub fn swap(&mut self, a: usize, b: usize) {}
        #[otp(write)]
        pub fn reverse(&mut self) {}
        #[otp(borrow)]
        pub fn iter(&self) -> AnyIter<&T> {}
        #[otp(borrow)]
        pub fn iter_mut(&mut self) -> AnyIter<&mut T> {}
        #[otp(borrow)]
        pub fn windows(&self, size: usize) -> AnyIter<&[T]> {}
        #[otp(borrow)]
        pub fn chunks(&self, chunk_size: usize) -> AnyIter<&[T]> {}
        #[otp(borrow)]
        pub fn chunks_mut(&mut self, chunk_size: usize) -> AnyIter<&mut [T]> {}
        #[otp(borrow)]
        pub fn chunks_exact(&self, chunk_size: usize) -> AnyIter<&[T]> {}
        #[otp(borrow)]
        pub fn chunks_exact_mut(&mut self, chunk_size: usize) -> AnyIter<&mut [T]> {}
        #[otp(borrow)]
        pub fn rchunks(&self, chunk_size: usize) -> AnyIter<&[T]> {}
        #[otp(borrow, closure = "called")]
        pub fn chunk_by<F: FnMut(&T, &T) -> bool>(&self, pred: F) -> AnyIter<&[T]> {}
        #[otp(borrow, panics)]
        pub fn split_at(&self, mid: usize) -> (&[T], &[T]) {}
        #[otp(borrow, panics)]
        pub fn split_at_mut(&mut self, mid: usize) -> (&mut [T], &mut [T]) {}
        #[otp(borrow)]
        pub fn split_at_checked(&self, mid: usize) -> Option<(&[T], &[T])> {}
        #[otp(borrow, closure = "called")]
        pub fn split<F: FnMut(&T) -> bool>(&self, pred: F) -> AnyIter<&[T]> {}
        #[otp(borrow, closure = "called")]
        pub fn split_mut<F: FnMut(&T) -> bool>(&mut self, pred: F) -> AnyIter<&mut [T]> {}
        #[otp(borrow, closure = "called")]
        pub fn splitn<F: FnMut(&T) -> bool>(&self, n: usize, pred: F) -> AnyIter<&[T]> {}
        #[otp(read)]
        pub fn contains(&self, x: &T) -> bool {}
        #[otp(read)]
        pub fn starts_with(&self, needle: &[T]) -> bool {}
        #[otp(read)]
        pub fn ends_with(&self, needle: &[T]) -> bool {}
        #[otp(borrow)]
        pub fn strip_prefix<P>(&self, prefix: &P) -> Option<&[T]> {}
        #[otp(borrow)]
        pub fn strip_suffix<P>(&self, suffix: &P) -> Option<&[T]> {}
        #[otp(read)]
        pub fn binary_search(&self, x: &T) -> Result<usize, usize> {}
        #[otp(read, closure = "called")]
        pub fn binary_search_by<F: FnMut(&T) -> Ordering>(&self, f: F) -> Result<usize, usize> {}
        #[otp(read, closure = "called")]
        pub fn binary_search_by_key<B, F: FnMut(&T) -> B>(&self, b: &B, f: F) -> Result<usize, usize> {}
        #[otp(read, closure = "called")]
        pub fn partition_point<P: FnMut(&T) -> bool>(&self, pred: P) -> usize {}
        #[otp(write)]
        pub fn sort(&mut self) {}
        #[otp(write, closure = "called")]
        pub fn sort_by<F: FnMut(&T, &T) -> Ordering>(&mut self, compare: F) {}
        #[otp(write, closure = "called")]
        pub fn sort_by_key<K, F: FnMut(&T) -> K>(&mut self, f: F) {}
        #[otp(write, closure = "called")]
        pub fn sort_by_cached_key<K, F: FnMut(&T) -> K>(&mut self, f: F) {}
        #[otp(write)]
        pub fn sort_unstable(&mut self) {}
        #[otp(write, closure = "called")]
        pub fn sort_unstable_by<F: FnMut(&T, &T) -> Ordering>(&mut self, compare: F) {}
        #[otp(write, closure = "called")]
        pub fn sort_unstable_by_key<K, F: FnMut(&T) -> K>(&mut self, f: F) {}
        #[otp(write, panics)]
        pub fn select_nth_unstable(&mut self, index: usize) -> (&mut [T], &mut T, &mut [T]) {}
        #[otp(read)]
        pub fn is_sorted(&self) -> bool {}
        #[otp(read, closure = "called")]
        pub fn is_sorted_by_key<K, F: FnMut(&T) -> K>(&self, f: F) -> bool {}
        #[otp(write, panics)]
        pub fn rotate_left(&mut self, mid: usize) {}
        #[otp(write, panics)]
        pub fn rotate_right(&mut self, k: usize) {}
        #[otp(write, value = 0)]
        pub fn fill(&mut self, value: T) {}
        #[otp(write, closure = "called")]
        pub fn fill_with<F: FnMut() -> T>(&mut self, f: F) {}
        #[otp(write, value = 0, panics)]
        pub fn clone_from_slice(&mut self, src: &[T]) {}
        #[otp(write, value = 0, panics)]
        pub fn copy_from_slice(&mut self, src: &[T]) {}
        #[otp(write, panics)]
        pub fn copy_within<R: RangeBounds<usize>>(&mut self, src: R, dest: usize) {}
        #[otp(write, panics)]
        pub fn swap_with_slice(&mut self, other: &mut [T]) {}
        #[otp(borrow)]
        pub fn get_disjoint_mut<I>(&mut self, indices: I) -> Result<[&mut T; 2], GetDisjointMutError> {}
        #[otp(pure)]
        pub fn to_vec(&self) -> Vec<T> {}
        #[otp(pure)]
        pub fn into_vec(self) -> Vec<T> {}
        #[otp(pure)]
        pub fn repeat(&self, n: usize) -> Vec<T> {}
        #[otp(pure)]
        pub fn concat(&self) -> Vec<T::Item> {}
        #[otp(pure)]
        pub fn join<S>(&self, sep: S) -> Vec<T::Item> {}
        #[otp(closure = "called")]
        pub fn map<U, F: FnMut(T) -> U>(self, f: F) -> [U; 2] {}
        #[otp(pure)]
        pub fn each_ref(&self) -> [&T; 2] {}
    }
    impl [u8] {
        #[otp(pure)]
        pub fn is_ascii(&self) -> bool {}
        #[otp(pure)]
        pub fn eq_ignore_ascii_case(&self, other: &[u8]) -> bool {}
        #[otp(pure)]
        pub fn escape_ascii(&self) -> AnyIter<u8> {}
        #[otp(borrow)]
        pub fn trim_ascii(&self) -> &[u8] {}
        #[otp(pure)]
        pub fn to_ascii_uppercase(&self) -> Vec<u8> {}
        #[otp(pure)]
        pub fn to_ascii_lowercase(&self) -> Vec<u8> {}
        #[otp(pure)]
        pub fn utf8_chunks(&self) -> AnyIter<&str> {}
    }
    impl<T> IntoIterator for [T] {
        type Item = T;
    }
    impl<T> crate::borrow::ToOwned for [T] {
        type Owned = Vec<T>;
        #[otp(pure)]
        fn to_owned(&self) -> Vec<T> {}
    }

    pub trait SliceIndex<T> {
        type Output;
    }
    pub struct GetDisjointMutError;

    #[otp(pure)]
    pub fn from_ref<T>(s: &T) -> &[T] {}
    #[otp(borrow)]
    pub fn from_mut<T>(s: &mut T) -> &mut [T] {}

    pub type Iter<T> = AnyIter<&T>;
    pub type IterMut<T> = AnyIter<&mut T>;
    pub type Chunks<T> = AnyIter<&[T]>;
    pub type Windows<T> = AnyIter<&[T]>;
}

pub mod boxed {
    use crate::ops::Deref;
    use crate::pin::Pin;

    #[otp(pointer)]
    pub struct Box<T>;

    impl<T> Box<T> {
        #[otp(pure)]
        pub fn new(x: T) -> Box<T> {}
        #[otp(pure)]
        pub fn pin(x: T) -> Pin<Box<T>> {}
        #[otp(pure)]
        pub fn into_pin(boxed: Box<T>) -> Pin<Box<T>> {}
        #[otp(borrow)]
        pub fn leak(b: Box<T>) -> &mut T {}
        #[otp(pure)]
        pub unsafe fn from_raw(raw: *mut T) -> Box<T> {}
        #[otp(pure)]
        pub fn into_raw(b: Box<T>) -> *mut T {}
        #[otp(borrow)]
        pub fn as_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn as_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn downcast<U>(self) -> Result<Box<U>, Self> {}
    }
    impl<T> Clone for Box<T> {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    impl<T> Deref for Box<T> {
        type Target = T;
    }
    impl<T> crate::ops::DerefMut for Box<T> {}
    impl<T> From<T> for Box<T> {
        #[otp(pure)]
        fn from(t: T) -> Box<T> {}
    }
    impl<F: Future> Future for Box<F> {
        type Output = F::Output;
    }
    impl<T> Iterator for Box<crate::iter::Iter<T>> {
        type Item = T;
        fn next(&mut self) -> Option<T> {}
    }
    impl<T> IntoIterator for Box<[T]> {
        type Item = T;
    }
}

pub mod pin {
    use crate::ops::Deref;

    // Stands for its pointer: `Pin<&mut T>` dereferences to `&mut T`, then to `T`.
    #[otp(pointer)]
    pub struct Pin<P>;

    impl<P> Pin<P> {
        #[otp(pure)]
        pub fn new(pointer: P) -> Pin<P> {}
        #[otp(pure)]
        pub unsafe fn new_unchecked(pointer: P) -> Pin<P> {}
        #[otp(pure)]
        pub fn into_inner(pin: Pin<P>) -> P {}
        #[otp(put, value = 0)]
        pub fn set<V>(&mut self, value: V) {}
        #[otp(borrow)]
        pub fn get_ref(self) -> P {}
        #[otp(borrow)]
        pub fn get_mut(self) -> P {}
        #[otp(borrow)]
        pub unsafe fn get_unchecked_mut(self) -> P {}
        #[otp(borrow, closure = "called")]
        pub unsafe fn map_unchecked<U, F: FnOnce(P) -> U>(self, func: F) -> Pin<U> {}
        #[otp(borrow, closure = "called")]
        pub unsafe fn map_unchecked_mut<U, F: FnOnce(P) -> U>(self, func: F) -> Pin<U> {}
    }
    impl<T> Pin<Box<T>> {
        #[otp(borrow)]
        pub fn as_ref(&self) -> Pin<&T> {}
        #[otp(borrow)]
        pub fn as_mut(&mut self) -> Pin<&mut T> {}
    }
    impl<T> Pin<&T> {
        #[otp(borrow)]
        pub fn as_ref(&self) -> Pin<&T> {}
    }
    impl<T> Pin<&mut T> {
        #[otp(borrow)]
        pub fn as_ref(&self) -> Pin<&T> {}
        #[otp(borrow)]
        pub fn as_mut(&mut self) -> Pin<&mut T> {}
    }
    impl<P> Deref for Pin<P> {
        type Target = P;
    }
    impl<P> crate::ops::DerefMut for Pin<P> {}
    impl<P: Future> Future for Pin<P> {
        type Output = P::Output;
    }
    #[otp(wraps_future)]
    macro_rules! pin {
        () => {};
    }
}

pub mod borrow {
    pub enum Cow<B> {
        Borrowed(&B),
        Owned(B::Owned),
    }
    impl<B> Cow<B> {
        #[otp(pure)]
        pub fn is_borrowed(&self) -> bool {}
        #[otp(pure)]
        pub fn is_owned(&self) -> bool {}
        #[otp(borrow)]
        pub fn to_mut(&mut self) -> &mut B::Owned {}
        #[otp(pure)]
        pub fn into_owned(self) -> B::Owned {}
    }
    impl<B> Clone for Cow<B> {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    impl<B> crate::ops::Deref for Cow<B> {
        type Target = B;
    }

    pub trait Borrow<T> {
        #[otp(borrow)]
        fn borrow(&self) -> &T;
    }
    pub trait BorrowMut<T> {
        #[otp(borrow)]
        fn borrow_mut(&mut self) -> &mut T;
    }
    // For types without an impl it is a clone.
    pub trait ToOwned {
        type Owned;
        #[otp(pure)]
        fn to_owned(&self) -> Self::Owned;
    }
}

pub mod rc {
    use crate::ops::Deref;

    #[otp(pointer)]
    pub struct Rc<T>;
    impl<T> Rc<T> {
        #[otp(pure)]
        pub fn new(value: T) -> Rc<T> {}
        #[otp(pure)]
        pub fn pin(value: T) -> crate::pin::Pin<Rc<T>> {}
        #[otp(closure = "called")]
        pub fn new_cyclic<F: FnOnce(&Weak<T>) -> T>(data_fn: F) -> Rc<T> {}
        #[otp(pure)]
        pub fn try_unwrap(this: Rc<T>) -> Result<T, Rc<T>> {}
        #[otp(pure)]
        pub fn into_inner(this: Rc<T>) -> Option<T> {}
        #[otp(pure)]
        pub fn unwrap_or_clone(this: Rc<T>) -> T {}
        #[otp(clone_handle)]
        pub fn downgrade(this: &Rc<T>) -> Weak<T> {}
        #[otp(read)]
        pub fn weak_count(this: &Rc<T>) -> usize {}
        #[otp(read)]
        pub fn strong_count(this: &Rc<T>) -> usize {}
        #[otp(borrow)]
        pub fn get_mut(this: &mut Rc<T>) -> Option<&mut T> {}
        #[otp(borrow)]
        pub fn make_mut(this: &mut Rc<T>) -> &mut T {}
        #[otp(pure)]
        pub fn ptr_eq(this: &Rc<T>, other: &Rc<T>) -> bool {}
        #[otp(pure)]
        pub fn as_ptr(this: &Rc<T>) -> *const T {}
        #[otp(borrow)]
        pub fn as_ref(&self) -> &T {}
        #[otp(clone_handle)]
        pub fn downcast<U>(self) -> Result<Rc<U>, Rc<T>> {}
    }
    impl<T> Clone for Rc<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    impl<T> Deref for Rc<T> {
        type Target = T;
    }
    impl<T> From<T> for Rc<T> {
        #[otp(pure)]
        fn from(t: T) -> Rc<T> {}
    }

    pub struct Weak<T>;
    impl<T> Weak<T> {
        #[otp(pure)]
        pub fn new() -> Weak<T> {}
        #[otp(clone_handle, finds_value)]
        pub fn upgrade(&self) -> Option<Rc<T>> {}
        #[otp(read)]
        pub fn strong_count(&self) -> usize {}
        #[otp(pure)]
        pub fn ptr_eq(&self, other: &Weak<T>) -> bool {}
    }
    impl<T> Clone for Weak<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
}

pub mod cell {
    use crate::ops::Deref;

    pub struct Cell<T>;
    impl<T> Cell<T> {
        #[otp(pure)]
        pub fn new(value: T) -> Cell<T> {}
        #[otp(put, value = 0)]
        pub fn set(&self, val: T) {}
        #[otp(write)]
        pub fn swap(&self, other: &Cell<T>) {}
        #[otp(put, value = 0)]
        pub fn replace(&self, val: T) -> T {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(read)]
        pub fn get(&self) -> T {}
        #[otp(write, closure = "called")]
        pub fn update<F: FnOnce(T) -> T>(&self, f: F) {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(take)]
        pub fn take(&self) -> T {}
    }

    pub struct RefCell<T>;
    impl<T> RefCell<T> {
        #[otp(pure)]
        pub fn new(value: T) -> RefCell<T> {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(put, value = 0, panics)]
        pub fn replace(&self, t: T) -> T {}
        #[otp(write, closure = "called", panics)]
        pub fn replace_with<F: FnOnce(&mut T) -> T>(&self, f: F) -> T {}
        #[otp(write, panics)]
        pub fn swap(&self, other: &RefCell<T>) {}
        #[otp(guard, panics)]
        pub fn borrow(&self) -> Ref<T> {}
        #[otp(guard)]
        pub fn try_borrow(&self) -> Result<Ref<T>, BorrowError> {}
        #[otp(guard, panics)]
        pub fn borrow_mut(&self) -> RefMut<T> {}
        #[otp(guard)]
        pub fn try_borrow_mut(&self) -> Result<RefMut<T>, BorrowMutError> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(take, panics)]
        pub fn take(&self) -> T {}
    }
    pub struct BorrowError;
    pub struct BorrowMutError;

    #[otp(guard)]
    pub struct Ref<T>;
    impl<T> Ref<T> {
        #[otp(guard)]
        pub fn clone(orig: &Ref<T>) -> Ref<T> {}
        #[otp(guard, closure = "called")]
        pub fn map<U, F: FnOnce(&T) -> &U>(orig: Ref<T>, f: F) -> Ref<U> {}
        #[otp(guard, closure = "called")]
        pub fn filter_map<U, F: FnOnce(&T) -> Option<&U>>(orig: Ref<T>, f: F) -> Result<Ref<U>, Ref<T>> {}
    }
    impl<T> Deref for Ref<T> {
        type Target = T;
    }
    #[otp(guard)]
    pub struct RefMut<T>;
    impl<T> RefMut<T> {
        #[otp(guard, closure = "called")]
        pub fn map<U, F: FnOnce(&mut T) -> &mut U>(orig: RefMut<T>, f: F) -> RefMut<U> {}
        #[otp(guard, closure = "called")]
        pub fn filter_map<U, F: FnOnce(&mut T) -> Option<&mut U>>(
            orig: RefMut<T>,
            f: F,
        ) -> Result<RefMut<U>, RefMut<T>> {
        }
    }
    impl<T> Deref for RefMut<T> {
        type Target = T;
    }
    impl<T> crate::ops::DerefMut for RefMut<T> {}

    pub struct OnceCell<T>;
    impl<T> OnceCell<T> {
        #[otp(pure)]
        pub fn new() -> OnceCell<T> {}
        #[otp(finds_value, borrow)]
        pub fn get(&self) -> Option<&T> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> Option<&mut T> {}
        #[otp(put, value = 0)]
        pub fn set(&self, value: T) -> Result<(), T> {}
        #[otp(put, borrow, closure = "called")]
        pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {}
        #[otp(pure)]
        pub fn into_inner(self) -> Option<T> {}
        #[otp(take)]
        pub fn take(&mut self) -> Option<T> {}
    }

    pub struct LazyCell<T, F>;
    impl<T, F: FnOnce() -> T> LazyCell<T, F> {
        #[otp(closure = "stored")]
        pub fn new(f: F) -> LazyCell<T, F> {}
        #[otp(borrow)]
        pub fn force(this: &LazyCell<T, F>) -> &T {}
    }
    impl<T, F> Deref for LazyCell<T, F> {
        type Target = T;
    }

    pub struct UnsafeCell<T>;
    impl<T> UnsafeCell<T> {
        #[otp(pure)]
        pub fn new(value: T) -> UnsafeCell<T> {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(borrow)]
        pub fn get(&self) -> *mut T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
    }
}

pub mod mem {
    #[otp(drop)]
    pub fn drop<T>(x: T) {}
    #[otp(forget)]
    pub fn forget<T>(t: T) {}
    #[otp(take)]
    pub fn take<T>(dest: &mut T) -> T {}
    #[otp(take, put, value = 1)]
    pub fn replace<T>(dest: &mut T, src: T) -> T {}
    #[otp(write)]
    pub fn swap<T>(x: &mut T, y: &mut T) {}
    #[otp(pure)]
    pub fn size_of<T>() -> usize {}
    #[otp(pure)]
    pub fn size_of_val<T>(val: &T) -> usize {}
    #[otp(pure)]
    pub fn align_of<T>() -> usize {}
    #[otp(pure)]
    pub fn needs_drop<T>() -> bool {}
    #[otp(pure)]
    pub fn discriminant<T>(v: &T) -> Discriminant<T> {}
    #[otp(pure)]
    pub unsafe fn zeroed<T>() -> T {}
    #[otp(pure)]
    pub unsafe fn transmute<A, B>(src: A) -> B {}
    pub struct Discriminant<T>;

    #[otp(pointer)]
    pub struct ManuallyDrop<T>;
    impl<T> ManuallyDrop<T> {
        #[otp(forget)]
        pub fn new(value: T) -> ManuallyDrop<T> {}
        #[otp(pure)]
        pub fn into_inner(slot: ManuallyDrop<T>) -> T {}
        #[otp(take)]
        pub unsafe fn take(slot: &mut ManuallyDrop<T>) -> T {}
        #[otp(drop)]
        pub unsafe fn drop(slot: &mut ManuallyDrop<T>) {}
    }
    impl<T> crate::ops::Deref for ManuallyDrop<T> {
        type Target = T;
    }
    impl<T> crate::ops::DerefMut for ManuallyDrop<T> {}

    pub struct MaybeUninit<T>;
    impl<T> MaybeUninit<T> {
        #[otp(pure)]
        pub fn new(val: T) -> MaybeUninit<T> {}
        #[otp(pure)]
        pub fn uninit() -> MaybeUninit<T> {}
        #[otp(put, borrow, value = 0)]
        pub fn write(&mut self, val: T) -> &mut T {}
        #[otp(pure)]
        pub unsafe fn assume_init(self) -> T {}
        #[otp(borrow)]
        pub unsafe fn assume_init_ref(&self) -> &T {}
        #[otp(borrow)]
        pub unsafe fn assume_init_mut(&mut self) -> &mut T {}
        #[otp(pure)]
        pub fn as_ptr(&self) -> *const T {}
        #[otp(pure)]
        pub fn as_mut_ptr(&mut self) -> *mut T {}
    }
}

pub mod iter {
    use crate::cmp::Ordering;

    // Every iterator of every crate.
    #[otp(unchecked = "stands for all iterators")]
    pub struct Iter<T>;

    impl<T> Iterator for Iter<T> {
        type Item = T;
        fn next(&mut self) -> Option<T> {}
    }
    impl<T> Clone for Iter<T> {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    // What only some iterators have: peeking, going backwards, lengths and rests.
    #[otp(unchecked = "methods of several iterators")]
    impl<T> Iter<T> {
        #[otp(borrow)]
        pub fn peek(&mut self) -> Option<&T> {}
        #[otp(borrow)]
        pub fn peek_mut(&mut self) -> Option<&mut T> {}
        #[otp(closure = "called")]
        pub fn next_if<F: FnOnce(&T) -> bool>(&mut self, func: F) -> Option<T> {}
        pub fn next_if_eq<R>(&mut self, expected: &R) -> Option<T> {}
        #[otp(pure)]
        pub fn is_empty(&self) -> bool {}
        #[otp(borrow)]
        pub fn as_slice(&self) -> &[T] {}
        #[otp(borrow)]
        pub fn as_str(&self) -> &str {}
        #[otp(borrow)]
        pub fn remainder(&self) -> &[T] {}
    }

    pub trait Iterator {
        type Item;
        fn next(&mut self) -> Option<Self::Item>;
        fn next_chunk(&mut self) -> Result<[Self::Item; 2], Iter<Self::Item>> {}
        #[otp(pure)]
        fn size_hint(&self) -> (usize, Option<usize>) {}
        fn count(self) -> usize {}
        fn last(self) -> Option<Self::Item> {}
        fn nth(&mut self, n: usize) -> Option<Self::Item> {}
        #[otp(pure)]
        fn step_by(self, step: usize) -> Iter<Self::Item> {}
        #[otp(pure)]
        fn chain<U: IntoIterator>(self, other: U) -> Iter<Self::Item> {}
        #[otp(pure)]
        fn zip<U: IntoIterator>(self, other: U) -> Iter<(Self::Item, U::Item)> {}
        #[otp(closure = "called")]
        fn map<B, F: FnMut(Self::Item) -> B>(self, f: F) -> Iter<B> {}
        #[otp(closure = "called")]
        fn for_each<F: FnMut(Self::Item)>(self, f: F) {}
        #[otp(closure = "called")]
        fn filter<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> Iter<Self::Item> {}
        #[otp(closure = "called")]
        fn filter_map<B, F: FnMut(Self::Item) -> Option<B>>(self, f: F) -> Iter<B> {}
        #[otp(pure)]
        fn enumerate(self) -> Iter<(usize, Self::Item)> {}
        #[otp(pure)]
        fn peekable(self) -> Iter<Self::Item> {}
        #[otp(closure = "called")]
        fn skip_while<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> Iter<Self::Item> {}
        #[otp(closure = "called")]
        fn take_while<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> Iter<Self::Item> {}
        #[otp(closure = "called")]
        fn map_while<B, P: FnMut(Self::Item) -> Option<B>>(self, predicate: P) -> Iter<B> {}
        #[otp(pure)]
        fn skip(self, n: usize) -> Iter<Self::Item> {}
        #[otp(pure)]
        fn take(self, n: usize) -> Iter<Self::Item> {}
        #[otp(closure = "called")]
        fn scan<St, B, F: FnMut(&mut St, Self::Item) -> Option<B>>(self, initial_state: St, f: F) -> Iter<B> {}
        #[otp(closure = "called")]
        fn flat_map<U: IntoIterator, F: FnMut(Self::Item) -> U>(self, f: F) -> Iter<U::Item> {}
        #[otp(pure)]
        fn flatten(self) -> Iter<<Self::Item as IntoIterator>::Item> {}
        #[otp(pure)]
        fn fuse(self) -> Iter<Self::Item> {}
        #[otp(closure = "called")]
        fn inspect<F: FnMut(&Self::Item)>(self, f: F) -> Iter<Self::Item> {}
        #[otp(borrow)]
        fn by_ref(&mut self) -> &mut Self {}
        fn collect<B: FromIterator<Self::Item>>(self) -> B {}
        #[otp(closure = "called")]
        fn partition<B, F: FnMut(&Self::Item) -> bool>(self, f: F) -> (B, B) {}
        #[otp(closure = "called")]
        fn try_fold<B, F: FnMut(B, Self::Item) -> R, R>(&mut self, init: B, f: F) -> R {}
        #[otp(closure = "called")]
        fn try_for_each<F: FnMut(Self::Item) -> R, R>(&mut self, f: F) -> R {}
        #[otp(closure = "called")]
        fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, f: F) -> B {}
        #[otp(closure = "called")]
        fn reduce<F: FnMut(Self::Item, Self::Item) -> Self::Item>(self, f: F) -> Option<Self::Item> {}
        #[otp(closure = "called")]
        fn all<F: FnMut(Self::Item) -> bool>(&mut self, f: F) -> bool {}
        #[otp(closure = "called")]
        fn any<F: FnMut(Self::Item) -> bool>(&mut self, f: F) -> bool {}
        #[otp(closure = "called")]
        fn find<P: FnMut(&Self::Item) -> bool>(&mut self, predicate: P) -> Option<Self::Item> {}
        #[otp(closure = "called")]
        fn find_map<B, F: FnMut(Self::Item) -> Option<B>>(&mut self, f: F) -> Option<B> {}
        #[otp(closure = "called")]
        fn position<P: FnMut(Self::Item) -> bool>(&mut self, predicate: P) -> Option<usize> {}
        #[otp(closure = "called")]
        fn rposition<P: FnMut(Self::Item) -> bool>(&mut self, predicate: P) -> Option<usize> {}
        fn max(self) -> Option<Self::Item> {}
        fn min(self) -> Option<Self::Item> {}
        #[otp(closure = "called")]
        fn max_by_key<B, F: FnMut(&Self::Item) -> B>(self, f: F) -> Option<Self::Item> {}
        #[otp(closure = "called")]
        fn max_by<F: FnMut(&Self::Item, &Self::Item) -> Ordering>(self, compare: F) -> Option<Self::Item> {}
        #[otp(closure = "called")]
        fn min_by_key<B, F: FnMut(&Self::Item) -> B>(self, f: F) -> Option<Self::Item> {}
        #[otp(closure = "called")]
        fn min_by<F: FnMut(&Self::Item, &Self::Item) -> Ordering>(self, compare: F) -> Option<Self::Item> {}
        #[otp(pure)]
        fn rev(self) -> Iter<Self::Item> {}
        fn unzip<A, B, X, Y>(self) -> (X, Y)
        where
            Self: Iterator<Item = (A, B)>,
        {
        }
        #[otp(pure)]
        fn copied<Owned>(self) -> Iter<Owned>
        where
            Self: Iterator<Item = &Owned>,
        {
        }
        #[otp(pure)]
        fn cloned<Owned>(self) -> Iter<Owned>
        where
            Self: Iterator<Item = &Owned>,
        {
        }
        #[otp(pure)]
        fn cycle(self) -> Iter<Self::Item> {}
        fn sum<S: Sum<Self::Item>>(self) -> S {}
        fn product<P: Product<Self::Item>>(self) -> P {}
        fn cmp<I: IntoIterator>(self, other: I) -> Ordering {}
        fn partial_cmp<I: IntoIterator>(self, other: I) -> Option<Ordering> {}
        fn eq<I: IntoIterator>(self, other: I) -> bool {}
        fn ne<I: IntoIterator>(self, other: I) -> bool {}
        fn lt<I: IntoIterator>(self, other: I) -> bool {}
        fn is_sorted(self) -> bool {}
        // Of DoubleEndedIterator and ExactSizeIterator: not every implementor names them.
        #[otp(unchecked = "of another trait")]
        fn next_back(&mut self) -> Option<Self::Item> {}
        #[otp(unchecked = "of another trait")]
        fn nth_back(&mut self, n: usize) -> Option<Self::Item> {}
        #[otp(unchecked = "of another trait", closure = "called")]
        fn rfind<P: FnMut(&Self::Item) -> bool>(&mut self, predicate: P) -> Option<Self::Item> {}
        #[otp(unchecked = "of another trait", closure = "called")]
        fn rfold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, f: F) -> B {}
        #[otp(unchecked = "of another trait", pure)]
        fn len(&self) -> usize {}
        #[otp(unchecked = "every iterator is its own", pure)]
        fn into_iter(self) -> Iter<Self::Item> {}
    }
    pub trait DoubleEndedIterator: Iterator {}
    pub trait ExactSizeIterator: Iterator {}
    pub trait FusedIterator: Iterator {}
    pub trait TrustedLen: Iterator {}
    pub trait IntoIterator {
        type Item;
        #[otp(pure)]
        fn into_iter(self) -> Iter<Self::Item> {}
    }
    pub trait FromIterator<A> {
        #[otp(pure)]
        fn from_iter<T: IntoIterator<Item = A>>(iter: T) -> Self;
    }
    pub trait Extend<A> {
        #[otp(insert, value = 0)]
        fn extend<T: IntoIterator<Item = A>>(&mut self, iter: T);
    }
    pub trait Sum<A> {
        fn sum<I: Iterator<Item = A>>(iter: I) -> Self;
    }
    pub trait Product<A> {
        fn product<I: Iterator<Item = A>>(iter: I) -> Self;
    }

    #[otp(pure)]
    pub fn empty<T>() -> Iter<T> {}
    #[otp(pure)]
    pub fn once<T>(value: T) -> Iter<T> {}
    #[otp(closure = "called")]
    pub fn once_with<A, F: FnOnce() -> A>(make: F) -> Iter<A> {}
    #[otp(pure)]
    pub fn repeat<T>(elt: T) -> Iter<T> {}
    #[otp(pure)]
    pub fn repeat_n<T>(element: T, count: usize) -> Iter<T> {}
    #[otp(closure = "called")]
    pub fn repeat_with<A, F: FnMut() -> A>(repeater: F) -> Iter<A> {}
    #[otp(closure = "called")]
    pub fn from_fn<T, F: FnMut() -> Option<T>>(f: F) -> Iter<T> {}
    #[otp(closure = "called")]
    pub fn successors<T, F: FnMut(&T) -> Option<T>>(first: Option<T>, succ: F) -> Iter<T> {}
    #[otp(pure)]
    pub fn zip<A: IntoIterator, B: IntoIterator>(a: A, b: B) -> Iter<(A::Item, B::Item)> {}
    #[otp(pure)]
    pub fn chain<A: IntoIterator, B: IntoIterator>(a: A, b: B) -> Iter<A::Item> {}

    pub type Peekable<I> = Iter<I::Item>;
    pub type Enumerate<I> = Iter<(usize, I::Item)>;
    pub type Rev<I> = Iter<I::Item>;
    pub type Skip<I> = Iter<I::Item>;
    pub type Take<I> = Iter<I::Item>;
    pub type Fuse<I> = Iter<I::Item>;
    pub type Cycle<I> = Iter<I::Item>;
    pub type StepBy<I> = Iter<I::Item>;
    pub type Chain<A, B> = Iter<A::Item>;
    pub type Zip<A, B> = Iter<(A::Item, B::Item)>;
    pub type Filter<I, P> = Iter<I::Item>;
    pub type Map<I, F> = Iter<F::Output>;
    pub type Flatten<I> = Iter<_>;
    pub type Cloned<I> = Iter<_>;
    pub type Copied<I> = Iter<_>;
    pub type Once<T> = Iter<T>;
    pub type Empty<T> = Iter<T>;
    pub type Repeat<T> = Iter<T>;
    pub type FromFn<F> = Iter<_>;
}

pub mod ops {
    pub trait Deref {
        type Target;
        #[otp(borrow)]
        fn deref(&self) -> &Self::Target {}
    }
    pub trait DerefMut: Deref {
        #[otp(borrow)]
        fn deref_mut(&mut self) -> &mut Self::Target {}
    }
    pub trait Drop {
        fn drop(&mut self);
    }
    pub trait FnOnce<Args> {
        type Output;
    }
    pub trait FnMut<Args>: FnOnce<Args> {}
    pub trait Fn<Args>: FnMut<Args> {}
    pub trait AsyncFnOnce<Args> {}
    pub trait AsyncFnMut<Args>: AsyncFnOnce<Args> {}
    pub trait AsyncFn<Args>: AsyncFnMut<Args> {}
    pub trait Index<Idx> {
        type Output;
        #[otp(borrow, panics)]
        fn index(&self, index: Idx) -> &Self::Output;
    }
    pub trait IndexMut<Idx>: Index<Idx> {
        #[otp(borrow, panics)]
        fn index_mut(&mut self, index: Idx) -> &mut Self::Output;
    }
    pub trait Add<Rhs> {
        type Output;
        #[otp(pure)]
        fn add(self, rhs: Rhs) -> Self::Output;
    }
    pub trait Sub<Rhs> {
        type Output;
        #[otp(pure)]
        fn sub(self, rhs: Rhs) -> Self::Output;
    }
    pub trait Mul<Rhs> {
        type Output;
        #[otp(pure)]
        fn mul(self, rhs: Rhs) -> Self::Output;
    }
    pub trait Div<Rhs> {
        type Output;
        #[otp(pure)]
        fn div(self, rhs: Rhs) -> Self::Output;
    }
    pub trait Rem<Rhs> {
        type Output;
        #[otp(pure)]
        fn rem(self, rhs: Rhs) -> Self::Output;
    }
    pub trait Neg {
        type Output;
        #[otp(pure)]
        fn neg(self) -> Self::Output;
    }
    pub trait Not {
        type Output;
        #[otp(pure)]
        fn not(self) -> Self::Output;
    }
    pub trait BitAnd<Rhs> {
        type Output;
        #[otp(pure)]
        fn bitand(self, rhs: Rhs) -> Self::Output;
    }
    pub trait BitOr<Rhs> {
        type Output;
        #[otp(pure)]
        fn bitor(self, rhs: Rhs) -> Self::Output;
    }
    pub trait BitXor<Rhs> {
        type Output;
        #[otp(pure)]
        fn bitxor(self, rhs: Rhs) -> Self::Output;
    }
    pub trait Shl<Rhs> {
        type Output;
        #[otp(pure)]
        fn shl(self, rhs: Rhs) -> Self::Output;
    }
    pub trait Shr<Rhs> {
        type Output;
        #[otp(pure)]
        fn shr(self, rhs: Rhs) -> Self::Output;
    }
    pub trait AddAssign<Rhs> {
        #[otp(write)]
        fn add_assign(&mut self, rhs: Rhs);
    }
    pub trait SubAssign<Rhs> {
        #[otp(write)]
        fn sub_assign(&mut self, rhs: Rhs);
    }
    pub trait MulAssign<Rhs> {
        #[otp(write)]
        fn mul_assign(&mut self, rhs: Rhs);
    }
    pub trait DivAssign<Rhs> {
        #[otp(write)]
        fn div_assign(&mut self, rhs: Rhs);
    }
    pub trait BitOrAssign<Rhs> {
        #[otp(write)]
        fn bitor_assign(&mut self, rhs: Rhs);
    }
    pub trait BitAndAssign<Rhs> {
        #[otp(write)]
        fn bitand_assign(&mut self, rhs: Rhs);
    }

    pub struct Range<Idx> {
        pub start: Idx,
        pub end: Idx,
    }
    impl<Idx> Range<Idx> {
        #[otp(pure)]
        pub fn contains<U>(&self, item: &U) -> bool {}
        #[otp(pure)]
        pub fn is_empty(&self) -> bool {}
    }
    impl<Idx> Iterator for Range<Idx> {
        type Item = Idx;
        fn next(&mut self) -> Option<Idx> {}
    }
    pub struct RangeInclusive<Idx>;
    impl<Idx> RangeInclusive<Idx> {
        #[otp(pure)]
        pub fn new(start: Idx, end: Idx) -> RangeInclusive<Idx> {}
        #[otp(pure)]
        pub fn start(&self) -> &Idx {}
        #[otp(pure)]
        pub fn end(&self) -> &Idx {}
        #[otp(pure)]
        pub fn into_inner(self) -> (Idx, Idx) {}
        #[otp(pure)]
        pub fn contains<U>(&self, item: &U) -> bool {}
        #[otp(pure)]
        pub fn is_empty(&self) -> bool {}
    }
    impl<Idx> Iterator for RangeInclusive<Idx> {
        type Item = Idx;
        fn next(&mut self) -> Option<Idx> {}
    }
    pub struct RangeFrom<Idx> {
        pub start: Idx,
    }
    impl<Idx> RangeFrom<Idx> {
        #[otp(pure)]
        pub fn contains<U>(&self, item: &U) -> bool {}
    }
    impl<Idx> Iterator for RangeFrom<Idx> {
        type Item = Idx;
        fn next(&mut self) -> Option<Idx> {}
    }
    pub struct RangeTo<Idx> {
        pub end: Idx,
    }
    impl<Idx> RangeTo<Idx> {
        #[otp(pure)]
        pub fn contains<U>(&self, item: &U) -> bool {}
    }
    pub struct RangeToInclusive<Idx> {
        pub end: Idx,
    }
    pub struct RangeFull;
    pub trait RangeBounds<T> {
        #[otp(pure)]
        fn start_bound(&self) -> Bound<&T>;
        #[otp(pure)]
        fn end_bound(&self) -> Bound<&T>;
    }
    pub enum Bound<T> {
        Included(T),
        Excluded(T),
        Unbounded,
    }
    pub enum ControlFlow<B, C> {
        Continue(C),
        Break(B),
    }
    impl<B, C> ControlFlow<B, C> {
        #[otp(pure)]
        pub fn is_break(&self) -> bool {}
        #[otp(pure)]
        pub fn is_continue(&self) -> bool {}
        #[otp(pure)]
        pub fn break_value(self) -> Option<B> {}
        #[otp(pure)]
        pub fn continue_value(self) -> Option<C> {}
        #[otp(closure = "called")]
        pub fn map_break<T, F: FnOnce(B) -> T>(self, f: F) -> ControlFlow<T, C> {}
        #[otp(closure = "called")]
        pub fn map_continue<T, F: FnOnce(C) -> T>(self, f: F) -> ControlFlow<B, T> {}
    }
}

pub mod clone {
    // Not for every type: the front end knows what a derived clone stands for.
    pub trait Clone {
        #[otp(pure)]
        fn clone(&self) -> Self;
        #[otp(write)]
        fn clone_from(&mut self, source: &Self);
    }
}

pub mod default {
    // Holds for every type: derives are not seen.
    pub trait Default {
        #[otp(pure)]
        fn default() -> Self;
    }
    impl<T> Default for T {}
}

pub mod convert {
    pub trait From<T> {
        #[otp(pure)]
        fn from(value: T) -> Self;
    }
    impl<T> From<T> for T {}
    pub trait Into<T> {
        #[otp(pure)]
        fn into(self) -> T;
    }
    pub trait TryFrom<T> {
        type Error;
        #[otp(pure)]
        fn try_from(value: T) -> Result<Self, Self::Error>;
    }
    impl<T, U> TryFrom<U> for T {}
    pub trait TryInto<T> {
        type Error;
        #[otp(pure)]
        fn try_into(self) -> Result<T, Self::Error>;
    }
    pub trait AsRef<T> {
        #[otp(borrow)]
        fn as_ref(&self) -> &T;
    }
    pub trait AsMut<T> {
        #[otp(borrow)]
        fn as_mut(&mut self) -> &mut T;
    }
    // The same for types that are no parameters: what they become is for the context to say.
    #[otp(unchecked = "conversions to an unknown type")]
    trait Converts {
        #[otp(pure)]
        fn into(self) -> _;
        #[otp(pure)]
        fn try_into(self) -> Result<_, _>;
        #[otp(borrow)]
        fn as_ref(&self) -> &_;
        #[otp(borrow)]
        fn as_mut(&mut self) -> &mut _;
    }
    impl<T> Converts for T {}

    pub enum Infallible {}
    #[otp(pure)]
    pub fn identity<T>(x: T) -> T {}
}

pub mod future {
    use crate::task::{Context, Poll};

    pub trait Future {
        type Output;
        #[otp(cancel = "safe")]
        fn poll(self: crate::pin::Pin<&mut Self>, cx: &mut Context) -> Poll<Self::Output>;
    }
    pub trait IntoFuture {
        type Output;
        #[otp(wraps_future)]
        fn into_future(self) -> impl Future<Output = Self::Output>;
    }
    #[otp(pure, value = 0, cancel = "safe")]
    pub async fn ready<T>(t: T) -> T {}
    #[otp(wait, cancel = "safe")]
    pub async fn pending<T>() -> T {}
    #[otp(closure = "stored")]
    pub fn poll_fn<T, F: FnMut(&mut Context) -> Poll<T>>(f: F) -> impl Future<Output = T> {}

    #[otp(future)]
    pub struct Ready<T>;
    impl<T> Future for Ready<T> {
        type Output = T;
    }
    #[otp(future)]
    pub struct Pending<T>;
    impl<T> Future for Pending<T> {
        type Output = T;
    }
}

pub mod task {
    pub enum Poll<T> {
        Ready(T),
        Pending,
    }
    impl<T> Poll<T> {
        #[otp(closure = "called")]
        pub fn map<U, F: FnOnce(T) -> U>(self, f: F) -> Poll<U> {}
        #[otp(pure)]
        pub fn is_ready(&self) -> bool {}
        #[otp(pure)]
        pub fn is_pending(&self) -> bool {}
    }
    impl<T, E> Poll<Result<T, E>> {
        #[otp(closure = "called")]
        pub fn map_ok<U, F: FnOnce(T) -> U>(self, f: F) -> Poll<Result<U, E>> {}
        #[otp(closure = "called")]
        pub fn map_err<U, F: FnOnce(E) -> U>(self, f: F) -> Poll<Result<T, U>> {}
    }
    pub struct Context;
    impl Context {
        #[otp(pure)]
        pub fn from_waker(waker: &Waker) -> Context {}
        #[otp(borrow)]
        pub fn waker(&self) -> &Waker {}
    }
    #[otp(notify)]
    pub struct Waker;
    impl Waker {
        #[otp(notify)]
        pub fn wake(self) {}
        #[otp(notify)]
        pub fn wake_by_ref(&self) {}
        #[otp(pure)]
        pub fn will_wake(&self, other: &Waker) -> bool {}
        #[otp(pure)]
        pub fn noop() -> &Waker {}
    }
    impl Clone for Waker {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    pub trait Wake {
        fn wake(self: crate::sync::Arc<Self>);
        fn wake_by_ref(self: &crate::sync::Arc<Self>) {}
    }
    macro_rules! ready {
        () => {};
    }
}

pub mod marker {
    pub trait Send {}
    pub trait Sync {}
    pub trait Copy {}
    pub trait Sized {}
    pub trait Unpin {}
    pub struct PhantomData<T>;
    pub struct PhantomPinned;
}

pub mod cmp {
    // These hold for every type: derives are not seen.
    pub trait PartialEq<Rhs> {
        #[otp(pure)]
        fn eq(&self, other: &Rhs) -> bool;
        #[otp(pure)]
        fn ne(&self, other: &Rhs) -> bool;
    }
    impl<T, U> PartialEq<U> for T {}
    pub trait Eq {}
    pub trait PartialOrd<Rhs> {
        #[otp(pure)]
        fn partial_cmp(&self, other: &Rhs) -> Option<Ordering>;
        #[otp(pure)]
        fn lt(&self, other: &Rhs) -> bool;
        #[otp(pure)]
        fn le(&self, other: &Rhs) -> bool;
        #[otp(pure)]
        fn gt(&self, other: &Rhs) -> bool;
        #[otp(pure)]
        fn ge(&self, other: &Rhs) -> bool;
    }
    impl<T, U> PartialOrd<U> for T {}
    pub trait Ord {
        #[otp(pure)]
        fn cmp(&self, other: &Self) -> Ordering;
        #[otp(pure)]
        fn max(self, other: Self) -> Self;
        #[otp(pure)]
        fn min(self, other: Self) -> Self;
        #[otp(pure)]
        fn clamp(self, min: Self, max: Self) -> Self;
    }
    impl<T> Ord for T {}

    pub enum Ordering {
        Less,
        Equal,
        Greater,
    }
    impl Ordering {
        #[otp(pure)]
        pub fn is_eq(self) -> bool {}
        #[otp(pure)]
        pub fn is_ne(self) -> bool {}
        #[otp(pure)]
        pub fn is_lt(self) -> bool {}
        #[otp(pure)]
        pub fn is_gt(self) -> bool {}
        #[otp(pure)]
        pub fn is_le(self) -> bool {}
        #[otp(pure)]
        pub fn is_ge(self) -> bool {}
        #[otp(pure)]
        pub fn reverse(self) -> Ordering {}
        #[otp(pure)]
        pub fn then(self, other: Ordering) -> Ordering {}
        #[otp(closure = "called")]
        pub fn then_with<F: FnOnce() -> Ordering>(self, f: F) -> Ordering {}
    }
    pub struct Reverse<T>(pub T);
    #[otp(pure)]
    pub fn min<T>(v1: T, v2: T) -> T {}
    #[otp(pure)]
    pub fn max<T>(v1: T, v2: T) -> T {}
    #[otp(closure = "called")]
    pub fn min_by_key<T, F: FnMut(&T) -> K, K>(v1: T, v2: T, f: F) -> T {}
    #[otp(closure = "called")]
    pub fn max_by_key<T, F: FnMut(&T) -> K, K>(v1: T, v2: T, f: F) -> T {}
}

pub mod fmt {
    pub type Result = crate::result::Result<(), Error>;
    pub struct Error;
    pub struct Arguments;
    pub struct Formatter;
    impl Formatter {
        #[otp(write, value = 0)]
        pub fn write_str(&mut self, data: &str) -> Result {}
        #[otp(write, value = 0)]
        pub fn write_char(&mut self, c: char) -> Result {}
        #[otp(write, value = 0)]
        pub fn write_fmt(&mut self, fmt: Arguments) -> Result {}
        #[otp(write, value = 0)]
        pub fn pad(&mut self, s: &str) -> Result {}
        #[otp(write)]
        pub fn pad_integral(&mut self, is_nonnegative: bool, prefix: &str, buf: &str) -> Result {}
        #[otp(pure)]
        pub fn alternate(&self) -> bool {}
        #[otp(pure)]
        pub fn width(&self) -> Option<usize> {}
        #[otp(pure)]
        pub fn precision(&self) -> Option<usize> {}
        #[otp(pure)]
        pub fn fill(&self) -> char {}
        #[otp(write)]
        pub fn debug_struct(&mut self, name: &str) -> DebugStruct {}
        #[otp(write)]
        pub fn debug_tuple(&mut self, name: &str) -> DebugTuple {}
        #[otp(write)]
        pub fn debug_list(&mut self) -> DebugList {}
        #[otp(write)]
        pub fn debug_set(&mut self) -> DebugList {}
        #[otp(write)]
        pub fn debug_map(&mut self) -> DebugMap {}
    }
    pub struct DebugStruct;
    impl DebugStruct {
        pub fn field<V>(&mut self, name: &str, value: &V) -> &mut DebugStruct {}
        pub fn finish(&mut self) -> Result {}
        pub fn finish_non_exhaustive(&mut self) -> Result {}
    }
    pub struct DebugTuple;
    impl DebugTuple {
        pub fn field<V>(&mut self, value: &V) -> &mut DebugTuple {}
        pub fn finish(&mut self) -> Result {}
        pub fn finish_non_exhaustive(&mut self) -> Result {}
    }
    pub struct DebugList;
    pub type DebugSet = DebugList;
    impl DebugList {
        pub fn entry<V>(&mut self, entry: &V) -> &mut DebugList {}
        pub fn entries<I>(&mut self, entries: I) -> &mut DebugList {}
        pub fn finish(&mut self) -> Result {}
        pub fn finish_non_exhaustive(&mut self) -> Result {}
    }
    pub struct DebugMap;
    impl DebugMap {
        pub fn entry<K, V>(&mut self, key: &K, value: &V) -> &mut DebugMap {}
        pub fn entries<I>(&mut self, entries: I) -> &mut DebugMap {}
        pub fn key<K>(&mut self, key: &K) -> &mut DebugMap {}
        pub fn value<V>(&mut self, value: &V) -> &mut DebugMap {}
        pub fn finish(&mut self) -> Result {}
        pub fn finish_non_exhaustive(&mut self) -> Result {}
    }
    // Holds for every type: derives are not seen.
    pub trait Display {
        #[otp(pure)]
        fn fmt(&self, f: &mut Formatter) -> Result;
    }
    impl<T> Display for T {}
    pub trait Debug {
        #[otp(pure)]
        fn fmt(&self, f: &mut Formatter) -> Result;
    }
    pub trait LowerHex {
        #[otp(pure)]
        fn fmt(&self, f: &mut Formatter) -> Result;
    }
    pub trait UpperHex {
        #[otp(pure)]
        fn fmt(&self, f: &mut Formatter) -> Result;
    }
    pub trait Binary {
        #[otp(pure)]
        fn fmt(&self, f: &mut Formatter) -> Result;
    }
    pub trait Pointer {
        #[otp(pure)]
        fn fmt(&self, f: &mut Formatter) -> Result;
    }
    pub trait Write {
        #[otp(write, value = 0)]
        fn write_str(&mut self, s: &str) -> Result;
        #[otp(write, value = 0)]
        fn write_char(&mut self, c: char) -> Result {}
        #[otp(write, value = 0)]
        fn write_fmt(&mut self, args: Arguments) -> Result {}
    }
    #[otp(pure)]
    pub fn format(args: Arguments) -> String {}
    #[otp(write)]
    pub fn write(output: &mut dyn Write, args: Arguments) -> Result {}
    #[otp(closure = "stored")]
    pub fn from_fn<F: Fn(&mut Formatter) -> Result>(f: F) -> FromFn<F> {}
    pub struct FromFn<F>;
}

pub mod hash {
    // Holds for every type: derives are not seen.
    pub trait Hash {
        #[otp(pure)]
        fn hash<H: Hasher>(&self, state: &mut H);
    }
    impl<T> Hash for T {}
    pub trait Hasher {
        #[otp(pure)]
        fn finish(&self) -> u64;
        #[otp(write)]
        fn write(&mut self, bytes: &[u8]);
        #[otp(write)]
        fn write_u8(&mut self, i: u8) {}
        #[otp(write)]
        fn write_u16(&mut self, i: u16) {}
        #[otp(write)]
        fn write_u32(&mut self, i: u32) {}
        #[otp(write)]
        fn write_u64(&mut self, i: u64) {}
        #[otp(write)]
        fn write_usize(&mut self, i: usize) {}
    }
    pub trait BuildHasher {
        type Hasher;
        #[otp(pure)]
        fn build_hasher(&self) -> Self::Hasher;
        #[otp(pure)]
        fn hash_one<T>(&self, x: T) -> u64 {}
    }
    pub struct BuildHasherDefault<H>;
    pub struct RandomState;
    impl RandomState {
        #[otp(pure)]
        pub fn new() -> RandomState {}
    }
    impl BuildHasher for RandomState {
        type Hasher = DefaultHasher;
        #[otp(pure)]
        fn build_hasher(&self) -> DefaultHasher {}
    }
    pub struct DefaultHasher;
    impl DefaultHasher {
        #[otp(pure)]
        pub fn new() -> DefaultHasher {}
    }
    impl Hasher for DefaultHasher {
        #[otp(pure)]
        fn finish(&self) -> u64 {}
        #[otp(write)]
        fn write(&mut self, bytes: &[u8]) {}
    }
}

pub mod any {
    pub trait Any {
        #[otp(pure)]
        fn type_id(&self) -> TypeId;
        #[otp(pure)]
        fn is<T>(&self) -> bool {}
        #[otp(borrow)]
        fn downcast_ref<T>(&self) -> Option<&T> {}
        #[otp(borrow)]
        fn downcast_mut<T>(&mut self) -> Option<&mut T> {}
    }
    impl<T> Any for T {}
    pub struct TypeId;
    impl TypeId {
        #[otp(pure)]
        pub fn of<T>() -> TypeId {}
    }
    #[otp(pure)]
    pub fn type_name<T>() -> &str {}
    #[otp(pure)]
    pub fn type_name_of_val<T>(val: &T) -> &str {}
}

pub mod sync {
    use crate::ops::{Deref, DerefMut};
    use crate::time::Duration;

    #[otp(pointer)]
    pub struct Arc<T>;
    impl<T> Arc<T> {
        #[otp(pure)]
        pub fn new(data: T) -> Arc<T> {}
        #[otp(pure)]
        pub fn pin(data: T) -> crate::pin::Pin<Arc<T>> {}
        #[otp(closure = "called")]
        pub fn new_cyclic<F: FnOnce(&Weak<T>) -> T>(data_fn: F) -> Arc<T> {}
        #[otp(pure)]
        pub fn try_unwrap(this: Arc<T>) -> Result<T, Arc<T>> {}
        #[otp(pure)]
        pub fn into_inner(this: Arc<T>) -> Option<T> {}
        #[otp(pure)]
        pub fn unwrap_or_clone(this: Arc<T>) -> T {}
        #[otp(clone_handle)]
        pub fn downgrade(this: &Arc<T>) -> Weak<T> {}
        #[otp(read)]
        pub fn weak_count(this: &Arc<T>) -> usize {}
        #[otp(read)]
        pub fn strong_count(this: &Arc<T>) -> usize {}
        #[otp(borrow)]
        pub fn get_mut(this: &mut Arc<T>) -> Option<&mut T> {}
        #[otp(borrow)]
        pub fn make_mut(this: &mut Arc<T>) -> &mut T {}
        #[otp(pure)]
        pub fn ptr_eq(this: &Arc<T>, other: &Arc<T>) -> bool {}
        #[otp(pure)]
        pub fn as_ptr(this: &Arc<T>) -> *const T {}
        #[otp(pure)]
        pub fn into_raw(this: Arc<T>) -> *const T {}
        #[otp(pure)]
        pub unsafe fn from_raw(ptr: *const T) -> Arc<T> {}
        #[otp(borrow)]
        pub fn as_ref(&self) -> &T {}
        #[otp(clone_handle)]
        pub fn downcast<U>(self) -> Result<Arc<U>, Arc<T>> {}
    }
    impl<T> Clone for Arc<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    impl<T> Deref for Arc<T> {
        type Target = T;
    }
    impl<T> From<T> for Arc<T> {
        #[otp(pure)]
        fn from(t: T) -> Arc<T> {}
    }

    pub struct Weak<T>;
    impl<T> Weak<T> {
        #[otp(pure)]
        pub fn new() -> Weak<T> {}
        #[otp(clone_handle, finds_value)]
        pub fn upgrade(&self) -> Option<Arc<T>> {}
        #[otp(read)]
        pub fn strong_count(&self) -> usize {}
        #[otp(read)]
        pub fn weak_count(&self) -> usize {}
        #[otp(pure)]
        pub fn ptr_eq(&self, other: &Weak<T>) -> bool {}
        #[otp(pure)]
        pub fn as_ptr(&self) -> *const T {}
    }
    impl<T> Clone for Weak<T> {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }

    pub type LockResult<G> = Result<G, PoisonError<G>>;
    pub type TryLockResult<G> = Result<G, TryLockError<G>>;
    pub struct PoisonError<G>;
    impl<G> PoisonError<G> {
        #[otp(pure)]
        pub fn new(data: G) -> PoisonError<G> {}
        #[otp(pure)]
        pub fn into_inner(self) -> G {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &G {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut G {}
    }
    pub enum TryLockError<G> {
        Poisoned(PoisonError<G>),
        WouldBlock,
    }

    #[otp(lock)]
    pub struct Mutex<T>;
    impl<T> Mutex<T> {
        #[otp(pure)]
        pub fn new(t: T) -> Mutex<T> {}
        #[otp(lock, blocks, guard, acquires = "lock")]
        pub fn lock(&self) -> LockResult<MutexGuard<T>> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_lock(&self) -> TryLockResult<MutexGuard<T>> {}
        #[otp(read)]
        pub fn is_poisoned(&self) -> bool {}
        pub fn clear_poison(&self) {}
        #[otp(pure)]
        pub fn into_inner(self) -> LockResult<T> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> LockResult<&mut T> {}
    }
    #[otp(guard)]
    pub struct MutexGuard<T>;
    impl<T> Deref for MutexGuard<T> {
        type Target = T;
    }
    impl<T> DerefMut for MutexGuard<T> {}

    #[otp(lock)]
    pub struct RwLock<T>;
    impl<T> RwLock<T> {
        #[otp(pure)]
        pub fn new(t: T) -> RwLock<T> {}
        #[otp(lock, blocks, guard, acquires = "shared")]
        pub fn read(&self) -> LockResult<RwLockReadGuard<T>> {}
        #[otp(try_lock, guard, acquires = "shared")]
        pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<T>> {}
        #[otp(lock, blocks, guard, acquires = "lock")]
        pub fn write(&self) -> LockResult<RwLockWriteGuard<T>> {}
        #[otp(try_lock, guard, acquires = "lock")]
        pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<T>> {}
        #[otp(read)]
        pub fn is_poisoned(&self) -> bool {}
        pub fn clear_poison(&self) {}
        #[otp(pure)]
        pub fn into_inner(self) -> LockResult<T> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> LockResult<&mut T> {}
    }
    #[otp(guard)]
    pub struct RwLockReadGuard<T>;
    impl<T> Deref for RwLockReadGuard<T> {
        type Target = T;
    }
    #[otp(guard)]
    pub struct RwLockWriteGuard<T>;
    impl<T> RwLockWriteGuard<T> {
        #[otp(guard)]
        pub fn downgrade(s: RwLockWriteGuard<T>) -> RwLockReadGuard<T> {}
    }
    impl<T> Deref for RwLockWriteGuard<T> {
        type Target = T;
    }
    impl<T> DerefMut for RwLockWriteGuard<T> {}

    #[otp(notify)]
    pub struct Condvar;
    impl Condvar {
        #[otp(pure)]
        pub fn new() -> Condvar {}
        #[otp(wait, blocks)]
        pub fn wait<T>(&self, guard: MutexGuard<T>) -> LockResult<MutexGuard<T>> {}
        #[otp(wait, blocks, closure = "called")]
        pub fn wait_while<T, F: FnMut(&mut T) -> bool>(
            &self,
            guard: MutexGuard<T>,
            condition: F,
        ) -> LockResult<MutexGuard<T>> {
        }
        #[otp(wait, blocks, duration = 1)]
        pub fn wait_timeout<T>(
            &self,
            guard: MutexGuard<T>,
            dur: Duration,
        ) -> LockResult<(MutexGuard<T>, WaitTimeoutResult)> {
        }
        #[otp(wait, blocks, duration = 1, closure = "called")]
        pub fn wait_timeout_while<T, F: FnMut(&mut T) -> bool>(
            &self,
            guard: MutexGuard<T>,
            dur: Duration,
            condition: F,
        ) -> LockResult<(MutexGuard<T>, WaitTimeoutResult)> {
        }
        #[otp(notify)]
        pub fn notify_one(&self) {}
        #[otp(notify)]
        pub fn notify_all(&self) {}
    }
    pub struct WaitTimeoutResult;
    impl WaitTimeoutResult {
        #[otp(pure)]
        pub fn timed_out(&self) -> bool {}
    }

    pub struct Barrier;
    impl Barrier {
        #[otp(pure)]
        pub fn new(n: usize) -> Barrier {}
        #[otp(wait, blocks)]
        pub fn wait(&self) -> BarrierWaitResult {}
    }
    pub struct BarrierWaitResult;
    impl BarrierWaitResult {
        #[otp(pure)]
        pub fn is_leader(&self) -> bool {}
    }

    pub struct Once;
    impl Once {
        #[otp(pure)]
        pub fn new() -> Once {}
        #[otp(blocks, panics, closure = "called")]
        pub fn call_once<F: FnOnce()>(&self, f: F) {}
        #[otp(blocks, closure = "called")]
        pub fn call_once_force<F: FnOnce(&OnceState)>(&self, f: F) {}
        #[otp(read)]
        pub fn is_completed(&self) -> bool {}
        #[otp(wait, blocks, panics)]
        pub fn wait(&self) {}
    }
    pub struct OnceState;

    pub struct OnceLock<T>;
    impl<T> OnceLock<T> {
        #[otp(pure)]
        pub fn new() -> OnceLock<T> {}
        #[otp(finds_value, borrow)]
        pub fn get(&self) -> Option<&T> {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> Option<&mut T> {}
        // Not blocking: what is set once is set while the program starts.
        #[otp(wait, borrow)]
        pub fn wait(&self) -> &T {}
        #[otp(put, value = 0)]
        pub fn set(&self, value: T) -> Result<(), T> {}
        // Other callers block while `f` runs.
        #[otp(put, borrow, closure = "called")]
        pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {}
        #[otp(pure)]
        pub fn into_inner(self) -> Option<T> {}
        #[otp(take)]
        pub fn take(&mut self) -> Option<T> {}
    }
    impl<T> From<T> for OnceLock<T> {
        #[otp(pure)]
        fn from(value: T) -> OnceLock<T> {}
    }

    pub struct LazyLock<T, F>;
    impl<T, F: FnOnce() -> T> LazyLock<T, F> {
        #[otp(closure = "stored")]
        pub fn new(f: F) -> LazyLock<T, F> {}
        #[otp(borrow)]
        pub fn force(this: &LazyLock<T, F>) -> &T {}
    }
    impl<T, F> Deref for LazyLock<T, F> {
        type Target = T;
    }

    pub mod mpsc {
        use crate::iter::Iter;
        use crate::time::Duration;

        #[otp(channel)]
        pub fn channel<T>() -> (Sender<T>, Receiver<T>) {}
        #[otp(channel, capacity = 0)]
        pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {}

        // Without a bound: `send` never waits.
        #[otp(sender, flavor = "unbounded")]
        pub struct Sender<T>;
        impl<T> Sender<T> {
            #[otp(send, value = 0, outcome = "must")]
            pub fn send(&self, t: T) -> Result<(), SendError<T>> {}
        }
        impl<T> Clone for Sender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        #[otp(sender, flavor = "std")]
        pub struct SyncSender<T>;
        impl<T> SyncSender<T> {
            #[otp(send, blocks, value = 0, outcome = "must")]
            pub fn send(&self, t: T) -> Result<(), SendError<T>> {}
            #[otp(try_send, value = 0, outcome = "must")]
            pub fn try_send(&self, t: T) -> Result<(), TrySendError<T>> {}
        }
        impl<T> Clone for SyncSender<T> {
            #[otp(clone_handle)]
            fn clone(&self) -> Self {}
        }

        #[otp(receiver, flavor = "std")]
        pub struct Receiver<T>;
        impl<T> Receiver<T> {
            #[otp(try_recv)]
            pub fn try_recv(&self) -> Result<T, TryRecvError> {}
            #[otp(recv, blocks)]
            pub fn recv(&self) -> Result<T, RecvError> {}
            #[otp(recv, blocks, duration = 0)]
            pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {}
            #[otp(recv, blocks)]
            pub fn iter(&self) -> Iter<T> {}
            #[otp(try_recv)]
            pub fn try_iter(&self) -> Iter<T> {}
        }
        impl<T> IntoIterator for Receiver<T> {
            type Item = T;
            #[otp(recv, blocks)]
            fn into_iter(self) -> Iter<T> {}
        }
        impl<T> IntoIterator for &Receiver<T> {
            type Item = T;
            #[otp(recv, blocks)]
            fn into_iter(self) -> Iter<T> {}
        }

        pub struct SendError<T>(pub T);
        pub struct RecvError;
        pub enum TryRecvError {
            Empty,
            Disconnected,
        }
        pub enum RecvTimeoutError {
            Timeout,
            Disconnected,
        }
        pub enum TrySendError<T> {
            Full(T),
            Disconnected(T),
        }
    }

    pub mod atomic {
        pub enum Ordering {
            Relaxed,
            Release,
            Acquire,
            AcqRel,
            SeqCst,
        }
        #[otp(pure)]
        pub fn fence(order: Ordering) {}
        #[otp(pure)]
        pub fn compiler_fence(order: Ordering) {}

        // The methods that all atomics share; the published ones are inherent.
        #[otp(unchecked = "the methods of all atomics")]
        trait Common<T> {
            #[otp(pure)]
            fn new(v: T) -> Self {}
            #[otp(borrow)]
            fn get_mut(&mut self) -> &mut T {}
            #[otp(pure)]
            fn into_inner(self) -> T {}
            #[otp(read)]
            fn load(&self, order: Ordering) -> T {}
            #[otp(write, value = 0)]
            fn store(&self, val: T, order: Ordering) {}
            #[otp(write, value = 0)]
            fn swap(&self, val: T, order: Ordering) -> T {}
            #[otp(write, value = 1)]
            fn compare_exchange(&self, current: T, new: T, success: Ordering, failure: Ordering) -> Result<T, T> {}
            #[otp(write, value = 1)]
            fn compare_exchange_weak(&self, current: T, new: T, success: Ordering, failure: Ordering) -> Result<T, T> {}
            #[otp(write, value = 1)]
            fn compare_and_swap(&self, current: T, new: T, order: Ordering) -> T {}
            #[otp(write, closure = "called")]
            fn fetch_update<F: FnMut(T) -> Option<T>>(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                f: F,
            ) -> Result<T, T> {
            }
            #[otp(write, closure = "called")]
            fn try_update<F: FnMut(T) -> Option<T>>(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                f: F,
            ) -> Result<T, T> {
            }
            #[otp(write, closure = "called")]
            fn update<F: FnMut(T) -> T>(&self, set_order: Ordering, fetch_order: Ordering, f: F) -> T {}
            #[otp(write, value = 0)]
            fn fetch_add(&self, val: T, order: Ordering) -> T {}
            #[otp(write, value = 0)]
            fn fetch_sub(&self, val: T, order: Ordering) -> T {}
            #[otp(write, value = 0)]
            fn fetch_and(&self, val: T, order: Ordering) -> T {}
            #[otp(write, value = 0)]
            fn fetch_nand(&self, val: T, order: Ordering) -> T {}
            #[otp(write, value = 0)]
            fn fetch_or(&self, val: T, order: Ordering) -> T {}
            #[otp(write, value = 0)]
            fn fetch_xor(&self, val: T, order: Ordering) -> T {}
            #[otp(write)]
            fn fetch_not(&self, order: Ordering) -> T {}
            #[otp(write, value = 0)]
            fn fetch_max(&self, val: T, order: Ordering) -> T {}
            #[otp(write, value = 0)]
            fn fetch_min(&self, val: T, order: Ordering) -> T {}
        }
        #[otp(atomic)]
        pub struct AtomicBool;
        impl Common<bool> for AtomicBool {}
        #[otp(atomic)]
        pub struct AtomicU8;
        impl Common<u8> for AtomicU8 {}
        #[otp(atomic)]
        pub struct AtomicU16;
        impl Common<u16> for AtomicU16 {}
        #[otp(atomic)]
        pub struct AtomicU32;
        impl Common<u32> for AtomicU32 {}
        #[otp(atomic)]
        pub struct AtomicU64;
        impl Common<u64> for AtomicU64 {}
        #[otp(atomic)]
        pub struct AtomicUsize;
        impl Common<usize> for AtomicUsize {}
        #[otp(atomic)]
        pub struct AtomicI8;
        impl Common<i8> for AtomicI8 {}
        #[otp(atomic)]
        pub struct AtomicI16;
        impl Common<i16> for AtomicI16 {}
        #[otp(atomic)]
        pub struct AtomicI32;
        impl Common<i32> for AtomicI32 {}
        #[otp(atomic)]
        pub struct AtomicI64;
        impl Common<i64> for AtomicI64 {}
        #[otp(atomic)]
        pub struct AtomicIsize;
        impl Common<isize> for AtomicIsize {}
        #[otp(atomic)]
        pub struct AtomicPtr<T>;
        impl<P> Common<*mut P> for AtomicPtr<P> {}
    }
}

pub mod thread {
    use crate::time::Duration;

    pub type Result<T> = crate::result::Result<T, Box<dyn crate::any::Any>>;

    #[otp(spawn_thread, spawned = 0, closure = "blocking", panics_on_error)]
    pub fn spawn<F: FnOnce() -> T, T>(f: F) -> JoinHandle<T> {}
    #[otp(blocks, panics_on_error, closure = "called")]
    pub fn scope<F: FnOnce(&Scope) -> T, T>(f: F) -> T {}
    #[otp(clone_handle)]
    pub fn current() -> Thread {}
    pub fn yield_now() {}
    #[otp(read)]
    pub fn panicking() -> bool {}
    #[otp(sleep, blocks, duration = 0)]
    pub fn sleep(dur: Duration) {}
    #[otp(wait, blocks)]
    pub fn park() {}
    #[otp(wait, blocks, duration = 0)]
    pub fn park_timeout(dur: Duration) {}
    #[otp(pure)]
    pub fn available_parallelism() -> crate::io::Result<crate::num::NonZero<usize>> {}

    #[otp(task_handle)]
    pub struct JoinHandle<T>;
    impl<T> JoinHandle<T> {
        #[otp(borrow)]
        pub fn thread(&self) -> &Thread {}
        #[otp(join, blocks, outcome = "must")]
        pub fn join(self) -> Result<T> {}
        #[otp(read)]
        pub fn is_finished(&self) -> bool {}
    }

    pub struct Builder;
    impl Builder {
        #[otp(pure)]
        pub fn new() -> Builder {}
        #[otp(pure)]
        pub fn name(self, name: String) -> Builder {}
        #[otp(pure)]
        pub fn stack_size(self, size: usize) -> Builder {}
        #[otp(spawn_thread, spawned = 0, closure = "blocking", outcome = "must")]
        pub fn spawn<F: FnOnce() -> T, T>(self, f: F) -> crate::io::Result<JoinHandle<T>> {}
        #[otp(closure = "blocking", outcome = "must")]
        pub fn spawn_scoped<F: FnOnce() -> T, T>(self, scope: &Scope, f: F) -> crate::io::Result<ScopedJoinHandle<T>> {}
    }

    // `scope` joins all of its threads and panics when one did: their handles may be dropped.
    pub struct Scope;
    impl Scope {
        #[otp(closure = "blocking", panics_on_error)]
        pub fn spawn<F: FnOnce() -> T, T>(&self, f: F) -> ScopedJoinHandle<T> {}
    }
    pub struct ScopedJoinHandle<T>;
    impl<T> ScopedJoinHandle<T> {
        #[otp(borrow)]
        pub fn thread(&self) -> &Thread {}
        #[otp(join, blocks, outcome = "must")]
        pub fn join(self) -> Result<T> {}
        #[otp(read)]
        pub fn is_finished(&self) -> bool {}
    }

    pub struct Thread;
    impl Thread {
        #[otp(notify)]
        pub fn unpark(&self) {}
        #[otp(pure)]
        pub fn id(&self) -> ThreadId {}
        #[otp(pure)]
        pub fn name(&self) -> Option<&str> {}
    }
    impl Clone for Thread {
        #[otp(clone_handle)]
        fn clone(&self) -> Self {}
    }
    pub struct ThreadId;

    pub struct LocalKey<T>;
    impl<T> LocalKey<T> {
        #[otp(borrow, closure = "called")]
        pub fn with<F: FnOnce(&T) -> R, R>(&self, f: F) -> R {}
        #[otp(borrow, closure = "called")]
        pub fn try_with<F: FnOnce(&T) -> R, R>(&self, f: F) -> crate::result::Result<R, AccessError> {}
    }
    impl<T> LocalKey<crate::cell::Cell<T>> {
        #[otp(put, value = 0)]
        pub fn set(&self, value: T) {}
        #[otp(read)]
        pub fn get(&self) -> T {}
        #[otp(take)]
        pub fn take(&self) -> T {}
        #[otp(put, value = 0)]
        pub fn replace(&self, value: T) -> T {}
    }
    impl<T> LocalKey<crate::cell::RefCell<T>> {
        #[otp(borrow, panics, closure = "called")]
        pub fn with_borrow<F: FnOnce(&T) -> R, R>(&self, f: F) -> R {}
        #[otp(borrow, panics, closure = "called")]
        pub fn with_borrow_mut<F: FnOnce(&mut T) -> R, R>(&self, f: F) -> R {}
        #[otp(put, value = 0, panics)]
        pub fn set(&self, value: T) {}
        #[otp(take, panics)]
        pub fn take(&self) -> T {}
        #[otp(put, value = 0, panics)]
        pub fn replace(&self, value: T) -> T {}
    }
    pub struct AccessError;
}

pub mod time {
    #[otp(time)]
    pub struct Duration;
    impl Duration {
        pub const ZERO: Duration = Self::new(0, 0);
        pub const MAX: Duration = Self::new(u64::MAX, 999_999_999);
        #[otp(pure)]
        pub fn new(secs: u64, nanos: u32) -> Duration {}
        #[otp(pure)]
        pub fn from_secs(secs: u64) -> Duration {}
        #[otp(pure)]
        pub fn from_mins(mins: u64) -> Duration {}
        #[otp(pure)]
        pub fn from_hours(hours: u64) -> Duration {}
        #[otp(pure)]
        pub fn from_millis(millis: u64) -> Duration {}
        #[otp(pure)]
        pub fn from_micros(micros: u64) -> Duration {}
        #[otp(pure)]
        pub fn from_nanos(nanos: u64) -> Duration {}
        #[otp(pure)]
        pub fn is_zero(&self) -> bool {}
        #[otp(pure)]
        pub fn as_secs(&self) -> u64 {}
        #[otp(pure)]
        pub fn as_millis(&self) -> u128 {}
        #[otp(pure)]
        pub fn as_micros(&self) -> u128 {}
        #[otp(pure)]
        pub fn as_nanos(&self) -> u128 {}
        #[otp(pure)]
        pub fn subsec_millis(&self) -> u32 {}
        #[otp(pure)]
        pub fn subsec_micros(&self) -> u32 {}
        #[otp(pure)]
        pub fn subsec_nanos(&self) -> u32 {}
        #[otp(pure)]
        pub fn abs_diff(self, other: Duration) -> Duration {}
        #[otp(pure)]
        pub fn checked_add(self, rhs: Duration) -> Option<Duration> {}
        #[otp(pure)]
        pub fn saturating_add(self, rhs: Duration) -> Duration {}
        #[otp(pure)]
        pub fn checked_sub(self, rhs: Duration) -> Option<Duration> {}
        #[otp(pure)]
        pub fn saturating_sub(self, rhs: Duration) -> Duration {}
        #[otp(pure)]
        pub fn checked_mul(self, rhs: u32) -> Option<Duration> {}
        #[otp(pure)]
        pub fn saturating_mul(self, rhs: u32) -> Duration {}
        #[otp(pure)]
        pub fn checked_div(self, rhs: u32) -> Option<Duration> {}
        #[otp(pure)]
        pub fn as_secs_f64(&self) -> f64 {}
        #[otp(pure)]
        pub fn as_secs_f32(&self) -> f32 {}
        #[otp(panics)]
        pub fn from_secs_f64(secs: f64) -> Duration {}
        #[otp(panics)]
        pub fn from_secs_f32(secs: f32) -> Duration {}
        #[otp(panics)]
        pub fn mul_f64(self, rhs: f64) -> Duration {}
        #[otp(panics)]
        pub fn mul_f32(self, rhs: f32) -> Duration {}
        #[otp(panics)]
        pub fn div_f64(self, rhs: f64) -> Duration {}
        #[otp(pure)]
        pub fn div_duration_f64(self, rhs: Duration) -> f64 {}
        #[otp(pure)]
        pub fn try_from_secs_f64(secs: f64) -> Result<Duration, TryFromFloatSecsError> {}
        #[otp(pure)]
        pub fn try_from_secs_f32(secs: f32) -> Result<Duration, TryFromFloatSecsError> {}
    }
    pub struct TryFromFloatSecsError;

    #[otp(time)]
    pub struct Instant;
    impl Instant {
        #[otp(read)]
        pub fn now() -> Instant {}
        #[otp(pure)]
        pub fn duration_since(&self, earlier: Instant) -> Duration {}
        #[otp(pure)]
        pub fn checked_duration_since(&self, earlier: Instant) -> Option<Duration> {}
        #[otp(pure)]
        pub fn saturating_duration_since(&self, earlier: Instant) -> Duration {}
        #[otp(read)]
        pub fn elapsed(&self) -> Duration {}
        #[otp(pure)]
        pub fn checked_add(&self, duration: Duration) -> Option<Instant> {}
        #[otp(pure)]
        pub fn checked_sub(&self, duration: Duration) -> Option<Instant> {}
    }

    #[otp(time)]
    pub struct SystemTime;
    impl SystemTime {
        #[otp(read)]
        pub fn now() -> SystemTime {}
        #[otp(pure)]
        pub fn duration_since(&self, earlier: SystemTime) -> Result<Duration, SystemTimeError> {}
        #[otp(read)]
        pub fn elapsed(&self) -> Result<Duration, SystemTimeError> {}
        #[otp(pure)]
        pub fn checked_add(&self, duration: Duration) -> Option<SystemTime> {}
        #[otp(pure)]
        pub fn checked_sub(&self, duration: Duration) -> Option<SystemTime> {}
    }
    pub struct SystemTimeError;
    impl SystemTimeError {
        #[otp(pure)]
        pub fn duration(&self) -> Duration {}
    }
    pub const UNIX_EPOCH: SystemTime = SystemTime;
}

pub mod error {
    pub trait Error {
        #[otp(pure)]
        fn source(&self) -> Option<&dyn Error> {}
        #[otp(pure)]
        fn description(&self) -> &str {}
        #[otp(pure)]
        fn is<T>(&self) -> bool {}
        #[otp(borrow)]
        fn downcast_ref<T>(&self) -> Option<&T> {}
        #[otp(borrow)]
        fn downcast_mut<T>(&mut self) -> Option<&mut T> {}
    }
}

pub mod io {
    use crate::iter::Iter;

    pub type Result<T> = crate::result::Result<T, Error>;
    pub struct Error;
    impl Error {
        #[otp(pure)]
        pub fn new<E>(kind: ErrorKind, error: E) -> Error {}
        #[otp(pure)]
        pub fn other<E>(error: E) -> Error {}
        #[otp(read)]
        pub fn last_os_error() -> Error {}
        #[otp(pure)]
        pub fn from_raw_os_error(code: i32) -> Error {}
        #[otp(pure)]
        pub fn raw_os_error(&self) -> Option<i32> {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> Option<&dyn crate::error::Error> {}
        #[otp(pure)]
        pub fn into_inner(self) -> Option<Box<dyn crate::error::Error>> {}
        #[otp(pure)]
        pub fn kind(&self) -> ErrorKind {}
    }
    impl crate::error::Error for Error {}
    pub enum ErrorKind {
        NotFound,
        PermissionDenied,
        ConnectionRefused,
        ConnectionReset,
        HostUnreachable,
        NetworkUnreachable,
        ConnectionAborted,
        NotConnected,
        AddrInUse,
        AddrNotAvailable,
        NetworkDown,
        BrokenPipe,
        AlreadyExists,
        WouldBlock,
        NotADirectory,
        IsADirectory,
        DirectoryNotEmpty,
        ReadOnlyFilesystem,
        StaleNetworkFileHandle,
        InvalidInput,
        InvalidData,
        TimedOut,
        WriteZero,
        StorageFull,
        NotSeekable,
        QuotaExceeded,
        FileTooLarge,
        ResourceBusy,
        ExecutableFileBusy,
        Deadlock,
        CrossesDevices,
        TooManyLinks,
        InvalidFilename,
        ArgumentListTooLong,
        Interrupted,
        Unsupported,
        UnexpectedEof,
        OutOfMemory,
        Other,
    }

    pub trait Read {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> Result<usize>;
        #[otp(io_read, blocks)]
        fn read_vectored(&mut self, bufs: &mut [IoSliceMut]) -> Result<usize> {}
        #[otp(io_read, blocks)]
        fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {}
        #[otp(io_read, blocks)]
        fn read_to_string(&mut self, buf: &mut String) -> Result<usize> {}
        #[otp(io_read, blocks)]
        fn read_exact(&mut self, buf: &mut [u8]) -> Result<()> {}
        #[otp(borrow)]
        fn by_ref(&mut self) -> &mut Self {}
        #[otp(io_read, blocks)]
        fn bytes(self) -> Iter<Result<u8>> {}
        #[otp(pure)]
        fn chain<Next: Read>(self, next: Next) -> Chain<Self, Next> {}
        #[otp(pure)]
        fn take(self, limit: u64) -> Take<Self> {}
    }
    pub trait Write {
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write(&mut self, buf: &[u8]) -> Result<usize>;
        #[otp(flush, blocks, outcome = "must")]
        fn flush(&mut self) -> Result<()>;
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write_vectored(&mut self, bufs: &[IoSlice]) -> Result<usize> {}
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write_all(&mut self, buf: &[u8]) -> Result<()> {}
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write_fmt(&mut self, args: crate::fmt::Arguments) -> Result<()> {}
        #[otp(borrow)]
        fn by_ref(&mut self) -> &mut Self {}
    }
    pub trait Seek {
        #[otp(blocks)]
        fn seek(&mut self, pos: SeekFrom) -> Result<u64>;
        #[otp(blocks)]
        fn rewind(&mut self) -> Result<()> {}
        #[otp(blocks)]
        fn stream_position(&mut self) -> Result<u64> {}
        #[otp(blocks)]
        fn seek_relative(&mut self, offset: i64) -> Result<()> {}
    }
    pub trait BufRead: Read {
        #[otp(io_read, blocks)]
        fn fill_buf(&mut self) -> Result<&[u8]>;
        #[otp(write)]
        fn consume(&mut self, amt: usize);
        #[otp(io_read, blocks)]
        fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> Result<usize> {}
        #[otp(io_read, blocks)]
        fn skip_until(&mut self, byte: u8) -> Result<usize> {}
        #[otp(io_read, blocks)]
        fn read_line(&mut self, buf: &mut String) -> Result<usize> {}
        #[otp(io_read, blocks)]
        fn split(self, byte: u8) -> Iter<Result<Vec<u8>>> {}
        #[otp(io_read, blocks)]
        fn lines(self) -> Iter<Result<String>> {}
    }
    pub trait IsTerminal {
        #[otp(pure)]
        fn is_terminal(&self) -> bool {}
    }
    pub enum SeekFrom {
        Start(u64),
        End(i64),
        Current(i64),
    }
    pub struct IoSlice;
    pub struct IoSliceMut;

    #[otp(io)]
    pub struct BufReader<R>;
    impl<R> BufReader<R> {
        #[otp(pure)]
        pub fn new(inner: R) -> BufReader<R> {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize, inner: R) -> BufReader<R> {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &R {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut R {}
        #[otp(borrow)]
        pub fn buffer(&self) -> &[u8] {}
        #[otp(pure)]
        pub fn into_inner(self) -> R {}
    }
    impl<R> Read for BufReader<R> {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
    }
    impl<R> BufRead for BufReader<R> {
        #[otp(io_read, blocks)]
        fn fill_buf(&mut self) -> Result<&[u8]> {}
        #[otp(write)]
        fn consume(&mut self, amt: usize) {}
    }
    impl<R> Seek for BufReader<R> {
        #[otp(blocks)]
        fn seek(&mut self, pos: SeekFrom) -> Result<u64> {}
    }

    #[otp(io)]
    pub struct BufWriter<W>;
    impl<W> BufWriter<W> {
        #[otp(pure)]
        pub fn new(inner: W) -> BufWriter<W> {}
        #[otp(pure)]
        pub fn with_capacity(capacity: usize, inner: W) -> BufWriter<W> {}
        #[otp(flush, blocks, outcome = "must")]
        pub fn into_inner(self) -> crate::result::Result<W, IntoInnerError<BufWriter<W>>> {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &W {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut W {}
        #[otp(borrow)]
        pub fn buffer(&self) -> &[u8] {}
    }
    impl<W> Write for BufWriter<W> {
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        #[otp(flush, blocks, outcome = "must")]
        fn flush(&mut self) -> Result<()> {}
    }
    impl<W> Seek for BufWriter<W> {
        #[otp(flush, blocks)]
        fn seek(&mut self, pos: SeekFrom) -> Result<u64> {}
    }
    #[otp(io)]
    pub struct LineWriter<W>;
    impl<W> LineWriter<W> {
        #[otp(pure)]
        pub fn new(inner: W) -> LineWriter<W> {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &W {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut W {}
    }
    impl<W> Write for LineWriter<W> {
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        #[otp(flush, blocks, outcome = "must")]
        fn flush(&mut self) -> Result<()> {}
    }
    pub struct IntoInnerError<W>;
    impl<W> IntoInnerError<W> {
        #[otp(borrow)]
        pub fn error(&self) -> &Error {}
        #[otp(pure)]
        pub fn into_inner(self) -> W {}
        #[otp(pure)]
        pub fn into_error(self) -> Error {}
    }

    // In memory: nothing here waits or leaves the program.
    pub struct Cursor<T>;
    impl<T> Cursor<T> {
        #[otp(pure)]
        pub fn new(inner: T) -> Cursor<T> {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
        #[otp(borrow)]
        pub fn get_ref(&self) -> &T {}
        #[otp(borrow)]
        pub fn get_mut(&mut self) -> &mut T {}
        #[otp(read)]
        pub fn position(&self) -> u64 {}
        #[otp(write, value = 0)]
        pub fn set_position(&mut self, pos: u64) {}
    }
    impl<T> Read for Cursor<T> {
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
        fn read_vectored(&mut self, bufs: &mut [IoSliceMut]) -> Result<usize> {}
        fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {}
        fn read_to_string(&mut self, buf: &mut String) -> Result<usize> {}
        fn read_exact(&mut self, buf: &mut [u8]) -> Result<()> {}
        fn bytes(self) -> Iter<Result<u8>> {}
    }
    impl<T> BufRead for Cursor<T> {
        fn fill_buf(&mut self) -> Result<&[u8]> {}
        fn consume(&mut self, amt: usize) {}
        fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> Result<usize> {}
        fn skip_until(&mut self, byte: u8) -> Result<usize> {}
        fn read_line(&mut self, buf: &mut String) -> Result<usize> {}
        fn split(self, byte: u8) -> Iter<Result<Vec<u8>>> {}
        fn lines(self) -> Iter<Result<String>> {}
    }
    impl<T> Write for Cursor<T> {
        #[otp(write, value = 0)]
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        fn flush(&mut self) -> Result<()> {}
        #[otp(write, value = 0)]
        fn write_vectored(&mut self, bufs: &[IoSlice]) -> Result<usize> {}
        #[otp(write, value = 0)]
        fn write_all(&mut self, buf: &[u8]) -> Result<()> {}
        #[otp(write, value = 0)]
        fn write_fmt(&mut self, args: crate::fmt::Arguments) -> Result<()> {}
    }
    impl<T> Seek for Cursor<T> {
        #[otp(write)]
        fn seek(&mut self, pos: SeekFrom) -> Result<u64> {}
        #[otp(write)]
        fn rewind(&mut self) -> Result<()> {}
        #[otp(read)]
        fn stream_position(&mut self) -> Result<u64> {}
        #[otp(write)]
        fn seek_relative(&mut self, offset: i64) -> Result<()> {}
    }
    impl Write for Vec<u8> {
        #[otp(insert, value = 0)]
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        fn flush(&mut self) -> Result<()> {}
        #[otp(insert, value = 0)]
        fn write_vectored(&mut self, bufs: &[IoSlice]) -> Result<usize> {}
        #[otp(insert, value = 0)]
        fn write_all(&mut self, buf: &[u8]) -> Result<()> {}
        #[otp(insert, value = 0)]
        fn write_fmt(&mut self, args: crate::fmt::Arguments) -> Result<()> {}
        #[otp(borrow)]
        fn by_ref(&mut self) -> &mut Self {}
    }
    #[otp(unchecked = "Read and BufRead of byte slices, in memory")]
    impl [u8] {
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
        fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {}
        fn read_to_string(&mut self, buf: &mut String) -> Result<usize> {}
        fn read_exact(&mut self, buf: &mut [u8]) -> Result<()> {}
        fn read_line(&mut self, buf: &mut String) -> Result<usize> {}
        fn lines(self) -> Iter<Result<String>> {}
    }

    pub struct Empty;
    impl Read for Empty {
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
    }
    pub struct Sink;
    impl Write for Sink {
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        fn flush(&mut self) -> Result<()> {}
        fn write_all(&mut self, buf: &[u8]) -> Result<()> {}
        fn write_fmt(&mut self, args: crate::fmt::Arguments) -> Result<()> {}
    }
    #[otp(io)]
    pub struct Take<T>;
    impl<T> Take<T> {
        #[otp(read)]
        pub fn limit(&self) -> u64 {}
        #[otp(pure)]
        pub fn into_inner(self) -> T {}
    }
    impl<T> Read for Take<T> {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
    }
    #[otp(io)]
    pub struct Chain<T, U>;
    impl<T, U> Read for Chain<T, U> {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
    }

    #[otp(io)]
    pub struct Stdin;
    impl Stdin {
        #[otp(guard)]
        pub fn lock(&self) -> StdinLock {}
        #[otp(io_read, blocks)]
        pub fn read_line(&self, buf: &mut String) -> Result<usize> {}
        #[otp(io_read, blocks)]
        pub fn lines(self) -> Iter<Result<String>> {}
    }
    impl Read for Stdin {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
    }
    impl IsTerminal for Stdin {}
    #[otp(io)]
    pub struct StdinLock;
    impl Read for StdinLock {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
    }
    impl BufRead for StdinLock {
        #[otp(io_read, blocks)]
        fn fill_buf(&mut self) -> Result<&[u8]> {}
        #[otp(write)]
        fn consume(&mut self, amt: usize) {}
    }
    // What a program prints is a log; its loss is nobody's loss.
    #[otp(io)]
    pub struct Stdout;
    impl Stdout {
        #[otp(guard)]
        pub fn lock(&self) -> StdoutLock {}
    }
    impl Write for Stdout {
        #[otp(log)]
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        #[otp(flush)]
        fn flush(&mut self) -> Result<()> {}
        #[otp(log)]
        fn write_all(&mut self, buf: &[u8]) -> Result<()> {}
        #[otp(log)]
        fn write_fmt(&mut self, args: crate::fmt::Arguments) -> Result<()> {}
    }
    impl IsTerminal for Stdout {}
    #[otp(io)]
    pub struct StdoutLock;
    impl Write for StdoutLock {
        #[otp(log)]
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        #[otp(flush)]
        fn flush(&mut self) -> Result<()> {}
        #[otp(log)]
        fn write_all(&mut self, buf: &[u8]) -> Result<()> {}
        #[otp(log)]
        fn write_fmt(&mut self, args: crate::fmt::Arguments) -> Result<()> {}
    }
    #[otp(io)]
    pub struct Stderr;
    impl Stderr {
        #[otp(guard)]
        pub fn lock(&self) -> StderrLock {}
    }
    impl Write for Stderr {
        #[otp(log)]
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        #[otp(flush)]
        fn flush(&mut self) -> Result<()> {}
        #[otp(log)]
        fn write_all(&mut self, buf: &[u8]) -> Result<()> {}
        #[otp(log)]
        fn write_fmt(&mut self, args: crate::fmt::Arguments) -> Result<()> {}
    }
    impl IsTerminal for Stderr {}
    pub type StderrLock = StdoutLock;

    #[otp(pure)]
    pub fn stdin() -> Stdin {}
    #[otp(pure)]
    pub fn stdout() -> Stdout {}
    #[otp(pure)]
    pub fn stderr() -> Stderr {}
    #[otp(pure)]
    pub fn empty() -> Empty {}
    #[otp(pure)]
    pub fn sink() -> Sink {}
    #[otp(io_read, io_write, blocks, outcome = "must")]
    pub fn copy<R: Read, W: Write>(reader: &mut R, writer: &mut W) -> Result<u64> {}
    #[otp(io_read, blocks)]
    pub fn read_to_string<R: Read>(reader: R) -> Result<String> {}
    #[otp(outside, blocks)]
    pub fn pipe() -> Result<(PipeReader, PipeWriter)> {}
    #[otp(io)]
    pub struct PipeReader;
    impl Read for PipeReader {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {}
    }
    #[otp(io)]
    pub struct PipeWriter;
    impl Write for PipeWriter {
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write(&mut self, buf: &[u8]) -> Result<usize> {}
        fn flush(&mut self) -> Result<()> {}
    }

    pub mod prelude {
        pub use super::{BufRead, Read, Seek, Write};
    }
}

pub mod fs {
    use crate::io::{self, Read, Seek, SeekFrom, Write};
    use crate::iter::Iter;
    use crate::path::{Path, PathBuf};
    use crate::time::SystemTime;

    #[otp(io)]
    pub struct File;
    impl File {
        #[otp(io_read, blocks, table = 0)]
        pub fn open<P: AsRef<Path>>(path: P) -> io::Result<File> {}
        #[otp(io_write, blocks, table = 0, outcome = "must")]
        pub fn create<P: AsRef<Path>>(path: P) -> io::Result<File> {}
        #[otp(io_write, blocks, table = 0, outcome = "must")]
        pub fn create_new<P: AsRef<Path>>(path: P) -> io::Result<File> {}
        #[otp(pure)]
        pub fn options() -> OpenOptions {}
        #[otp(flush, blocks, outcome = "must")]
        pub fn sync_all(&self) -> io::Result<()> {}
        #[otp(flush, blocks, outcome = "must")]
        pub fn sync_data(&self) -> io::Result<()> {}
        #[otp(io_write, blocks, outcome = "must")]
        pub fn set_len(&self, size: u64) -> io::Result<()> {}
        #[otp(io_read, blocks)]
        pub fn metadata(&self) -> io::Result<Metadata> {}
        #[otp(clone_handle)]
        pub fn try_clone(&self) -> io::Result<File> {}
        #[otp(io_write, blocks)]
        pub fn set_permissions(&self, perm: Permissions) -> io::Result<()> {}
        #[otp(io_write, blocks)]
        pub fn set_modified(&self, time: SystemTime) -> io::Result<()> {}
        #[otp(lock, blocks, acquires = "lock")]
        pub fn lock(&self) -> io::Result<()> {}
        #[otp(lock, blocks, acquires = "lock")]
        pub fn lock_shared(&self) -> io::Result<()> {}
        #[otp(try_lock, acquires = "lock")]
        pub fn try_lock(&self) -> Result<(), TryLockError> {}
        #[otp(try_lock, acquires = "lock")]
        pub fn try_lock_shared(&self) -> Result<(), TryLockError> {}
        pub fn unlock(&self) -> io::Result<()> {}
    }
    pub enum TryLockError {
        Error(io::Error),
        WouldBlock,
    }
    impl Read for File {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
    }
    impl Write for File {
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write(&mut self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(flush, blocks, outcome = "must")]
        fn flush(&mut self) -> io::Result<()> {}
    }
    impl Seek for File {
        #[otp(blocks)]
        fn seek(&mut self, pos: SeekFrom) -> io::Result<u64> {}
    }

    pub struct OpenOptions;
    impl OpenOptions {
        #[otp(pure)]
        pub fn new() -> OpenOptions {}
        #[otp(pure)]
        pub fn read(&mut self, read: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn write(&mut self, write: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn append(&mut self, append: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn truncate(&mut self, truncate: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn create(&mut self, create: bool) -> &mut OpenOptions {}
        #[otp(pure)]
        pub fn create_new(&mut self, create_new: bool) -> &mut OpenOptions {}
        #[otp(pure, unchecked = "of the unix extension trait")]
        pub fn mode(&mut self, mode: u32) -> &mut OpenOptions {}
        #[otp(pure, unchecked = "of the unix extension trait")]
        pub fn custom_flags(&mut self, flags: i32) -> &mut OpenOptions {}
        #[otp(io_write, blocks, table = 0)]
        pub fn open<P: AsRef<Path>>(&self, path: P) -> io::Result<File> {}
    }

    pub struct Metadata;
    impl Metadata {
        #[otp(pure)]
        pub fn file_type(&self) -> FileType {}
        #[otp(pure)]
        pub fn is_dir(&self) -> bool {}
        #[otp(pure)]
        pub fn is_file(&self) -> bool {}
        #[otp(pure)]
        pub fn is_symlink(&self) -> bool {}
        #[otp(pure)]
        pub fn len(&self) -> u64 {}
        #[otp(pure)]
        pub fn permissions(&self) -> Permissions {}
        #[otp(pure)]
        pub fn modified(&self) -> io::Result<SystemTime> {}
        #[otp(pure)]
        pub fn accessed(&self) -> io::Result<SystemTime> {}
        #[otp(pure)]
        pub fn created(&self) -> io::Result<SystemTime> {}
    }
    pub struct FileType;
    impl FileType {
        #[otp(pure)]
        pub fn is_dir(&self) -> bool {}
        #[otp(pure)]
        pub fn is_file(&self) -> bool {}
        #[otp(pure)]
        pub fn is_symlink(&self) -> bool {}
    }
    pub struct Permissions;
    impl Permissions {
        #[otp(pure)]
        pub fn readonly(&self) -> bool {}
        #[otp(write, value = 0)]
        pub fn set_readonly(&mut self, readonly: bool) {}
        #[otp(pure, unchecked = "of the unix extension trait")]
        pub fn mode(&self) -> u32 {}
        #[otp(write, value = 0, unchecked = "of the unix extension trait")]
        pub fn set_mode(&mut self, mode: u32) {}
        #[otp(pure, unchecked = "of the unix extension trait")]
        pub fn from_mode(mode: u32) -> Permissions {}
    }
    pub struct DirEntry;
    impl DirEntry {
        #[otp(pure)]
        pub fn path(&self) -> PathBuf {}
        #[otp(io_read, blocks)]
        pub fn metadata(&self) -> io::Result<Metadata> {}
        #[otp(io_read, blocks)]
        pub fn file_type(&self) -> io::Result<FileType> {}
        #[otp(pure)]
        pub fn file_name(&self) -> crate::ffi::OsString {}
    }
    pub type ReadDir = Iter<io::Result<DirEntry>>;
    pub struct DirBuilder;
    impl DirBuilder {
        #[otp(pure)]
        pub fn new() -> DirBuilder {}
        #[otp(pure)]
        pub fn recursive(&mut self, recursive: bool) -> &mut DirBuilder {}
        #[otp(io_write, blocks, table = 0, outcome = "must")]
        pub fn create<P: AsRef<Path>>(&self, path: P) -> io::Result<()> {}
    }

    #[otp(io_read, blocks, table = 0)]
    pub fn read<P: AsRef<Path>>(path: P) -> io::Result<Vec<u8>> {}
    #[otp(io_read, blocks, table = 0)]
    pub fn read_to_string<P: AsRef<Path>>(path: P) -> io::Result<String> {}
    #[otp(io_write, blocks, table = 0, value = 1, outcome = "must")]
    pub fn write<P: AsRef<Path>, C: AsRef<[u8]>>(path: P, contents: C) -> io::Result<()> {}
    #[otp(io_write, blocks, table = 0, outcome = "must")]
    pub fn remove_file<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_read, blocks, table = 0)]
    pub fn metadata<P: AsRef<Path>>(path: P) -> io::Result<Metadata> {}
    #[otp(io_read, blocks, table = 0)]
    pub fn symlink_metadata<P: AsRef<Path>>(path: P) -> io::Result<Metadata> {}
    #[otp(io_write, blocks, table = 0, outcome = "must")]
    pub fn rename<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<()> {}
    #[otp(io_read, io_write, blocks, table = 1, outcome = "must")]
    pub fn copy<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<u64> {}
    #[otp(io_write, blocks, table = 1, outcome = "must")]
    pub fn hard_link<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> io::Result<()> {}
    #[otp(io_read, blocks, table = 0)]
    pub fn read_link<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
    #[otp(io_read, blocks, table = 0)]
    pub fn canonicalize<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
    #[otp(io_write, blocks, table = 0, outcome = "must")]
    pub fn create_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_write, blocks, table = 0, outcome = "must")]
    pub fn create_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_write, blocks, table = 0, outcome = "must")]
    pub fn remove_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_write, blocks, table = 0, outcome = "must")]
    pub fn remove_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {}
    #[otp(io_read, blocks, table = 0)]
    pub fn read_dir<P: AsRef<Path>>(path: P) -> io::Result<ReadDir> {}
    #[otp(io_write, blocks, table = 0, outcome = "must")]
    pub fn set_permissions<P: AsRef<Path>>(path: P, perm: Permissions) -> io::Result<()> {}
    #[otp(io_read, blocks, table = 0)]
    pub fn exists<P: AsRef<Path>>(path: P) -> io::Result<bool> {}
}

pub mod path {
    use crate::borrow::Cow;
    use crate::ffi::{OsStr, OsString};
    use crate::fs;
    use crate::io;
    use crate::iter::Iter;

    pub struct Path;
    impl Path {
        #[otp(pure)]
        pub fn new<S>(s: &S) -> &Path {}
        #[otp(borrow)]
        pub fn as_os_str(&self) -> &OsStr {}
        #[otp(borrow)]
        pub fn to_str(&self) -> Option<&str> {}
        #[otp(pure)]
        pub fn to_string_lossy(&self) -> Cow<str> {}
        #[otp(pure)]
        pub fn to_path_buf(&self) -> PathBuf {}
        #[otp(pure)]
        pub fn is_absolute(&self) -> bool {}
        #[otp(pure)]
        pub fn is_relative(&self) -> bool {}
        #[otp(pure)]
        pub fn has_root(&self) -> bool {}
        #[otp(borrow)]
        pub fn parent(&self) -> Option<&Path> {}
        #[otp(borrow)]
        pub fn ancestors(&self) -> Iter<&Path> {}
        #[otp(borrow)]
        pub fn file_name(&self) -> Option<&OsStr> {}
        #[otp(pure)]
        pub fn strip_prefix<P>(&self, base: P) -> Result<&Path, StripPrefixError> {}
        #[otp(pure)]
        pub fn starts_with<P>(&self, base: P) -> bool {}
        #[otp(pure)]
        pub fn ends_with<P>(&self, child: P) -> bool {}
        #[otp(borrow)]
        pub fn file_stem(&self) -> Option<&OsStr> {}
        #[otp(borrow)]
        pub fn extension(&self) -> Option<&OsStr> {}
        #[otp(pure)]
        pub fn join<P>(&self, path: P) -> PathBuf {}
        #[otp(pure)]
        pub fn with_file_name<S>(&self, file_name: S) -> PathBuf {}
        #[otp(pure)]
        pub fn with_extension<S>(&self, extension: S) -> PathBuf {}
        #[otp(borrow)]
        pub fn components(&self) -> Iter<Component> {}
        #[otp(borrow)]
        pub fn iter(&self) -> Iter<&OsStr> {}
        #[otp(pure)]
        pub fn display(&self) -> Display {}
        #[otp(io_read, blocks)]
        pub fn metadata(&self) -> io::Result<fs::Metadata> {}
        #[otp(io_read, blocks)]
        pub fn symlink_metadata(&self) -> io::Result<fs::Metadata> {}
        #[otp(io_read, blocks)]
        pub fn canonicalize(&self) -> io::Result<PathBuf> {}
        #[otp(io_read, blocks)]
        pub fn read_link(&self) -> io::Result<PathBuf> {}
        #[otp(io_read, blocks)]
        pub fn read_dir(&self) -> io::Result<fs::ReadDir> {}
        #[otp(io_read, blocks)]
        pub fn exists(&self) -> bool {}
        #[otp(io_read, blocks)]
        pub fn try_exists(&self) -> io::Result<bool> {}
        #[otp(io_read, blocks)]
        pub fn is_file(&self) -> bool {}
        #[otp(io_read, blocks)]
        pub fn is_dir(&self) -> bool {}
        #[otp(io_read, blocks)]
        pub fn is_symlink(&self) -> bool {}
    }
    impl crate::borrow::ToOwned for Path {
        type Owned = PathBuf;
        #[otp(pure)]
        fn to_owned(&self) -> PathBuf {}
    }
    impl IntoIterator for &Path {
        type Item = &OsStr;
    }

    pub struct PathBuf;
    impl PathBuf {
        #[otp(pure)]
        pub fn new() -> PathBuf {}
        #[otp(borrow)]
        pub fn as_path(&self) -> &Path {}
        #[otp(write, value = 0)]
        pub fn push<P>(&mut self, path: P) {}
        #[otp(write)]
        pub fn pop(&mut self) -> bool {}
        #[otp(write, value = 0)]
        pub fn set_file_name<S>(&mut self, file_name: S) {}
        #[otp(write, value = 0)]
        pub fn set_extension<S>(&mut self, extension: S) -> bool {}
        #[otp(pure)]
        pub fn into_os_string(self) -> OsString {}
        #[otp(pure)]
        pub fn into_boxed_path(self) -> Box<Path> {}
    }
    impl Clone for PathBuf {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    impl crate::ops::Deref for PathBuf {
        type Target = Path;
    }
    impl<T> From<T> for PathBuf {
        #[otp(pure)]
        fn from(s: T) -> PathBuf {}
    }
    impl crate::str::FromStr for PathBuf {
        type Err = crate::convert::Infallible;
    }

    pub enum Component {
        Prefix(PrefixComponent),
        RootDir,
        CurDir,
        ParentDir,
        Normal(&OsStr),
    }
    impl Component {
        #[otp(borrow)]
        pub fn as_os_str(self) -> &OsStr {}
    }
    pub struct PrefixComponent;
    pub struct Display;
    pub struct StripPrefixError;
    pub const MAIN_SEPARATOR: char = '/';
    pub const MAIN_SEPARATOR_STR: &str = "/";
    #[otp(pure)]
    pub fn is_separator(c: char) -> bool {}
    #[otp(pure)]
    pub fn absolute<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
}

pub mod ffi {
    use crate::borrow::Cow;

    pub struct OsStr;
    impl OsStr {
        #[otp(pure)]
        pub fn new<S>(s: &S) -> &OsStr {}
        #[otp(borrow)]
        pub fn to_str(&self) -> Option<&str> {}
        #[otp(pure)]
        pub fn to_string_lossy(&self) -> Cow<str> {}
        #[otp(pure)]
        pub fn to_os_string(&self) -> OsString {}
        #[otp(pure)]
        pub fn is_empty(&self) -> bool {}
        #[otp(pure)]
        pub fn len(&self) -> usize {}
        #[otp(borrow)]
        pub fn as_encoded_bytes(&self) -> &[u8] {}
        #[otp(pure)]
        pub fn eq_ignore_ascii_case<S>(&self, other: S) -> bool {}
        #[otp(pure)]
        pub fn to_ascii_lowercase(&self) -> OsString {}
        #[otp(borrow, unchecked = "of the unix extension trait")]
        pub fn as_bytes(&self) -> &[u8] {}
    }
    impl crate::borrow::ToOwned for OsStr {
        type Owned = OsString;
        #[otp(pure)]
        fn to_owned(&self) -> OsString {}
    }
    pub struct OsString;
    impl OsString {
        #[otp(pure)]
        pub fn new() -> OsString {}
        #[otp(borrow)]
        pub fn as_os_str(&self) -> &OsStr {}
        #[otp(pure)]
        pub fn into_string(self) -> Result<String, OsString> {}
        #[otp(write, value = 0)]
        pub fn push<T>(&mut self, s: T) {}
        #[otp(clear)]
        pub fn clear(&mut self) {}
    }
    impl Clone for OsString {
        #[otp(pure)]
        fn clone(&self) -> Self {}
    }
    impl crate::ops::Deref for OsString {
        type Target = OsStr;
    }
    pub struct CStr;
    impl CStr {
        #[otp(pure)]
        pub unsafe fn from_ptr(ptr: *const i8) -> &CStr {}
        #[otp(borrow)]
        pub fn to_str(&self) -> Result<&str, crate::str::Utf8Error> {}
        #[otp(pure)]
        pub fn to_string_lossy(&self) -> Cow<str> {}
        #[otp(borrow)]
        pub fn to_bytes(&self) -> &[u8] {}
        #[otp(pure)]
        pub fn as_ptr(&self) -> *const i8 {}
    }
    pub struct CString;
    impl CString {
        #[otp(pure)]
        pub fn new<T>(t: T) -> Result<CString, NulError> {}
        #[otp(borrow)]
        pub fn as_c_str(&self) -> &CStr {}
        #[otp(pure)]
        pub fn into_string(self) -> Result<String, crate::string::FromUtf8Error> {}
    }
    impl crate::ops::Deref for CString {
        type Target = CStr;
    }
    pub struct NulError;
    pub enum c_void {}
    pub type c_int = i32;
    pub type c_uint = u32;
    pub type c_char = i8;
    pub type c_long = i64;
    pub type c_ulong = u64;
}

pub mod net {
    use crate::io::{self, Read, Write};
    use crate::iter::Iter;
    use crate::time::Duration;

    pub trait ToSocketAddrs {
        // Names are looked up in the network.
        #[otp(io_read, blocks)]
        fn to_socket_addrs(&self) -> io::Result<Iter<SocketAddr>>;
    }
    impl ToSocketAddrs for str {}
    impl ToSocketAddrs for String {}
    impl<T> ToSocketAddrs for (T, u16) {}
    impl ToSocketAddrs for SocketAddr {
        #[otp(pure)]
        fn to_socket_addrs(&self) -> io::Result<Iter<SocketAddr>> {}
    }

    pub enum IpAddr {
        V4(Ipv4Addr),
        V6(Ipv6Addr),
    }
    pub struct Ipv4Addr;
    pub struct Ipv6Addr;
    #[otp(unchecked = "the methods of all addresses")]
    trait Address {
        #[otp(pure)]
        fn is_unspecified(&self) -> bool {}
        #[otp(pure)]
        fn is_loopback(&self) -> bool {}
        #[otp(pure)]
        fn is_multicast(&self) -> bool {}
        #[otp(pure)]
        fn is_private(&self) -> bool {}
        #[otp(pure)]
        fn is_link_local(&self) -> bool {}
        #[otp(pure)]
        fn is_broadcast(&self) -> bool {}
        #[otp(pure)]
        fn is_documentation(&self) -> bool {}
    }
    impl Address for IpAddr {}
    impl Address for Ipv4Addr {}
    impl Address for Ipv6Addr {}
    impl IpAddr {
        #[otp(pure)]
        pub fn is_ipv4(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ipv6(&self) -> bool {}
        #[otp(pure)]
        pub fn to_canonical(&self) -> IpAddr {}
    }
    impl crate::str::FromStr for IpAddr {
        type Err = AddrParseError;
    }
    impl Ipv4Addr {
        #[otp(pure)]
        pub fn new(a: u8, b: u8, c: u8, d: u8) -> Ipv4Addr {}
        #[otp(pure)]
        pub fn octets(&self) -> [u8; 4] {}
        #[otp(pure)]
        pub fn to_bits(self) -> u32 {}
        #[otp(pure)]
        pub fn from_bits(bits: u32) -> Ipv4Addr {}
        #[otp(pure)]
        pub fn to_ipv6_mapped(&self) -> Ipv6Addr {}
    }
    impl crate::str::FromStr for Ipv4Addr {
        type Err = AddrParseError;
    }
    impl Ipv6Addr {
        #[otp(pure)]
        pub fn new(a: u16, b: u16, c: u16, d: u16, e: u16, f: u16, g: u16, h: u16) -> Ipv6Addr {}
        #[otp(pure)]
        pub fn octets(&self) -> [u8; 16] {}
        #[otp(pure)]
        pub fn segments(&self) -> [u16; 8] {}
        #[otp(pure)]
        pub fn to_ipv4(&self) -> Option<Ipv4Addr> {}
        #[otp(pure)]
        pub fn to_ipv4_mapped(&self) -> Option<Ipv4Addr> {}
        #[otp(pure)]
        pub fn to_bits(self) -> u128 {}
    }
    impl crate::str::FromStr for Ipv6Addr {
        type Err = AddrParseError;
    }
    pub enum SocketAddr {
        V4(SocketAddrV4),
        V6(SocketAddrV6),
    }
    impl SocketAddr {
        #[otp(pure)]
        pub fn new(ip: IpAddr, port: u16) -> SocketAddr {}
        #[otp(pure)]
        pub fn ip(&self) -> IpAddr {}
        #[otp(write, value = 0)]
        pub fn set_ip(&mut self, new_ip: IpAddr) {}
        #[otp(pure)]
        pub fn port(&self) -> u16 {}
        #[otp(write, value = 0)]
        pub fn set_port(&mut self, new_port: u16) {}
        #[otp(pure)]
        pub fn is_ipv4(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ipv6(&self) -> bool {}
    }
    impl crate::str::FromStr for SocketAddr {
        type Err = AddrParseError;
    }
    pub struct SocketAddrV4;
    impl SocketAddrV4 {
        #[otp(pure)]
        pub fn new(ip: Ipv4Addr, port: u16) -> SocketAddrV4 {}
        #[otp(pure)]
        pub fn ip(&self) -> &Ipv4Addr {}
        #[otp(pure)]
        pub fn port(&self) -> u16 {}
    }
    pub struct SocketAddrV6;
    impl SocketAddrV6 {
        #[otp(pure)]
        pub fn new(ip: Ipv6Addr, port: u16, flowinfo: u32, scope_id: u32) -> SocketAddrV6 {}
        #[otp(pure)]
        pub fn ip(&self) -> &Ipv6Addr {}
        #[otp(pure)]
        pub fn port(&self) -> u16 {}
    }
    pub struct AddrParseError;
    pub enum Shutdown {
        Read,
        Write,
        Both,
    }

    #[otp(io)]
    pub struct TcpStream;
    impl TcpStream {
        #[otp(outside, blocks)]
        pub fn connect<A: ToSocketAddrs>(addr: A) -> io::Result<TcpStream> {}
        #[otp(outside, blocks, duration = 1)]
        pub fn connect_timeout(addr: &SocketAddr, timeout: Duration) -> io::Result<TcpStream> {}
        #[otp(pure)]
        pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(close)]
        pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {}
        #[otp(clone_handle)]
        pub fn try_clone(&self) -> io::Result<TcpStream> {}
        pub fn set_read_timeout(&self, dur: Option<Duration>) -> io::Result<()> {}
        pub fn set_write_timeout(&self, dur: Option<Duration>) -> io::Result<()> {}
        #[otp(io_read, blocks)]
        pub fn peek(&self, buf: &mut [u8]) -> io::Result<usize> {}
        pub fn set_nodelay(&self, nodelay: bool) -> io::Result<()> {}
        pub fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {}
        #[otp(read)]
        pub fn take_error(&self) -> io::Result<Option<io::Error>> {}
    }
    impl Read for TcpStream {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
    }
    impl Write for TcpStream {
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write(&mut self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(flush)]
        fn flush(&mut self) -> io::Result<()> {}
    }
    #[otp(io)]
    pub struct TcpListener;
    impl TcpListener {
        #[otp(blocks)]
        pub fn bind<A: ToSocketAddrs>(addr: A) -> io::Result<TcpListener> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(clone_handle)]
        pub fn try_clone(&self) -> io::Result<TcpListener> {}
        #[otp(accepts, io_read, blocks)]
        pub fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {}
        #[otp(io_read, blocks)]
        pub fn incoming(&self) -> Iter<io::Result<TcpStream>> {}
        pub fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {}
    }
    #[otp(io)]
    pub struct UdpSocket;
    impl UdpSocket {
        #[otp(blocks)]
        pub fn bind<A: ToSocketAddrs>(addr: A) -> io::Result<UdpSocket> {}
        #[otp(io_read, blocks)]
        pub fn recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
        #[otp(io_read, blocks)]
        pub fn peek_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
        #[otp(io_write, blocks, value = 0)]
        pub fn send_to<A: ToSocketAddrs>(&self, buf: &[u8], addr: A) -> io::Result<usize> {}
        #[otp(pure)]
        pub fn local_addr(&self) -> io::Result<SocketAddr> {}
        #[otp(clone_handle)]
        pub fn try_clone(&self) -> io::Result<UdpSocket> {}
        pub fn set_read_timeout(&self, dur: Option<Duration>) -> io::Result<()> {}
        pub fn set_broadcast(&self, broadcast: bool) -> io::Result<()> {}
        #[otp(blocks)]
        pub fn connect<A: ToSocketAddrs>(&self, addr: A) -> io::Result<()> {}
        #[otp(io_write, blocks, value = 0)]
        pub fn send(&self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(io_read, blocks)]
        pub fn recv(&self, buf: &mut [u8]) -> io::Result<usize> {}
        pub fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {}
    }
}

pub mod os {
    pub mod fd {
        pub type RawFd = i32;
        pub struct OwnedFd;
        pub struct BorrowedFd;
        pub trait AsRawFd {
            #[otp(pure)]
            fn as_raw_fd(&self) -> RawFd;
        }
        pub trait AsFd {
            #[otp(borrow)]
            fn as_fd(&self) -> BorrowedFd;
        }
    }
    pub mod unix {
        pub mod io {
            pub use crate::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
        }
        pub mod net {
            use crate::io::{self, Read, Write};

            #[otp(io)]
            pub struct UnixStream;
            impl UnixStream {
                #[otp(outside, blocks)]
                pub fn connect<P>(path: P) -> io::Result<UnixStream> {}
                #[otp(pure)]
                pub fn pair() -> io::Result<(UnixStream, UnixStream)> {}
                #[otp(clone_handle)]
                pub fn try_clone(&self) -> io::Result<UnixStream> {}
                pub fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {}
                pub fn set_read_timeout(&self, timeout: Option<crate::time::Duration>) -> io::Result<()> {}
                #[otp(close)]
                pub fn shutdown(&self, how: crate::net::Shutdown) -> io::Result<()> {}
            }
            impl Read for UnixStream {
                #[otp(io_read, blocks)]
                fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
            }
            impl Write for UnixStream {
                #[otp(io_write, blocks, value = 0, outcome = "must")]
                fn write(&mut self, buf: &[u8]) -> io::Result<usize> {}
                #[otp(flush)]
                fn flush(&mut self) -> io::Result<()> {}
            }
            #[otp(io)]
            pub struct UnixListener;
            impl UnixListener {
                #[otp(blocks)]
                pub fn bind<P>(path: P) -> io::Result<UnixListener> {}
                #[otp(accepts, io_read, blocks)]
                pub fn accept(&self) -> io::Result<(UnixStream, SocketAddr)> {}
                #[otp(io_read, blocks)]
                pub fn incoming(&self) -> crate::iter::Iter<io::Result<UnixStream>> {}
                pub fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {}
            }
            pub struct SocketAddr;
        }
        pub mod fs {
            use crate::io;

            pub trait PermissionsExt {}
            pub trait OpenOptionsExt {}
            pub trait MetadataExt {
                #[otp(pure)]
                fn ino(&self) -> u64 {}
                #[otp(pure)]
                fn uid(&self) -> u32 {}
                #[otp(pure)]
                fn gid(&self) -> u32 {}
                #[otp(pure)]
                fn size(&self) -> u64 {}
                #[otp(pure)]
                fn mtime(&self) -> i64 {}
            }
            impl MetadataExt for crate::fs::Metadata {}
            pub trait FileExt {
                #[otp(io_read, blocks)]
                fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {}
                #[otp(io_read, blocks)]
                fn read_exact_at(&self, buf: &mut [u8], offset: u64) -> io::Result<()> {}
                #[otp(io_write, blocks, value = 0, outcome = "must")]
                fn write_at(&self, buf: &[u8], offset: u64) -> io::Result<usize> {}
                #[otp(io_write, blocks, value = 0, outcome = "must")]
                fn write_all_at(&self, buf: &[u8], offset: u64) -> io::Result<()> {}
            }
            impl FileExt for crate::fs::File {}
            #[otp(io_write, blocks, table = 1, outcome = "must")]
            pub fn symlink<P, Q>(original: P, link: Q) -> io::Result<()> {}
        }
        pub mod ffi {
            pub trait OsStrExt {}
            pub trait OsStringExt {}
        }
        pub mod process {
            pub trait CommandExt {}
            pub trait ExitStatusExt {}
        }
    }
}

pub mod process {
    use crate::io::{self, Read, Write};

    pub struct Command;
    impl Command {
        #[otp(pure)]
        pub fn new<S>(program: S) -> Command {}
        #[otp(pure)]
        pub fn arg<S>(&mut self, arg: S) -> &mut Command {}
        #[otp(pure)]
        pub fn args<I>(&mut self, args: I) -> &mut Command {}
        #[otp(pure)]
        pub fn env<K, V>(&mut self, key: K, val: V) -> &mut Command {}
        #[otp(pure)]
        pub fn envs<I>(&mut self, vars: I) -> &mut Command {}
        #[otp(pure)]
        pub fn env_remove<K>(&mut self, key: K) -> &mut Command {}
        #[otp(pure)]
        pub fn env_clear(&mut self) -> &mut Command {}
        #[otp(pure)]
        pub fn current_dir<P>(&mut self, dir: P) -> &mut Command {}
        #[otp(pure)]
        pub fn stdin<T>(&mut self, cfg: T) -> &mut Command {}
        #[otp(pure)]
        pub fn stdout<T>(&mut self, cfg: T) -> &mut Command {}
        #[otp(pure)]
        pub fn stderr<T>(&mut self, cfg: T) -> &mut Command {}
        #[otp(outside, outcome = "must")]
        pub fn spawn(&mut self) -> io::Result<Child> {}
        #[otp(outside, blocks, outcome = "must")]
        pub fn output(&mut self) -> io::Result<Output> {}
        #[otp(outside, blocks, outcome = "must")]
        pub fn status(&mut self) -> io::Result<ExitStatus> {}
        #[otp(borrow)]
        pub fn get_program(&self) -> &crate::ffi::OsStr {}
        #[otp(borrow)]
        pub fn get_args(&self) -> crate::iter::Iter<&crate::ffi::OsStr> {}
        #[otp(closure = "stored", unchecked = "of the unix extension trait")]
        pub unsafe fn pre_exec<F: FnMut() -> io::Result<()>>(&mut self, f: F) -> &mut Command {}
        #[otp(exit, unchecked = "of the unix extension trait")]
        pub fn exec(&mut self) -> io::Error {}
        #[otp(pure, unchecked = "of the unix extension trait")]
        pub fn process_group(&mut self, pgroup: i32) -> &mut Command {}
        #[otp(pure, unchecked = "of the unix extension trait")]
        pub fn uid(&mut self, id: u32) -> &mut Command {}
        #[otp(pure, unchecked = "of the unix extension trait")]
        pub fn gid(&mut self, id: u32) -> &mut Command {}
    }

    // Its drop neither ends the process nor waits for it.
    pub struct Child {
        pub stdin: Option<ChildStdin>,
        pub stdout: Option<ChildStdout>,
        pub stderr: Option<ChildStderr>,
    }
    impl Child {
        #[otp(abort, outside)]
        pub fn kill(&mut self) -> io::Result<()> {}
        #[otp(pure)]
        pub fn id(&self) -> u32 {}
        #[otp(join, blocks, outcome = "must")]
        pub fn wait(&mut self) -> io::Result<ExitStatus> {}
        #[otp(join, outcome = "must")]
        pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {}
        #[otp(join, io_read, blocks, outcome = "must")]
        pub fn wait_with_output(self) -> io::Result<Output> {}
    }
    #[otp(io)]
    pub struct ChildStdin;
    impl Write for ChildStdin {
        #[otp(io_write, blocks, value = 0, outcome = "must")]
        fn write(&mut self, buf: &[u8]) -> io::Result<usize> {}
        #[otp(flush)]
        fn flush(&mut self) -> io::Result<()> {}
    }
    #[otp(io)]
    pub struct ChildStdout;
    impl Read for ChildStdout {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
    }
    #[otp(io)]
    pub struct ChildStderr;
    impl Read for ChildStderr {
        #[otp(io_read, blocks)]
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {}
    }
    pub struct Output {
        pub status: ExitStatus,
        pub stdout: Vec<u8>,
        pub stderr: Vec<u8>,
    }
    pub struct Stdio;
    impl Stdio {
        #[otp(pure)]
        pub fn piped() -> Stdio {}
        #[otp(pure)]
        pub fn inherit() -> Stdio {}
        #[otp(pure)]
        pub fn null() -> Stdio {}
    }
    pub struct ExitStatus;
    impl ExitStatus {
        #[otp(pure)]
        pub fn success(&self) -> bool {}
        #[otp(pure)]
        pub fn code(&self) -> Option<i32> {}
        #[otp(pure, unchecked = "of the unix extension trait")]
        pub fn signal(&self) -> Option<i32> {}
    }
    pub struct ExitCode;
    #[otp(exit)]
    pub fn exit(code: i32) -> ! {}
    #[otp(exit)]
    pub fn abort() -> ! {}
    #[otp(pure)]
    pub fn id() -> u32 {}
}

pub mod env {
    use crate::ffi::OsString;
    use crate::io;
    use crate::iter::Iter;
    use crate::path::PathBuf;

    pub type Args = Iter<String>;
    pub enum VarError {
        NotPresent,
        NotUnicode(OsString),
    }
    #[otp(read)]
    pub fn var<K>(key: K) -> Result<String, VarError> {}
    #[otp(read)]
    pub fn var_os<K>(key: K) -> Option<OsString> {}
    #[otp(read)]
    pub fn vars() -> Iter<(String, String)> {}
    #[otp(read)]
    pub fn vars_os() -> Iter<(OsString, OsString)> {}
    #[otp(write)]
    pub unsafe fn set_var<K, V>(key: K, value: V) {}
    #[otp(write)]
    pub unsafe fn remove_var<K>(key: K) {}
    #[otp(read)]
    pub fn args() -> Iter<String> {}
    #[otp(read)]
    pub fn args_os() -> Iter<OsString> {}
    #[otp(read)]
    pub fn current_dir() -> io::Result<PathBuf> {}
    #[otp(write)]
    pub fn set_current_dir<P>(path: P) -> io::Result<()> {}
    #[otp(read)]
    pub fn current_exe() -> io::Result<PathBuf> {}
    #[otp(read)]
    pub fn home_dir() -> Option<PathBuf> {}
    #[otp(read)]
    pub fn temp_dir() -> PathBuf {}
    #[otp(pure)]
    pub fn split_paths<T>(unparsed: &T) -> Iter<PathBuf> {}
    #[otp(pure)]
    pub fn join_paths<I>(paths: I) -> Result<OsString, JoinPathsError> {}
    pub struct JoinPathsError;
    pub mod consts {
        pub const OS: &str = "linux";
        pub const ARCH: &str = "x86_64";
        pub const FAMILY: &str = "unix";
        pub const EXE_SUFFIX: &str = "";
    }
}

pub mod panic {
    #[otp(catches, closure = "called", outcome = "must")]
    pub fn catch_unwind<F: FnOnce() -> R, R>(f: F) -> crate::thread::Result<R> {}
    #[otp(panics)]
    pub fn resume_unwind(payload: Box<dyn crate::any::Any>) -> ! {}
    #[otp(panics)]
    pub fn panic_any<M>(msg: M) -> ! {}
    #[otp(closure = "stored")]
    pub fn set_hook(hook: Box<dyn Fn(&PanicHookInfo)>) {}
    pub fn take_hook() -> Box<dyn Fn(&PanicHookInfo)> {}

    #[otp(pointer)]
    pub struct AssertUnwindSafe<T>(pub T);
    impl<T> crate::ops::Deref for AssertUnwindSafe<T> {
        type Target = T;
    }
    impl<F: Future> Future for AssertUnwindSafe<F> {
        type Output = F::Output;
    }
    pub trait UnwindSafe {}
    pub trait RefUnwindSafe {}
    pub struct PanicHookInfo;
    pub type PanicInfo = PanicHookInfo;
    impl PanicHookInfo {
        #[otp(borrow)]
        pub fn payload(&self) -> &dyn crate::any::Any {}
        #[otp(borrow)]
        pub fn payload_as_str(&self) -> Option<&str> {}
        #[otp(borrow)]
        pub fn location(&self) -> Option<&Location> {}
    }
    pub struct Location;
    impl Location {
        #[otp(pure)]
        pub fn caller() -> &Location {}
        #[otp(pure)]
        pub fn file(&self) -> &str {}
        #[otp(pure)]
        pub fn line(&self) -> u32 {}
        #[otp(pure)]
        pub fn column(&self) -> u32 {}
    }
}

pub mod backtrace {
    pub struct Backtrace;
    impl Backtrace {
        #[otp(pure)]
        pub fn capture() -> Backtrace {}
        #[otp(pure)]
        pub fn force_capture() -> Backtrace {}
    }
}

pub mod num {
    use crate::cmp::Ordering;
    use crate::str::FromStr;

    // What all integers share; the published methods are inherent.
    #[otp(unchecked = "the methods of all integers")]
    trait Integer {
        #[otp(pure)]
        fn from_str_radix(src: &str, radix: u32) -> Result<Self, ParseIntError> {}
        #[otp(pure)]
        fn count_ones(self) -> u32 {}
        #[otp(pure)]
        fn count_zeros(self) -> u32 {}
        #[otp(pure)]
        fn leading_zeros(self) -> u32 {}
        #[otp(pure)]
        fn trailing_zeros(self) -> u32 {}
        #[otp(pure)]
        fn leading_ones(self) -> u32 {}
        #[otp(pure)]
        fn trailing_ones(self) -> u32 {}
        #[otp(pure)]
        fn rotate_left(self, n: u32) -> Self {}
        #[otp(pure)]
        fn rotate_right(self, n: u32) -> Self {}
        #[otp(pure)]
        fn swap_bytes(self) -> Self {}
        #[otp(pure)]
        fn reverse_bits(self) -> Self {}
        #[otp(pure)]
        fn to_be(self) -> Self {}
        #[otp(pure)]
        fn to_le(self) -> Self {}
        #[otp(pure)]
        fn from_be(x: Self) -> Self {}
        #[otp(pure)]
        fn from_le(x: Self) -> Self {}
        #[otp(pure)]
        fn checked_add(self, rhs: Self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_sub(self, rhs: Self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_mul(self, rhs: Self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_div(self, rhs: Self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_rem(self, rhs: Self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_neg(self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_shl(self, rhs: u32) -> Option<Self> {}
        #[otp(pure)]
        fn checked_shr(self, rhs: u32) -> Option<Self> {}
        #[otp(pure)]
        fn checked_pow(self, exp: u32) -> Option<Self> {}
        #[otp(pure)]
        fn checked_abs(self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_add_signed<R>(self, rhs: R) -> Option<Self> {}
        #[otp(pure)]
        fn checked_next_multiple_of(self, rhs: Self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_next_power_of_two(self) -> Option<Self> {}
        #[otp(pure)]
        fn checked_ilog2(self) -> Option<u32> {}
        #[otp(pure)]
        fn checked_ilog10(self) -> Option<u32> {}
        #[otp(pure)]
        fn saturating_add(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn saturating_sub(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn saturating_mul(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn saturating_pow(self, exp: u32) -> Self {}
        #[otp(pure)]
        fn saturating_add_signed<R>(self, rhs: R) -> Self {}
        #[otp(pure)]
        fn wrapping_add(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn wrapping_sub(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn wrapping_mul(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn wrapping_neg(self) -> Self {}
        #[otp(pure)]
        fn wrapping_shl(self, rhs: u32) -> Self {}
        #[otp(pure)]
        fn wrapping_shr(self, rhs: u32) -> Self {}
        #[otp(pure)]
        fn wrapping_pow(self, exp: u32) -> Self {}
        #[otp(pure)]
        fn overflowing_add(self, rhs: Self) -> (Self, bool) {}
        #[otp(pure)]
        fn overflowing_sub(self, rhs: Self) -> (Self, bool) {}
        #[otp(pure)]
        fn overflowing_mul(self, rhs: Self) -> (Self, bool) {}
        #[otp(pure)]
        fn pow(self, exp: u32) -> Self {}
        #[otp(pure)]
        fn isqrt(self) -> Self {}
        #[otp(pure)]
        fn div_euclid(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn rem_euclid(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn div_ceil(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn next_multiple_of(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn is_multiple_of(self, rhs: Self) -> bool {}
        #[otp(panics)]
        fn ilog2(self) -> u32 {}
        #[otp(panics)]
        fn ilog10(self) -> u32 {}
        #[otp(pure)]
        fn abs(self) -> Self {}
        #[otp(pure)]
        fn unsigned_abs(self) -> _ {}
        #[otp(pure)]
        fn abs_diff(self, other: Self) -> _ {}
        #[otp(pure)]
        fn signum(self) -> Self {}
        #[otp(pure)]
        fn is_positive(self) -> bool {}
        #[otp(pure)]
        fn is_negative(self) -> bool {}
        #[otp(pure)]
        fn is_power_of_two(self) -> bool {}
        #[otp(pure)]
        fn next_power_of_two(self) -> Self {}
        #[otp(pure)]
        fn midpoint(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn cast_signed(self) -> _ {}
        #[otp(pure)]
        fn cast_unsigned(self) -> _ {}
        #[otp(pure)]
        fn to_be_bytes(self) -> [u8; 8] {}
        #[otp(pure)]
        fn to_le_bytes(self) -> [u8; 8] {}
        #[otp(pure)]
        fn to_ne_bytes(self) -> [u8; 8] {}
        #[otp(pure)]
        fn from_be_bytes(bytes: [u8; 8]) -> Self {}
        #[otp(pure)]
        fn from_le_bytes(bytes: [u8; 8]) -> Self {}
        #[otp(pure)]
        fn from_ne_bytes(bytes: [u8; 8]) -> Self {}
    }
    impl Integer for u8 {}
    impl Integer for u16 {}
    impl Integer for u32 {}
    impl Integer for u64 {}
    impl Integer for u128 {}
    impl Integer for usize {}
    impl Integer for i8 {}
    impl Integer for i16 {}
    impl Integer for i32 {}
    impl Integer for i64 {}
    impl Integer for i128 {}
    impl Integer for isize {}

    #[otp(unchecked = "the methods of both floats")]
    trait Float {
        #[otp(pure)]
        fn is_nan(self) -> bool {}
        #[otp(pure)]
        fn is_infinite(self) -> bool {}
        #[otp(pure)]
        fn is_finite(self) -> bool {}
        #[otp(pure)]
        fn is_normal(self) -> bool {}
        #[otp(pure)]
        fn is_sign_positive(self) -> bool {}
        #[otp(pure)]
        fn is_sign_negative(self) -> bool {}
        #[otp(pure)]
        fn floor(self) -> Self {}
        #[otp(pure)]
        fn ceil(self) -> Self {}
        #[otp(pure)]
        fn round(self) -> Self {}
        #[otp(pure)]
        fn trunc(self) -> Self {}
        #[otp(pure)]
        fn fract(self) -> Self {}
        #[otp(pure)]
        fn abs(self) -> Self {}
        #[otp(pure)]
        fn signum(self) -> Self {}
        #[otp(pure)]
        fn copysign(self, sign: Self) -> Self {}
        #[otp(pure)]
        fn mul_add(self, a: Self, b: Self) -> Self {}
        #[otp(pure)]
        fn rem_euclid(self, rhs: Self) -> Self {}
        #[otp(pure)]
        fn powi(self, n: i32) -> Self {}
        #[otp(pure)]
        fn powf(self, n: Self) -> Self {}
        #[otp(pure)]
        fn sqrt(self) -> Self {}
        #[otp(pure)]
        fn cbrt(self) -> Self {}
        #[otp(pure)]
        fn exp(self) -> Self {}
        #[otp(pure)]
        fn exp2(self) -> Self {}
        #[otp(pure)]
        fn ln(self) -> Self {}
        #[otp(pure)]
        fn ln_1p(self) -> Self {}
        #[otp(pure)]
        fn log(self, base: Self) -> Self {}
        #[otp(pure)]
        fn log2(self) -> Self {}
        #[otp(pure)]
        fn log10(self) -> Self {}
        #[otp(pure)]
        fn hypot(self, other: Self) -> Self {}
        #[otp(pure)]
        fn sin(self) -> Self {}
        #[otp(pure)]
        fn cos(self) -> Self {}
        #[otp(pure)]
        fn tan(self) -> Self {}
        #[otp(pure)]
        fn asin(self) -> Self {}
        #[otp(pure)]
        fn acos(self) -> Self {}
        #[otp(pure)]
        fn atan(self) -> Self {}
        #[otp(pure)]
        fn atan2(self, other: Self) -> Self {}
        #[otp(pure)]
        fn tanh(self) -> Self {}
        #[otp(pure)]
        fn recip(self) -> Self {}
        #[otp(pure)]
        fn to_degrees(self) -> Self {}
        #[otp(pure)]
        fn to_radians(self) -> Self {}
        #[otp(pure)]
        fn max(self, other: Self) -> Self {}
        #[otp(pure)]
        fn min(self, other: Self) -> Self {}
        #[otp(panics)]
        fn clamp(self, min: Self, max: Self) -> Self {}
        #[otp(pure)]
        fn total_cmp(&self, other: &Self) -> Ordering {}
        #[otp(pure)]
        fn to_bits(self) -> _ {}
        #[otp(pure)]
        fn from_bits<U>(v: U) -> Self {}
        #[otp(pure)]
        fn to_be_bytes(self) -> [u8; 8] {}
        #[otp(pure)]
        fn to_le_bytes(self) -> [u8; 8] {}
        #[otp(pure)]
        fn from_be_bytes(bytes: [u8; 8]) -> Self {}
        #[otp(pure)]
        fn from_le_bytes(bytes: [u8; 8]) -> Self {}
    }
    impl Float for f32 {}
    impl Float for f64 {}

    impl u8 {
        #[otp(pure)]
        pub fn is_ascii(&self) -> bool {}
        #[otp(pure)]
        pub fn to_ascii_uppercase(&self) -> u8 {}
        #[otp(pure)]
        pub fn to_ascii_lowercase(&self) -> u8 {}
        #[otp(pure)]
        pub fn eq_ignore_ascii_case(&self, other: &u8) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_alphabetic(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_uppercase(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_lowercase(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_alphanumeric(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_digit(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_hexdigit(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_punctuation(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_graphic(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_whitespace(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_control(&self) -> bool {}
    }
    impl bool {
        #[otp(pure)]
        pub fn then_some<T>(self, t: T) -> Option<T> {}
        #[otp(closure = "called")]
        pub fn then<T, F: FnOnce() -> T>(self, f: F) -> Option<T> {}
    }

    impl FromStr for u8 {
        type Err = ParseIntError;
    }
    impl FromStr for u16 {
        type Err = ParseIntError;
    }
    impl FromStr for u32 {
        type Err = ParseIntError;
    }
    impl FromStr for u64 {
        type Err = ParseIntError;
    }
    impl FromStr for u128 {
        type Err = ParseIntError;
    }
    impl FromStr for usize {
        type Err = ParseIntError;
    }
    impl FromStr for i8 {
        type Err = ParseIntError;
    }
    impl FromStr for i16 {
        type Err = ParseIntError;
    }
    impl FromStr for i32 {
        type Err = ParseIntError;
    }
    impl FromStr for i64 {
        type Err = ParseIntError;
    }
    impl FromStr for i128 {
        type Err = ParseIntError;
    }
    impl FromStr for isize {
        type Err = ParseIntError;
    }
    impl FromStr for f32 {
        type Err = ParseFloatError;
    }
    impl FromStr for f64 {
        type Err = ParseFloatError;
    }
    impl FromStr for bool {
        type Err = crate::str::ParseBoolError;
    }
    impl FromStr for char {
        type Err = crate::char::ParseCharError;
    }

    pub struct ParseIntError;
    impl ParseIntError {
        #[otp(pure)]
        pub fn kind(&self) -> &IntErrorKind {}
    }
    pub enum IntErrorKind {
        Empty,
        InvalidDigit,
        PosOverflow,
        NegOverflow,
        Zero,
    }
    pub struct ParseFloatError;
    pub struct TryFromIntError;

    pub struct NonZero<T>;
    impl<T> NonZero<T> {
        #[otp(pure)]
        pub fn new(n: T) -> Option<NonZero<T>> {}
        #[otp(pure)]
        pub unsafe fn new_unchecked(n: T) -> NonZero<T> {}
        #[otp(pure)]
        pub fn get(self) -> T {}
        #[otp(pure)]
        pub fn checked_add(self, other: T) -> Option<NonZero<T>> {}
        #[otp(pure)]
        pub fn saturating_add(self, other: T) -> NonZero<T> {}
    }
    pub type NonZeroU8 = NonZero<u8>;
    pub type NonZeroU16 = NonZero<u16>;
    pub type NonZeroU32 = NonZero<u32>;
    pub type NonZeroU64 = NonZero<u64>;
    pub type NonZeroU128 = NonZero<u128>;
    pub type NonZeroUsize = NonZero<usize>;
    pub type NonZeroI32 = NonZero<i32>;
    pub type NonZeroI64 = NonZero<i64>;
    pub struct Wrapping<T>(pub T);
    pub struct Saturating<T>(pub T);
}

pub mod char {
    use crate::iter::Iter;

    impl char {
        #[otp(pure)]
        pub fn from_u32(i: u32) -> Option<char> {}
        #[otp(pure)]
        pub fn from_digit(num: u32, radix: u32) -> Option<char> {}
        #[otp(pure)]
        pub fn is_digit(self, radix: u32) -> bool {}
        #[otp(pure)]
        pub fn to_digit(self, radix: u32) -> Option<u32> {}
        #[otp(pure)]
        pub fn len_utf8(self) -> usize {}
        #[otp(pure)]
        pub fn len_utf16(self) -> usize {}
        #[otp(panics)]
        pub fn encode_utf8(self, dst: &mut [u8]) -> &mut str {}
        #[otp(pure)]
        pub fn is_alphabetic(self) -> bool {}
        #[otp(pure)]
        pub fn is_lowercase(self) -> bool {}
        #[otp(pure)]
        pub fn is_uppercase(self) -> bool {}
        #[otp(pure)]
        pub fn is_whitespace(self) -> bool {}
        #[otp(pure)]
        pub fn is_alphanumeric(self) -> bool {}
        #[otp(pure)]
        pub fn is_control(self) -> bool {}
        #[otp(pure)]
        pub fn is_numeric(self) -> bool {}
        #[otp(pure)]
        pub fn to_lowercase(self) -> Iter<char> {}
        #[otp(pure)]
        pub fn to_uppercase(self) -> Iter<char> {}
        #[otp(pure)]
        pub fn escape_default(self) -> Iter<char> {}
        #[otp(pure)]
        pub fn is_ascii(&self) -> bool {}
        #[otp(pure)]
        pub fn to_ascii_uppercase(&self) -> char {}
        #[otp(pure)]
        pub fn to_ascii_lowercase(&self) -> char {}
        #[otp(pure)]
        pub fn eq_ignore_ascii_case(&self, other: &char) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_alphabetic(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_uppercase(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_lowercase(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_alphanumeric(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_digit(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_hexdigit(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_punctuation(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_graphic(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_whitespace(&self) -> bool {}
        #[otp(pure)]
        pub fn is_ascii_control(&self) -> bool {}
    }
    pub struct ParseCharError;
    pub struct CharTryFromError;
    #[otp(pure)]
    pub fn from_u32(i: u32) -> Option<char> {}
    #[otp(pure)]
    pub fn from_digit(num: u32, radix: u32) -> Option<char> {}
}

pub mod ascii {
    pub trait AsciiExt {}
    #[otp(pure)]
    pub fn escape_default(c: u8) -> crate::iter::Iter<u8> {}
}

pub mod array {
    pub struct TryFromSliceError;
    #[otp(closure = "called")]
    pub fn from_fn<T, F: FnMut(usize) -> T>(f: F) -> [T; 2] {}
    #[otp(pure)]
    pub fn from_ref<T>(s: &T) -> &[T] {}
    pub type IntoIter<T> = crate::iter::Iter<T>;
}

pub mod hint {
    #[otp(pure)]
    pub fn black_box<T>(dummy: T) -> T {}
    pub fn spin_loop() {}
    pub unsafe fn unreachable_unchecked() -> ! {}
}

pub mod ptr {
    pub struct NonNull<T>;
    impl<T> NonNull<T> {
        #[otp(pure)]
        pub fn new(ptr: *mut T) -> Option<NonNull<T>> {}
        #[otp(pure)]
        pub unsafe fn new_unchecked(ptr: *mut T) -> NonNull<T> {}
        #[otp(pure)]
        pub fn dangling() -> NonNull<T> {}
        #[otp(pure)]
        pub fn as_ptr(self) -> *mut T {}
        #[otp(borrow)]
        pub unsafe fn as_ref(&self) -> &T {}
        #[otp(borrow)]
        pub unsafe fn as_mut(&mut self) -> &mut T {}
    }
    #[otp(pure)]
    pub fn null<T>() -> *const T {}
    #[otp(pure)]
    pub fn null_mut<T>() -> *mut T {}
    #[otp(pure)]
    pub fn eq<T>(a: *const T, b: *const T) -> bool {}
    #[otp(pure)]
    pub fn addr_of<T>(value: &T) -> *const T {}
    #[otp(read)]
    pub unsafe fn read<T>(src: *const T) -> T {}
    #[otp(put, value = 1)]
    pub unsafe fn write<T>(dst: *mut T, src: T) {}
    #[otp(put, value = 1)]
    pub unsafe fn replace<T>(dst: *mut T, src: T) -> T {}
    #[otp(drop)]
    pub unsafe fn drop_in_place<T>(to_drop: *mut T) {}
    #[otp(write)]
    pub unsafe fn swap<T>(x: *mut T, y: *mut T) {}
}

pub mod alloc {
    pub struct Layout;
    pub struct System;
    pub trait GlobalAlloc {}
}

pub mod prelude {
    pub mod rust_2021 {
        pub use crate::borrow::ToOwned;
        pub use crate::boxed::Box;
        pub use crate::clone::Clone;
        pub use crate::cmp::{Eq, Ord, PartialEq, PartialOrd};
        pub use crate::convert::{AsMut, AsRef, From, Into, TryFrom, TryInto};
        pub use crate::default::Default;
        pub use crate::iter::{DoubleEndedIterator, ExactSizeIterator, Extend, FromIterator, IntoIterator, Iterator};
        pub use crate::marker::{Copy, Send, Sized, Sync, Unpin};
        pub use crate::mem::drop;
        pub use crate::ops::{Drop, Fn, FnMut, FnOnce};
        pub use crate::option::Option::{self, None, Some};
        pub use crate::result::Result::{self, Err, Ok};
        pub use crate::string::{String, ToString};
        pub use crate::vec::Vec;
    }
    pub mod rust_2024 {
        pub use super::rust_2021::*;
        pub use crate::future::{Future, IntoFuture};
    }
    pub mod v1 {
        pub use super::rust_2021::*;
    }
}

// The macros of the prelude are not here: the front end reads their arguments by their names.
