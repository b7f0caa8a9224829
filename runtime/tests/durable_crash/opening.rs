//! Files that cannot be opened for writing: on a file system that is read-only, in a folder of somebody else, and in the
//! hands of a second program.

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use otp_runtime::durable::Map;
use otp_runtime::store::sqlite::{ReadOnly, Sqlite};
use otp_runtime::store::{OpenError, Options, Store};

use crate::child::say;

const TASK: &str = "CRASH_OPEN";

/// Opens the file and says what came of it, and holds it until its standard input ends.
pub fn task() -> Option<ExitCode> {
    let path = std::env::var_os(TASK)?;
    block_on(async {
        match open(Path::new(&path)).await {
            Ok(store) => {
                say("open");
                let _ = std::io::stdin().lines().count();
                store.close().await.unwrap();
            }
            Err(OpenError::ReadOnly { .. }) => say("read-only"),
            Err(OpenError::InUse { .. }) => say("in use"),
            Err(error) => say(&format!("another error: {error}")),
        }
    });
    Some(ExitCode::SUCCESS)
}

async fn open(path: &Path) -> Result<Store, OpenError> {
    let backend = Sqlite {
        patience: Duration::from_millis(100),
        ..Sqlite::new(path)
    };
    Store::open(backend, Options::default()).await
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(future)
}

/// A file with one entry.
fn fill(path: &Path) {
    block_on(async {
        let store = open(path).await.unwrap();
        let map: Map<u8, u8> = store.map("m").await.unwrap();
        map.insert(&1, &1).await.unwrap();
        store.close().await.unwrap();
    });
}

/// What is in it, for those who only look.
fn look(path: &Path) -> Result<Vec<(u8, u8)>, OpenError> {
    block_on(async {
        let store = Store::open(ReadOnly::new(path), Options::default()).await?;
        let map: Map<u8, u8> = store.map("m").await.unwrap();
        let refused = map.insert(&2, &2).await.unwrap_err();
        assert!(refused.is_not_applied(), "{refused}");
        Ok(map.range(.., 9).await.unwrap())
    })
}

/// What a second program says of it, started by these words.
fn second(path: &Path, before: &[&str]) -> String {
    let this = std::env::current_exe().unwrap();
    let mut command = match before.split_first() {
        Some((program, arguments)) => {
            let mut command = Command::new(program);
            command.args(arguments).arg(this);
            command
        }
        None => Command::new(this),
    };
    let output = command
        .env(TASK, path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn works(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout == b"0\n")
}

/// A file system that is made read-only and writable again, if this program may mount one.
struct Mounted(tempfile::TempDir);

impl Mounted {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "tmpfs"]).arg(folder.path());
        works(&mut mount).then_some(Self(folder))
    }

    fn remount(&self, how: &str) {
        let mut mount = Command::new("mount");
        mount.args(["-o", how]).arg(self.0.path());
        assert!(works(&mut mount), "mount -o {how}");
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        works(Command::new("umount").arg(self.0.path()));
    }
}

pub fn a_read_only_file_system() {
    let Some(mounted) = Mounted::new() else {
        println!("skipped: this program may not mount a file system");
        return;
    };
    let path = mounted.0.path().join("s.db");
    fill(&path);
    mounted.remount("remount,ro");
    assert_eq!(second(&path, &[]), "read-only");
    let new = mounted.0.path().join("new.db");
    assert_eq!(second(&new, &[]), "read-only");
    // It can be looked at.
    assert_eq!(look(&path).unwrap(), [(1, 1)]);
    mounted.remount("remount,rw");
    assert_eq!(second(&path, &[]), "open");
    assert_eq!(look(&path).unwrap(), [(1, 1)]);
}

#[cfg(unix)]
pub fn a_folder_of_somebody_else() {
    use std::os::unix::fs::PermissionsExt;

    let nobody = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    let before: &[&str] = if is_root() { &nobody } else { &[] };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    fill(&path);
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    if is_root() {
        // Whether that user can start this program at all.
        let open = tempfile::tempdir().unwrap();
        mode(open.path(), 0o777);
        if second(&open.path().join("s.db"), before) != "open" {
            println!("skipped: no other user can run this program here");
            return;
        }
    }
    mode(&path, 0o444);
    mode(folder.path(), 0o555);
    let said = second(&path, before);
    mode(folder.path(), 0o755);
    mode(&path, 0o644);
    assert_eq!(said, "read-only");
    assert_eq!(second(&path, &[]), "open");
}

#[cfg(not(unix))]
pub fn a_folder_of_somebody_else() {
    println!("skipped: there are no such folders here");
}

pub fn a_second_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    fill(&path);
    let mut first = Command::new(std::env::current_exe().unwrap())
        .env(TASK, &path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(first.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "open");
    for _ in 0..3 {
        assert_eq!(second(&path, &[]), "in use");
    }
    // Looking is no harm.
    assert_eq!(look(&path).unwrap(), [(1, 1)]);
    // When it is killed, the file is free at once.
    let mut input = first.stdin.take().unwrap();
    input.flush().unwrap();
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second(&path, &[]), "open");
    assert_eq!(look(&path).unwrap(), [(1, 1)]);
}
