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
        "actix_web",
        "anyhow",
        "arc_swap",
        "async_channel",
        "async_stream",
        "axum",
        "backoff",
        "backon",
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
        "futures",
        "futures_channel",
        "futures_core",
        "futures_executor",
        "futures_io",
        "futures_sink",
        "futures_util",
        "hyper",
        "hyper_util",
        "kameo",
        "log",
        "mongodb",
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
        "sea_orm",
        "sled",
        "sqlx",
        "std",
        "tokio",
        "tokio_postgres",
        "tokio_retry",
        "tokio_stream",
        "tokio_util",
        "tonic",
        "tower",
        "tracing",
        "xtra",
    }
}
