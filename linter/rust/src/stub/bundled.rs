//! The stubs that come with otplint.

macro_rules! stubs {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../stubs/", $name, ".rs"))),)*]
    };
}

/// The name of each stubbed crate and the text of its stub, in alphabetical order.
pub fn bundled() -> &'static [(&'static str, &'static str)] {
    stubs! {
        "actix",
        "anyhow",
        "arc_swap",
        "async_channel",
        "bb8",
        "bytes",
        "crossbeam",
        "crossbeam_channel",
        "dashmap",
        "deadpool_postgres",
        "deadpool_redis",
        "diesel",
        "diesel_async",
        "eyre",
        "flume",
        "kameo",
        "log",
        "object_store",
        "once_cell",
        "parking_lot",
        "r2d2",
        "ractor",
        "redb",
        "redis",
        "reqwest",
        "rocksdb",
        "rusqlite",
        "scopeguard",
        "sled",
        "sqlx",
        "std",
        "tokio",
        "tokio_postgres",
        "tracing",
        "xtra",
    }
}
