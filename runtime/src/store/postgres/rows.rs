//! Rows and parameters, as they are in the tables.

use std::borrow::Cow;
use std::ops::Bound;
use std::sync::Arc;

use tokio_postgres::Row;

use super::super::backend::{Declaration, Held, JobRow, JobState, Kind, LeaseName, Range};
use super::super::record::Stored;

/// A text as the server takes it: it has no zero characters.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        text.replace('\0', "\u{2400}").into()
    } else {
        text.into()
    }
}

/// A number that is never negative.
pub(super) fn number(row: &Row, column: usize) -> u64 {
    row.get::<_, i64>(column) as u64
}

/// A limit as the server takes it.
pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// A record's four columns, from this one on.
pub(super) fn stored(row: &Row, first: usize) -> Stored {
    Stored {
        version: u32::try_from(row.get::<_, i64>(first)).unwrap_or(u32::MAX),
        codec: u8::try_from(row.get::<_, i16>(first + 1)).unwrap_or(u8::MAX),
        // What is no number of ours does not fit the value.
        sum: u32::try_from(row.get::<_, i64>(first + 2)).unwrap_or(0),
        bytes: row.get(first + 3),
    }
}

/// A job's columns: id, state, due, attempts, token, error and the record, from this one on.
pub(super) fn job(row: &Row, first: usize) -> JobRow {
    JobRow {
        job: number(row, first),
        state: match row.get::<_, i16>(first + 1) {
            0 => JobState::Ready,
            1 => JobState::Leased,
            _ => JobState::Dead,
        },
        due: row.get(first + 2),
        attempts: u32::try_from(row.get::<_, i64>(first + 3)).unwrap_or(u32::MAX),
        token: number(row, first + 4),
        error: row.get(first + 5),
        record: stored(row, first + 6),
    }
}

pub(super) const fn state(state: JobState) -> i16 {
    match state {
        JobState::Ready => 0,
        JobState::Leased => 1,
        JobState::Dead => 2,
    }
}

/// A lease's columns: namespace, name, holder, token and end.
pub(super) fn lease(row: &Row) -> (LeaseName, Held) {
    let lease = LeaseName {
        namespace: Arc::from(row.get::<_, &str>(0)),
        name: Arc::from(row.get::<_, &str>(1)),
    };
    let held = Held {
        holder: row.get(2),
        token: number(row, 3),
        until: row.get(4),
    };
    (lease, held)
}

/// A name's columns after its id; the kind's name if there is no such kind.
pub(super) fn declaration(row: &Row) -> Result<Declaration, String> {
    let kind: &str = row.get(3);
    Ok(Declaration {
        namespace: Arc::from(row.get::<_, &str>(1)),
        name: Arc::from(row.get::<_, &str>(2)),
        kind: Kind::from_name(kind).ok_or_else(|| format!("there is no kind {kind:?}"))?,
        type_name: row.get(4),
        version: u32::try_from(row.get::<_, i64>(5)).unwrap_or(u32::MAX),
    })
}

/// `scan!("SELECT key", range)`: the text for a range of the parameters 2 and 3, and those.
macro_rules! scan {
    ($columns:literal, $range:expr) => {{
        use std::ops::Bound;
        let (from, to) = $crate::store::postgres::rows::ends($range);
        let sql = match (&$range.from, &$range.to) {
            (Bound::Excluded(_), Bound::Included(_)) => {
                concat!($columns, " FROM records WHERE object = $1 AND key > $2 AND key <= $3 ORDER BY key LIMIT $4")
            }
            (Bound::Excluded(_), Bound::Excluded(_)) => {
                concat!($columns, " FROM records WHERE object = $1 AND key > $2 AND key < $3 ORDER BY key LIMIT $4")
            }
            (Bound::Excluded(_), Bound::Unbounded) => {
                concat!($columns, " FROM records WHERE object = $1 AND key > $2 AND $3::bytea IS NULL ORDER BY key LIMIT $4")
            }
            (_, Bound::Included(_)) => {
                concat!($columns, " FROM records WHERE object = $1 AND key >= $2 AND key <= $3 ORDER BY key LIMIT $4")
            }
            (_, Bound::Excluded(_)) => {
                concat!($columns, " FROM records WHERE object = $1 AND key >= $2 AND key < $3 ORDER BY key LIMIT $4")
            }
            (_, Bound::Unbounded) => {
                concat!($columns, " FROM records WHERE object = $1 AND key >= $2 AND $3::bytea IS NULL ORDER BY key LIMIT $4")
            }
        };
        (sql, from, to)
    }};
}
pub(super) use scan;

/// The keys of a range. No key sorts before the empty one.
pub(super) fn ends(range: &Range) -> (Vec<u8>, Option<Vec<u8>>) {
    let from = match &range.from {
        Bound::Included(key) | Bound::Excluded(key) => key.clone(),
        Bound::Unbounded => Vec::new(),
    };
    let to = match &range.to {
        Bound::Included(key) | Bound::Excluded(key) => Some(key.clone()),
        Bound::Unbounded => None,
    };
    (from, to)
}
