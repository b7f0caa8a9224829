//! Keys of maps, as bytes that sort as the keys do.

/// What can be the key of a [`Map`](crate::durable::Map).
///
/// `encode` must keep the order: `a < b` exactly where the bytes of `a` sort before those of `b`; ranges depend on it.
/// No encoding may be the beginning of another one. Strings, byte strings, integers, booleans and tuples of two or three
/// are there; a type of your own hands on to one of them:
///
/// ```
/// use otp_runtime::store::{Key, KeyError};
///
/// #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
/// struct OrderId(u64);
///
/// impl Key for OrderId {
///     const TYPE: &'static str = "order-id";
///     fn encode(&self, out: &mut Vec<u8>) {
///         self.0.encode(out);
///     }
///     fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError> {
///         u64::decode(bytes).map(Self)
///     }
/// }
/// ```
pub trait Key: Sized + Send + Sync + 'static {
    /// The type's name in the store. It must not change while there are stores that have it.
    const TYPE: &'static str;

    /// Adds the key's bytes.
    fn encode(&self, out: &mut Vec<u8>);

    /// Takes one key off the front.
    ///
    /// # Errors
    ///
    /// [`KeyError`] if these bytes are none of this type's keys.
    fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError>;
}

/// Bytes that are not a key of the type asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no key of this type")]
pub struct KeyError;

pub(crate) fn encoded<K: Key>(key: &K) -> Vec<u8> {
    let mut out = Vec::new();
    key.encode(&mut out);
    out
}

pub(crate) fn decoded<K: Key>(mut bytes: &[u8]) -> Result<K, KeyError> {
    let key = K::decode(&mut bytes)?;
    if bytes.is_empty() {
        Ok(key)
    } else {
        Err(KeyError)
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], KeyError> {
    let (head, tail) = bytes.split_first_chunk::<N>().ok_or(KeyError)?;
    *bytes = tail;
    Ok(*head)
}

macro_rules! unsigned {
    ($($type:ident)*) => {$(
        impl Key for $type {
            const TYPE: &'static str = stringify!($type);
            fn encode(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
            fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError> {
                take(bytes).map(Self::from_be_bytes)
            }
        }
    )*};
}

unsigned!(u8 u16 u32 u64 u128);

// With the sign bit turned over, negative numbers sort before the others.
macro_rules! signed {
    ($($type:ident)*) => {$(
        impl Key for $type {
            const TYPE: &'static str = stringify!($type);
            fn encode(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&(self ^ Self::MIN).to_be_bytes());
            }
            fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError> {
                take(bytes).map(|bytes| Self::from_be_bytes(bytes) ^ Self::MIN)
            }
        }
    )*};
}

signed!(i8 i16 i32 i64 i128);

impl Key for bool {
    const TYPE: &'static str = "bool";

    fn encode(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError> {
        match take(bytes)? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(KeyError),
        }
    }
}

// A zero byte becomes 0 255, and 0 0 ends it: shorter sorts first, and what follows in a tuple does not mix in.
impl Key for Vec<u8> {
    const TYPE: &'static str = "bytes";

    fn encode(&self, out: &mut Vec<u8>) {
        encode_bytes(self, out);
    }

    fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError> {
        let mut key = Self::new();
        loop {
            match take(bytes)? {
                [0] => match take(bytes)? {
                    [0] => return Ok(key),
                    [255] => key.push(0),
                    _ => return Err(KeyError),
                },
                [byte] => key.push(byte),
            }
        }
    }
}

fn encode_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    for &byte in bytes {
        out.push(byte);
        if byte == 0 {
            out.push(255);
        }
    }
    out.extend_from_slice(&[0, 0]);
}

impl Key for String {
    const TYPE: &'static str = "string";

    fn encode(&self, out: &mut Vec<u8>) {
        encode_bytes(self.as_bytes(), out);
    }

    fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError> {
        Self::from_utf8(Vec::decode(bytes)?).map_err(|_| KeyError)
    }
}

impl<A: Key, B: Key> Key for (A, B) {
    const TYPE: &'static str = "pair";

    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
        self.1.encode(out);
    }

    fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError> {
        Ok((A::decode(bytes)?, B::decode(bytes)?))
    }
}

impl<A: Key, B: Key, C: Key> Key for (A, B, C) {
    const TYPE: &'static str = "triple";

    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
        self.1.encode(out);
        self.2.encode(out);
    }

    fn decode(bytes: &mut &[u8]) -> Result<Self, KeyError> {
        Ok((A::decode(bytes)?, B::decode(bytes)?, C::decode(bytes)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check<K: Key + Ord + std::fmt::Debug>(a: &K, b: &K) {
        assert_eq!(decoded::<K>(&encoded(a)).as_ref(), Ok(a));
        assert_eq!(encoded(a).cmp(&encoded(b)), a.cmp(b), "{a:?} {b:?}");
    }

    proptest! {
        #[test]
        fn the_bytes_sort_as_the_keys(a: (i64, String, Vec<u8>), b: (i64, String, Vec<u8>), same: bool) {
            let b = if same { (a.0, a.1.clone(), b.2) } else { b };
            check(&a, &b);
            check(&a.1, &b.1);
            check(&(a.2.clone(), a.0 as u16), &(b.2.clone(), b.0 as u16));
            check(&(a.0 as i8, same), &(b.0 as i8, false));
        }

        #[test]
        fn short_byte_strings_sort_too(a in prop::collection::vec(0_u8..2, 0..4), b in prop::collection::vec(0_u8..2, 0..4)) {
            check(&a, &b);
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert_eq!(decoded::<u32>(&[1, 2, 3]), Err(KeyError));
        assert_eq!(decoded::<u8>(&[1, 2]), Err(KeyError));
        assert_eq!(decoded::<String>(b"no end"), Err(KeyError));
        assert_eq!(decoded::<String>(&[0xff, 0, 0]), Err(KeyError));
        assert_eq!(decoded::<bool>(&[2]), Err(KeyError));
    }
}
