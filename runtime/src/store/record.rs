//! What is stored: values with a type, a version, a codec and a checksum.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What can be stored: an event, a snapshot, the value of a map, the job of a queue.
///
/// ```
/// use otp_runtime::store::{Record, Upcast};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Serialize, Deserialize)]
/// struct Order { item: String, count: u32 }
///
/// impl Record for Order {
///     const TYPE: &'static str = "order";
///     const VERSION: u32 = 2;
///
///     // Version 1 had no count.
///     fn upcast(version: u32, mut value: serde_json::Value) -> Result<Self, Upcast> {
///         if version == 1 {
///             value["count"] = 1.into();
///         }
///         Ok(serde_json::from_value(value)?)
///     }
/// }
/// ```
///
/// Records are written as JSON, so that they can be read with the tools of the database. JSON has no infinities and
/// knows only strings as keys of maps. Every record is decoded once before it is written, and one that cannot be read
/// back is refused; `None` stays the only trace of an `Option<f64>` that was not a number.
pub trait Record: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The type's name in the store. It must not change while there are stores that have it: a name that was used with
    /// one type is refused for another.
    const TYPE: &'static str;

    /// The version of the layout, from 1. Raise it when older records no longer decode, or when older programs would
    /// misread newer ones.
    const VERSION: u32 = 1;

    /// Makes a value from what an older version wrote.
    ///
    /// # Errors
    ///
    /// [`Upcast`], which stops whatever reads the record: nothing unreadable is skipped. By default every older version
    /// is an error.
    fn upcast(version: u32, value: serde_json::Value) -> Result<Self, Upcast> {
        let _ = value;
        Err(Upcast(format!(
            "there is no upcaster from version {version} to {}",
            Self::VERSION
        )))
    }
}

/// Why an older record could not be brought up to date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Upcast(pub String);

impl From<serde_json::Error> for Upcast {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

macro_rules! records {
    ($($type:ty = $name:literal),*) => {$(
        impl Record for $type {
            const TYPE: &'static str = $name;
        }
    )*};
}

records!(
    () = "unit",
    bool = "bool",
    String = "string",
    u8 = "u8",
    u16 = "u16",
    u32 = "u32",
    u64 = "u64",
    i8 = "i8",
    i16 = "i16",
    i32 = "i32",
    i64 = "i64",
    f32 = "f32",
    f64 = "f64",
    serde_json::Value = "json"
);

/// How the bytes of a record are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Codec {
    /// JSON in UTF-8.
    Json,
}

impl Codec {
    /// Its number in the store.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Json => 1,
        }
    }

    /// The codec with this number.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Json),
            _ => None,
        }
    }
}

/// A record as a backend keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Stored {
    /// The version of its type's layout.
    pub version: u32,
    /// The codec's number: a backend hands on what it does not know.
    pub codec: u8,
    /// CRC-32 of the bytes.
    pub sum: u32,
    /// The encoded value.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = String::from_utf8_lossy(&self.bytes);
        write!(f, "v{} {}", self.version, text.get(..200).unwrap_or(&text))
    }
}

/// Why a value is not stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a value of the type {type_name} cannot be stored: {reason}")]
pub struct EncodeError {
    /// The type's name in the store.
    pub type_name: &'static str,
    /// Why.
    pub reason: String,
}

/// Why a stored value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// A newer program wrote it.
    #[error(
        "a newer program wrote it: version {found} of {type_name}, and this program knows {known}"
    )]
    Newer {
        /// The type's name in the store.
        type_name: &'static str,
        /// The record's version.
        found: u32,
        /// The newest one that this program knows.
        known: u32,
    },
    /// A codec that this program does not know.
    #[error("it is in the codec {0}, which this program does not know")]
    Codec(u8),
    /// The bytes are not those that were written.
    #[error("its checksum is wrong: the bytes are not those that were written")]
    Sum,
    /// The bytes are whole and do not make a value.
    #[error("it does not make a value of the type {type_name}: {reason}")]
    Value {
        /// The type's name in the store.
        type_name: &'static str,
        /// Why.
        reason: String,
    },
}

/// The record of a value.
///
/// # Errors
///
/// [`EncodeError`] if JSON cannot hold it, or if it could not be read back.
pub fn encode<T: Record>(value: &T) -> Result<Stored, EncodeError> {
    let failed = |reason: &dyn fmt::Display| EncodeError {
        type_name: T::TYPE,
        reason: reason.to_string(),
    };
    let bytes = serde_json::to_vec(value).map_err(|error| failed(&error))?;
    let stored = Stored {
        version: T::VERSION,
        codec: Codec::Json.number(),
        sum: crc32fast::hash(&bytes),
        bytes,
    };
    // What is acknowledged must be readable: a number that is none, or serde attributes that do not fit together, would
    // otherwise show at the recovery, when it is too late.
    match decode::<T>(&stored) {
        Ok(_) => Ok(stored),
        Err(error) => Err(failed(&format_args!(
            "it could not be read back, for {error}"
        ))),
    }
}

