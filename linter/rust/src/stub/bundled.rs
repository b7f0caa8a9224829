//! The stubs that come with otplint.

macro_rules! stubs {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../stubs/", $name, ".rs"))),)*]
    };
}

/// The name of each stubbed crate and the text of its stub, in alphabetical order.
pub fn bundled() -> &'static [(&'static str, &'static str)] {
    stubs! {
        "futures",
        "futures_channel",
        "futures_core",
        "futures_executor",
        "futures_io",
        "futures_sink",
        "futures_util",
        "tokio",
        "tokio_util",
    }
}
