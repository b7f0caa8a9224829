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
        "async_channel",
        "crossbeam",
        "crossbeam_channel",
        "deadpool_postgres",
        "flume",
        "kameo",
        "parking_lot",
        "ractor",
        "rusqlite",
        "sqlx",
        "tokio",
        "tokio_postgres",
        "xtra",
    }
}
