//! Paths as people see them.

use std::path::{Component, Path, PathBuf};

/// `path` below `folder` unless it is absolute, without `.` and `..`. Nothing is looked up on disk: a
/// link is not followed.
pub fn absolute(folder: &Path, path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            _ => clean.push(part),
        }
    }
    clean
}

/// `path` without links, as far as it exists: files are named so, and a pattern must be, to match.
pub fn real(path: PathBuf) -> PathBuf {
    path.canonicalize().unwrap_or(path)
}

/// `path` as reports name it: relative to `folder` where below it, else absolute, with `/` between
/// its parts.
pub fn shown(folder: &Path, path: &Path) -> String {
    let whole = absolute(folder, path);
    let short = whole
        .strip_prefix(folder)
        .ok()
        .filter(|rest| !rest.as_os_str().is_empty());
    let text = short.unwrap_or(&whole).to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_below_the_folder_and_whole_elsewhere() {
        let folder = Path::new("/home/me/project");
        let shown = |path: &str| shown(folder, Path::new(path));
        assert_eq!(shown("src/a.rs"), "src/a.rs");
        assert_eq!(shown("./src/../src/a.rs"), "src/a.rs");
        assert_eq!(shown("/home/me/project/src/a.rs"), "src/a.rs");
        assert_eq!(shown("../other/a.rs"), "/home/me/other/a.rs");
        assert_eq!(shown("/tmp/a.rs"), "/tmp/a.rs");
        assert_eq!(shown("."), "/home/me/project");
    }
}
