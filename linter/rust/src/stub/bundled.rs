//! The stubs that come with otplint.

use memchr::memmem;
use rustc_hash::FxHashMap;

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
        "async_executor",
        "async_io",
        "async_lock",
        "async_std",
        "async_stream",
        "async_task",
        "axum",
        "backoff",
        "backon",
        "bb8",
        "bcrypt",
        "byteorder",
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
        "futures_lite",
        "futures_sink",
        "futures_timer",
        "futures_util",
        "h2",
        "hyper",
        "hyper_util",
        "jni",
        "kameo",
        "kanal",
        "log",
        "mongodb",
        "object_store",
        "once_cell",
        "otp_runtime",
        "parking_lot",
        "password_hash",
        "quinn",
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
        "smol",
        "sqlx",
        "std",
        "tokio",
        "tokio_native_tls",
        "tokio_postgres",
        "tokio_retry",
        "tokio_rustls",
        "tokio_stream",
        "tokio_tungstenite",
        "tokio_util",
        "tonic",
        "tower",
        "tracing",
        "xtra",
    }
}

/// The stubs of these packages, of `std`, and of whatever these name.
pub fn needed<'a>(packages: impl Iterator<Item = &'a str>) -> Vec<(&'static str, &'static str)> {
    let all = bundled();
    let mut by_name: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, (name, text)) in all.iter().enumerate() {
        by_name.insert(name, index);
        by_name.extend(also(text).map(|name| (name, index)));
    }
    let mut needed = vec![false; all.len()];
    let mut open: Vec<usize> = packages
        .filter_map(|package| by_name.get(&*package.replace('-', "_")).copied())
        .chain(by_name.get("std").copied())
        .collect();
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut needed[index], true) {
            open.extend(crates_named(all[index].1).filter_map(|name| by_name.get(name).copied()));
        }
    }
    let stubs = all.iter().zip(needed);
    stubs
        .filter_map(|(stub, needed)| needed.then_some(*stub))
        .collect()
}

/// Other names of a stub's crate, as its head says.
fn also(text: &str) -> impl Iterator<Item = &str> {
    let head = text.lines().next().unwrap_or_default();
    let (_, names) = head.split_once("also = \"").unwrap_or_default();
    let (names, _) = names.split_once('"').unwrap_or_default();
    names.split([',', ' ']).filter(|name| !name.is_empty())
}

/// The names that stand before `::` in a text: those of other crates are among them.
fn crates_named(text: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(text.as_bytes(), "::").map(|end| {
        let before = text[..end].rfind(|c: char| c != '_' && !c.is_ascii_alphanumeric());
        &text[before.map_or(0, |at| at + 1)..end]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Stub;

    fn names(packages: &[&str]) -> Vec<&'static str> {
        let needed = needed(packages.iter().copied());
        needed.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn what_a_needed_stub_names_is_needed_too() {
        let tokio_util = names(&["tokio-util"]);
        for name in ["std", "tokio", "futures", "tokio_util"] {
            assert!(tokio_util.contains(&name), "{name} in {tokio_util:?}");
        }
        assert!(!names(&["tokio"]).contains(&"actix"));
        assert!(names(&["color-eyre"]).contains(&"eyre"));
    }

    #[test]
    fn the_other_names_are_those_of_the_head() {
        for (name, text) in bundled() {
            let stub = Stub::read(text).expect("a stub that can be read");
            let told: Vec<&str> = stub.also.iter().map(|name| name.as_str()).collect();
            assert_eq!(also(text).collect::<Vec<_>>(), told, "{name}");
        }
    }
}
