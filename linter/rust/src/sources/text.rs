//! One file's text, or why it is not fit to be read.

use std::path::Path;
use std::sync::Arc;

/// The largest file that is read. syn's tree and tokens take some hundred bytes for each byte of
/// dense source, so that this bounds one file to a few GiB; generated bindings stay below it.
pub const MAX_FILE_BYTES: u64 = 8 << 20;

/// Reads `path`, which may be anything a file system has to offer, without its byte-order mark.
///
/// # Errors
///
/// Why it was not read, as the rest of a sentence that begins with the path.
pub fn read(path: &Path) -> Result<Arc<str>, String> {
    let unreadable = |fault: std::io::Error| format!("cannot be read: {fault}");
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    // Opening a pipe would wait for ever.
    if !metadata.is_file() {
        return Err("is not a regular file; a Rust file was expected here".to_owned());
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => check(text),
        Err(fault) => {
            let at = fault.valid_up_to();
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(format!(
                "is not UTF-8 (line {line}, byte {at}); save it as UTF-8"
            ))
        }
    }
}

/// A text that stands in for a file's, held to the same bounds.
pub(super) fn check(text: &str) -> Result<Arc<str>, String> {
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large());
    }
    Ok(Arc::from(text.strip_prefix('\u{feff}').unwrap_or(text)))
}

fn too_large() -> String {
    let limit = MAX_FILE_BYTES >> 20;
    format!("is larger than {limit} MiB and was not read; split or exclude it")
}
