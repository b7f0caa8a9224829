//! The stubs that come with otplint.

macro_rules! stubs {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../stubs/", $name, ".rs"))),)*]
    };
}

/// The name of each stubbed crate and the text of its stub, in alphabetical order.
pub fn bundled() -> &'static [(&'static str, &'static str)] {
    stubs! {
        "bb8",
        "deadpool_postgres",
        "diesel",
        "diesel_async",
        "r2d2",
        "redb",
        "rocksdb",
        "rusqlite",
        "sled",
        "sqlx",
        "tokio_postgres",
    }
}
