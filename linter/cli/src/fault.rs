//! A panic is a fault of otplint, and is reported as one.

use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex, PoisonError};

/// Runs `work` to its exit code; a panic on any of its threads that reaches it is reported on stderr.
pub fn guarded(work: impl FnOnce() -> u8) -> u8 {
    let first: Arc<Mutex<Option<String>>> = Arc::default();
    let seen = Arc::clone(&first);
    let usual = take_hook();
    set_hook(Box::new(move |info| {
        seen.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert_with(|| describe(info));
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            usual(info);
        }
    }));
    let result = catch_unwind(AssertUnwindSafe(work));
    // Taking ours out puts the standard one back.
    drop(take_hook());
    result.unwrap_or_else(|_| {
        let what = first
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .unwrap_or_default();
        let _ = std::io::stderr().write_all(message(&what).as_bytes());
        crate::FAILED
    })
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let place = info
        .location()
        .map(|place| format!(" ({}:{})", place.file(), place.line()));
    format!(
        "{}{}",
        info.payload_as_str().unwrap_or("a panic"),
        place.unwrap_or_default()
    )
}

fn message(what: &str) -> String {
    format!(
        "internal fault: {what}\n\
         this is a bug in otplint {}, not in your code; nothing was checked reliably\n\
         please report it at {}/issues, with the command you ran\n",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    // One test: the hook belongs to the whole process.
    #[test]
    fn a_panic_is_exit_code_two() {
        assert_eq!(guarded(|| 1), 1);
        assert_eq!(guarded(|| panic!("on purpose")), crate::FAILED);
        assert_eq!(
            guarded(|| std::thread::spawn(|| panic!("elsewhere"))
                .join()
                .map_or(7, |()| 0)),
            7
        );
        assert!(message("on purpose").starts_with("internal fault: on purpose\n"));
    }
}