/// A record whose bytes are still the database's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Borrowed<'a> {
    /// As in [`Stored`].
    pub version: u32,
    /// As in [`Stored`].
    pub codec: u8,
    /// As in [`Stored`].
    pub sum: u32,
    /// As in [`Stored`].
    pub bytes: &'a [u8],
}

impl Stored {
    /// The same without owning it.
    #[must_use]
    pub fn borrow(&self) -> Borrowed<'_> {
        Borrowed {
            version: self.version,
            codec: self.codec,
            sum: self.sum,
            bytes: &self.bytes,
        }
    }
}

/// The value of a record.
///
/// # Errors
///
/// [`DecodeError`].
pub fn decode<T: Record>(stored: &Stored) -> Result<T, DecodeError> {
    stored.borrow().decode()
}

impl Borrowed<'_> {
    /// The value.
    ///
    /// # Errors
    ///
    /// [`DecodeError`].
    pub fn decode<T: Record>(self) -> Result<T, DecodeError> {
        if Codec::from_number(self.codec).is_none() {
            return Err(DecodeError::Codec(self.codec));
        }
        if crc32fast::hash(self.bytes) != self.sum {
            return Err(DecodeError::Sum);
        }
        if self.version > T::VERSION {
            return Err(DecodeError::Newer {
                type_name: T::TYPE,
                found: self.version,
                known: T::VERSION,
            });
        }
        let failed = |reason: String| DecodeError::Value {
            type_name: T::TYPE,
            reason,
        };
        if self.version == T::VERSION {
            return serde_json::from_slice(self.bytes).map_err(|error| failed(error.to_string()));
        }
        let value =
            serde_json::from_slice(self.bytes).map_err(|error| failed(error.to_string()))?;
        T::upcast(self.version, value).map_err(|error| failed(error.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Reading {
        value: f64,
        unit: String,
    }

    impl Record for Reading {
        const TYPE: &'static str = "reading";
        const VERSION: u32 = 3;

        fn upcast(version: u32, mut value: serde_json::Value) -> Result<Self, Upcast> {
            if version < 2 {
                return Err(Upcast("version 1 had no value".into()));
            }
            value["unit"] = "m".into();
            Ok(serde_json::from_value(value)?)
        }
    }

    fn stored(version: u32, text: &str) -> Stored {
        Stored {
            version,
            codec: 1,
            sum: crc32fast::hash(text.as_bytes()),
            bytes: text.into(),
        }
    }

    #[test]
    fn values_come_back_as_they_were() {
        let reading = Reading {
            value: 0.1 + 0.2,
            unit: "km".into(),
        };
        assert_eq!(
            decode::<Reading>(&encode(&reading).unwrap()).unwrap(),
            reading
        );
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        let error = encode(&Reading {
            value: f64::NAN,
            unit: String::new(),
        })
        .unwrap_err();
        assert!(error.reason.contains("could not be read back"), "{error}");
    }

    #[test]
    fn older_versions_are_brought_up_to_date_and_newer_ones_refused() {
        let old = decode::<Reading>(&stored(2, r#"{"value":1.5}"#)).unwrap();
        assert_eq!((old.value, old.unit.as_str()), (1.5, "m"));
        let error = decode::<Reading>(&stored(1, "{}")).unwrap_err();
        assert!(
            error.to_string().contains("version 1 had no value"),
            "{error}"
        );
        let newer = decode::<Reading>(&stored(4, "{}")).unwrap_err();
        assert!(matches!(
            newer,
            DecodeError::Newer {
                found: 4,
                known: 3,
                ..
            }
        ));
        assert!(
            decode::<u32>(&Stored {
                version: 0,
                ..stored(0, "1")
            })
            .is_err()
        );
    }

    #[test]
    fn a_changed_bit_is_noticed() {
        let mut record = encode(&12_u32).unwrap();
        record.bytes[0] ^= 1;
        assert_eq!(decode::<u32>(&record), Err(DecodeError::Sum));
        let unknown = Stored {
            codec: 9,
            ..encode(&12_u32).unwrap()
        };
        assert_eq!(decode::<u32>(&unknown), Err(DecodeError::Codec(9)));
    }
}
