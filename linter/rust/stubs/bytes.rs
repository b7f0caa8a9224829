#![otp(krate = "bytes", version = "1.12.2")]

use std::ops::{Deref, DerefMut, RangeBounds};

pub use buf::{Buf, BufMut};

// cheap to clone: clones share the same bytes
#[otp(collection = "string")]
pub struct Bytes;
impl Bytes {
    #[otp(pure)]
    pub fn new() -> Bytes {}
    #[otp(pure)]
    pub fn from_static(bytes: &'static [u8]) -> Bytes {}
    #[otp(pure)]
    pub fn from_owner<T>(owner: T) -> Bytes {}
    #[otp(pure)]
    pub fn copy_from_slice(data: &[u8]) -> Bytes {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn is_unique(&self) -> bool {}
    #[otp(read, panics)]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Bytes {}
    #[otp(read, panics)]
    pub fn slice_ref(&self, subset: &[u8]) -> Bytes {}
    #[otp(remove, panics)]
    pub fn split_off(&mut self, at: usize) -> Bytes {}
    #[otp(remove, panics)]
    pub fn split_to(&mut self, at: usize) -> Bytes {}
    #[otp(remove)]
    pub fn truncate(&mut self, len: usize) {}
    #[otp(clear)]
    pub fn clear(&mut self) {}
    #[otp(pure)]
    pub fn try_into_mut(self) -> Result<BytesMut, Bytes> {}
}
impl Clone for Bytes {
    #[otp(pure)]
    fn clone(&self) -> Bytes {}
}
impl Deref for Bytes {
    type Target = [u8];
}
impl Buf for Bytes {}
impl IntoIterator for Bytes {
    type Item = u8;
}
impl From<BytesMut> for Bytes {
    #[otp(pure)]
    fn from(src: BytesMut) -> Bytes {}
}

#[otp(collection = "string")]
pub struct BytesMut;
impl BytesMut {
    #[otp(pure)]
    pub fn new() -> BytesMut {}
    #[otp(pure)]
    pub fn with_capacity(capacity: usize) -> BytesMut {}
    #[otp(pure)]
    pub fn zeroed(len: usize) -> BytesMut {}
    #[otp(read)]
    pub fn len(&self) -> usize {}
    #[otp(read)]
    pub fn is_empty(&self) -> bool {}
    #[otp(read)]
    pub fn capacity(&self) -> usize {}
    #[otp(pure)]
    pub fn freeze(self) -> Bytes {}
    #[otp(remove, panics)]
    pub fn split_off(&mut self, at: usize) -> BytesMut {}
    #[otp(take)]
    pub fn split(&mut self) -> BytesMut {}
    #[otp(remove, panics)]
    pub fn split_to(&mut self, at: usize) -> BytesMut {}
    #[otp(remove)]
    pub fn truncate(&mut self, len: usize) {}
    #[otp(clear)]
    pub fn clear(&mut self) {}
    #[otp(write)]
    pub fn resize(&mut self, new_len: usize, value: u8) {}
    pub fn reserve(&mut self, additional: usize) {}
    #[otp(insert, value = 0)]
    pub fn extend_from_slice(&mut self, extend: &[u8]) {}
    #[otp(insert, value = 0)]
    pub fn unsplit(&mut self, other: BytesMut) {}
}
impl Clone for BytesMut {
    #[otp(pure)]
    fn clone(&self) -> BytesMut {}
}
impl Deref for BytesMut {
    type Target = [u8];
}
impl DerefMut for BytesMut {}
impl Buf for BytesMut {}
impl BufMut for BytesMut {}
impl IntoIterator for BytesMut {
    type Item = u8;
}

pub struct TryGetError;

pub mod buf {
    use super::{Bytes, TryGetError};

    // reading takes the bytes out
    pub trait Buf {
        #[otp(read)]
        fn remaining(&self) -> usize {}
        #[otp(borrow)]
        fn chunk(&self) -> &[u8] {}
        #[otp(read)]
        fn has_remaining(&self) -> bool {}
        #[otp(remove, panics)]
        fn advance(&mut self, cnt: usize) {}
        #[otp(remove, panics)]
        fn copy_to_slice(&mut self, dst: &mut [u8]) {}
        #[otp(remove)]
        fn try_copy_to_slice(&mut self, dst: &mut [u8]) -> Result<(), TryGetError> {}
        #[otp(remove, panics)]
        fn copy_to_bytes(&mut self, len: usize) -> Bytes {}
        #[otp(pure)]
        fn take(self, limit: usize) -> Take<Self> {}
        #[otp(pure)]
        fn chain<U: Buf>(self, next: U) -> Chain<Self, U> {}
        #[otp(pure)]
        fn reader(self) -> Reader<Self> {}
        #[otp(remove, panics)]
        fn get_u8(&mut self) -> u8 {}
        #[otp(remove, panics)]
        fn get_i8(&mut self) -> i8 {}
        #[otp(remove, panics)]
        fn get_u16(&mut self) -> u16 {}
        #[otp(remove, panics)]
        fn get_u16_le(&mut self) -> u16 {}
        #[otp(remove, panics)]
        fn get_u16_ne(&mut self) -> u16 {}
        #[otp(remove, panics)]
        fn get_i16(&mut self) -> i16 {}
        #[otp(remove, panics)]
        fn get_i16_le(&mut self) -> i16 {}
        #[otp(remove, panics)]
        fn get_i16_ne(&mut self) -> i16 {}
        #[otp(remove, panics)]
        fn get_u32(&mut self) -> u32 {}
        #[otp(remove, panics)]
        fn get_u32_le(&mut self) -> u32 {}
        #[otp(remove, panics)]
        fn get_u32_ne(&mut self) -> u32 {}
        #[otp(remove, panics)]
        fn get_i32(&mut self) -> i32 {}
        #[otp(remove, panics)]
        fn get_i32_le(&mut self) -> i32 {}
        #[otp(remove, panics)]
        fn get_i32_ne(&mut self) -> i32 {}
        #[otp(remove, panics)]
        fn get_u64(&mut self) -> u64 {}
        #[otp(remove, panics)]
        fn get_u64_le(&mut self) -> u64 {}
        #[otp(remove, panics)]
        fn get_u64_ne(&mut self) -> u64 {}
        #[otp(remove, panics)]
        fn get_i64(&mut self) -> i64 {}
        #[otp(remove, panics)]
        fn get_i64_le(&mut self) -> i64 {}
        #[otp(remove, panics)]
        fn get_i64_ne(&mut self) -> i64 {}
        #[otp(remove, panics)]
        fn get_u128(&mut self) -> u128 {}
        #[otp(remove, panics)]
        fn get_u128_le(&mut self) -> u128 {}
        #[otp(remove, panics)]
        fn get_u128_ne(&mut self) -> u128 {}
        #[otp(remove, panics)]
        fn get_i128(&mut self) -> i128 {}
        #[otp(remove, panics)]
        fn get_i128_le(&mut self) -> i128 {}
        #[otp(remove, panics)]
        fn get_i128_ne(&mut self) -> i128 {}
        #[otp(remove, panics)]
        fn get_f32(&mut self) -> f32 {}
        #[otp(remove, panics)]
        fn get_f32_le(&mut self) -> f32 {}
        #[otp(remove, panics)]
        fn get_f32_ne(&mut self) -> f32 {}
        #[otp(remove, panics)]
        fn get_f64(&mut self) -> f64 {}
        #[otp(remove, panics)]
        fn get_f64_le(&mut self) -> f64 {}
        #[otp(remove, panics)]
        fn get_f64_ne(&mut self) -> f64 {}
        #[otp(remove)]
        fn try_get_u8(&mut self) -> Result<u8, TryGetError> {}
        #[otp(remove)]
        fn try_get_i8(&mut self) -> Result<i8, TryGetError> {}
        #[otp(remove)]
        fn try_get_u16(&mut self) -> Result<u16, TryGetError> {}
        #[otp(remove)]
        fn try_get_u16_le(&mut self) -> Result<u16, TryGetError> {}
        #[otp(remove)]
        fn try_get_i16(&mut self) -> Result<i16, TryGetError> {}
        #[otp(remove)]
        fn try_get_i16_le(&mut self) -> Result<i16, TryGetError> {}
        #[otp(remove)]
        fn try_get_u32(&mut self) -> Result<u32, TryGetError> {}
        #[otp(remove)]
        fn try_get_u32_le(&mut self) -> Result<u32, TryGetError> {}
        #[otp(remove)]
        fn try_get_i32(&mut self) -> Result<i32, TryGetError> {}
        #[otp(remove)]
        fn try_get_i32_le(&mut self) -> Result<i32, TryGetError> {}
        #[otp(remove)]
        fn try_get_u64(&mut self) -> Result<u64, TryGetError> {}
        #[otp(remove)]
        fn try_get_u64_le(&mut self) -> Result<u64, TryGetError> {}
        #[otp(remove)]
        fn try_get_i64(&mut self) -> Result<i64, TryGetError> {}
        #[otp(remove)]
        fn try_get_i64_le(&mut self) -> Result<i64, TryGetError> {}
        #[otp(remove)]
        fn try_get_u128(&mut self) -> Result<u128, TryGetError> {}
        #[otp(remove)]
        fn try_get_u128_le(&mut self) -> Result<u128, TryGetError> {}
        #[otp(remove)]
        fn try_get_i128(&mut self) -> Result<i128, TryGetError> {}
        #[otp(remove)]
        fn try_get_i128_le(&mut self) -> Result<i128, TryGetError> {}
        #[otp(remove)]
        fn try_get_f32(&mut self) -> Result<f32, TryGetError> {}
        #[otp(remove)]
        fn try_get_f32_le(&mut self) -> Result<f32, TryGetError> {}
        #[otp(remove)]
        fn try_get_f64(&mut self) -> Result<f64, TryGetError> {}
        #[otp(remove)]
        fn try_get_f64_le(&mut self) -> Result<f64, TryGetError> {}
    }

    pub trait BufMut {
        #[otp(read)]
        fn remaining_mut(&self) -> usize {}
        #[otp(read)]
        fn has_remaining_mut(&self) -> bool {}
        #[otp(insert, value = 0)]
        fn put<T: Buf>(&mut self, src: T) {}
        #[otp(insert, value = 0)]
        fn put_slice(&mut self, src: &[u8]) {}
        #[otp(insert, value = 0)]
        fn put_bytes(&mut self, val: u8, cnt: usize) {}
        #[otp(pure)]
        fn writer(self) -> Writer<Self> {}
        #[otp(pure)]
        fn limit(self, limit: usize) -> Limit<Self> {}
        #[otp(insert, value = 0)]
        fn put_u8(&mut self, n: u8) {}
        #[otp(insert, value = 0)]
        fn put_i8(&mut self, n: i8) {}
        #[otp(insert, value = 0)]
        fn put_u16(&mut self, n: u16) {}
        #[otp(insert, value = 0)]
        fn put_u16_le(&mut self, n: u16) {}
        #[otp(insert, value = 0)]
        fn put_u16_ne(&mut self, n: u16) {}
        #[otp(insert, value = 0)]
        fn put_i16(&mut self, n: i16) {}
        #[otp(insert, value = 0)]
        fn put_i16_le(&mut self, n: i16) {}
        #[otp(insert, value = 0)]
        fn put_i16_ne(&mut self, n: i16) {}
        #[otp(insert, value = 0)]
        fn put_u32(&mut self, n: u32) {}
        #[otp(insert, value = 0)]
        fn put_u32_le(&mut self, n: u32) {}
        #[otp(insert, value = 0)]
        fn put_u32_ne(&mut self, n: u32) {}
        #[otp(insert, value = 0)]
        fn put_i32(&mut self, n: i32) {}
        #[otp(insert, value = 0)]
        fn put_i32_le(&mut self, n: i32) {}
        #[otp(insert, value = 0)]
        fn put_i32_ne(&mut self, n: i32) {}
        #[otp(insert, value = 0)]
        fn put_u64(&mut self, n: u64) {}
        #[otp(insert, value = 0)]
        fn put_u64_le(&mut self, n: u64) {}
        #[otp(insert, value = 0)]
        fn put_u64_ne(&mut self, n: u64) {}
        #[otp(insert, value = 0)]
        fn put_i64(&mut self, n: i64) {}
        #[otp(insert, value = 0)]
        fn put_i64_le(&mut self, n: i64) {}
        #[otp(insert, value = 0)]
        fn put_i64_ne(&mut self, n: i64) {}
        #[otp(insert, value = 0)]
        fn put_u128(&mut self, n: u128) {}
        #[otp(insert, value = 0)]
        fn put_u128_le(&mut self, n: u128) {}
        #[otp(insert, value = 0)]
        fn put_u128_ne(&mut self, n: u128) {}
        #[otp(insert, value = 0)]
        fn put_i128(&mut self, n: i128) {}
        #[otp(insert, value = 0)]
        fn put_i128_le(&mut self, n: i128) {}
        #[otp(insert, value = 0)]
        fn put_i128_ne(&mut self, n: i128) {}
        #[otp(insert, value = 0)]
        fn put_f32(&mut self, n: f32) {}
        #[otp(insert, value = 0)]
        fn put_f32_le(&mut self, n: f32) {}
        #[otp(insert, value = 0)]
        fn put_f32_ne(&mut self, n: f32) {}
        #[otp(insert, value = 0)]
        fn put_f64(&mut self, n: f64) {}
        #[otp(insert, value = 0)]
        fn put_f64_le(&mut self, n: f64) {}
        #[otp(insert, value = 0)]
        fn put_f64_ne(&mut self, n: f64) {}
    }

    pub struct Take<T>;
    pub struct Chain<T, U>;
    pub struct Reader<B>;
    pub struct Writer<B>;
    pub struct Limit<T>;
    impl<T> Buf for Take<T> {}
    impl<T, U> Buf for Chain<T, U> {}
    impl<T> BufMut for Limit<T> {}
}
