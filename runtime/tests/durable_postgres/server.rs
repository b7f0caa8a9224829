//! A PostgreSQL server of the tests' own, from the machine's binaries, in a temporary folder.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otp_runtime::store::postgres::Postgres;
use tempfile::TempDir;

/// A running server. It is stopped when this is dropped.
pub struct Server {
    binaries: PathBuf,
    folder: TempDir,
    user: Option<(u32, u32)>,
    port: u16,
    settings: Vec<&'static str>,
    process: Mutex<Option<Child>>,
    schemas: AtomicUsize,
}

/// The folder with the server's programs.
pub fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut installed: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    // The newest first.
    installed.sort_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name);
        let number = version.and_then(|version| version.to_str()?.parse::<u32>().ok());
        std::cmp::Reverse(number)
    });
    std::env::split_paths(&path)
        .chain(installed)
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// Someone else, where the tests run as root: the server refuses to.
fn someone_else(folder: &Path) -> Option<(u32, u32)> {
    if std::fs::metadata(folder).unwrap().uid() != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let find = |name: &str| {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2).map(str::parse::<u32>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    };
    Some(find("postgres").or_else(|| find("nobody")).unwrap())
}

impl Server {
    /// A new server with these settings.
    pub fn start(binaries: &Path, settings: &[&'static str]) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("otp-postgres-")
            .tempdir()
            .unwrap();
        let user = someone_else(folder.path());
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        // Free a moment ago, and nobody else takes ports of this range on purpose.
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let server = Self {
            binaries: binaries.to_owned(),
            folder,
            user,
            port,
            settings: settings.to_vec(),
            process: Mutex::new(None),
            schemas: AtomicUsize::new(0),
        };
        let made = server
            .command("initdb")
            .arg("-D")
            .arg(server.data())
            .args(["-U", "otp", "--auth=trust", "--encoding=UTF8", "--locale=C"])
            .arg("--no-sync")
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        server.run();
        server
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        // Not the tests' own, which the other user may not be allowed to enter.
        command.current_dir(self.folder.path()).env_clear();
        command.env("LC_ALL", "C");
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    /// Starts it, after it was stopped or killed.
    pub fn run(&self) {
        let mut last = VecDeque::new();
        // The processes of a killed server take a moment to notice, and until then there cannot be another one.
        for _ in 0..300 {
            if self.try_run(&mut last) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the server does not start: {last:#?}");
    }

    fn try_run(&self, last: &mut VecDeque<String>) -> bool {
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.data());
        let (port, folder) = (self.port, self.folder.path().display());
        for setting in [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={folder}"),
            "max_connections=300".to_owned(),
            "shared_buffers=64MB".to_owned(),
            "logging_collector=off".to_owned(),
        ]
        .iter()
        .map(String::as_str)
        .chain(self.settings.iter().copied())
        {
            command.arg("-c").arg(setting);
        }
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        for line in lines.by_ref() {
            let line = line.unwrap();
            let ready = line.contains("ready to accept connections");
            last.push_back(line);
            if last.len() > 50 {
                last.pop_front();
            }
            if ready {
                // Somebody must read what it says.
                std::thread::spawn(move || lines.for_each(drop));
                *self.process.lock().unwrap() = Some(process);
                return true;
            }
        }
        process.wait().unwrap();
        false
    }

    fn signal(&self, process: &Child, signal: &str) {
        let sent = Command::new("kill")
            .arg(signal)
            .arg(process.id().to_string())
            .status();
        assert!(sent.unwrap().success());
    }

    /// Ends it at once: its first process with `SIGKILL`, the others as they notice.
    pub fn kill(&self) {
        let mut process = self.process.lock().unwrap().take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Ends it at once, all of its processes, as a crash does.
    pub fn crash(&self) {
        let mut process = self.process.lock().unwrap().take().unwrap();
        self.signal(&process, "-QUIT");
        process.wait().unwrap();
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it is.
    pub fn address(&self) -> String {
        address(self.port)
    }

    /// A store in a schema of its own.
    pub fn new_store(&self) -> Postgres {
        let number = self.schemas.fetch_add(1, Ordering::Relaxed);
        let mut postgres = Postgres::new(self.address());
        postgres.schema = format!("store {number}");
        postgres.readers = 2;
        postgres
    }

    /// Runs SQL, and answers what comes of it, as `psql` shows it.
    pub fn sql(&self, sql: &str) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&self.address(), tokio_postgres::NoTls)
                    .await
                    .unwrap();
            tokio::spawn(connection);
            let messages = client.simple_query(sql).await.unwrap();
            let rows = messages.iter().filter_map(|message| match message {
                tokio_postgres::SimpleQueryMessage::Row(row) => Some(
                    (0..row.len())
                        .map(|column| row.get(column).unwrap_or("").to_owned())
                        .collect::<Vec<_>>()
                        .join("|"),
                ),
                _ => None,
            });
            rows.collect::<Vec<_>>().join("\n")
        })
    }
}

/// Where the server, or somebody between it and us, is.
pub fn address(port: u16) -> String {
    format!("postgresql://otp@127.0.0.1:{port}/postgres?sslmode=disable")
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.lock().unwrap().take() {
            // Fast: sessions are ended.
            self.signal(&process, "-INT");
            let _ = process.wait();
        }
    }
}

/// The server that tests share which do it no harm.
pub type Shared = Arc<Server>;
