//! Programs that are paused, on a lease that others want.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, ExitCode, Stdio};
use std::time::Duration;

use otp_runtime::store::postgres::Postgres;
use otp_runtime::store::{Options, Store};

use crate::run;
use crate::server::Server;

/// Tells this executable to be such a program: the address, the schema, and until which number it counts.
const TASK: &str = "OTP_POSTGRES_TASK";
const TERM: Duration = Duration::from_millis(1200);
const NAME: &str = "turn";

fn backend(address: &str, schema: &str) -> Postgres {
    let mut backend = Postgres::new(address);
    backend.schema = schema.into();
    backend.longest_transaction = Duration::from_secs(1);
    backend
}

/// The program: while it holds the lease it counts, reading the last number and writing the next one, with nothing but
/// the lease to keep others from doing the same.
pub fn program() -> Option<ExitCode> {
    let task = std::env::var(TASK).ok()?;
    let mut parts = task.split('\n');
    let (address, schema) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let most: u64 = parts.next()?.parse().ok()?;
    run(count(backend(&address, &schema), most));
    Some(ExitCode::SUCCESS)
}

async fn count(backend: Postgres, most: u64) {
    let store = Store::open(backend, Options::default()).await.unwrap();
    println!("ready");
    loop {
        let lease = store.own_when_free(NAME, TERM).await.unwrap();
        println!("owner {}", lease.token());
        let owned = lease.store();
        let last = owned.map::<u8, u64>("last").await.unwrap();
        let counted = owned.map::<(u64, u64), u64>("counted").await.unwrap();
        let keeping = tokio::spawn({
            let lease = lease.clone();
            async move { lease.keep().await }
        });
        loop {
            let number = last.get(&0).await.unwrap().unwrap_or(0);
            if number >= most {
                println!("done");
                store.close().await.unwrap();
                return;
            }
            let mut transaction = owned.begin();
            transaction.insert(&last, &0, &(number + 1)).insert(
                &counted,
                &(number, lease.token()),
                &lease.token(),
            );
            match transaction.commit().await {
                Ok(_) => {}
                Err(error) if error.is_not_owner() => {
                    println!("fenced {}", lease.token());
                    break;
                }
                Err(error) => panic!("{error}"),
            }
            // Some give it back, so that it changes hands.
            if number % 500 == 499 {
                match lease.release().await {
                    Ok(()) => {}
                    // Paused just before.
                    Err(error) if error.is_not_owner() => println!("fenced {}", lease.token()),
                    Err(error) => panic!("{error}"),
                }
                break;
            }
        }
        keeping.abort();
    }
}

struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn start(address: &str, schema: &str, most: u64) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(TASK, format!("{address}\n{schema}\n{most}"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        Self { child, lines }
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until it says something that begins so.
    fn says(&mut self, beginning: &str) -> String {
        self.lines
            .by_ref()
            .map(Result::unwrap)
            .find(|line| line.starts_with(beginning))
            .unwrap_or_else(|| panic!("it ended and never said {beginning:?}"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Also one that is stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program that sleeps through the end of its lease finds, when it wakes, that another has it, and writes nothing.
pub fn a_paused_owner_wakes_after_the_takeover(server: &Server) {
    run(async {
        let backend = backend(&server.address(), &server.new_store().schema);
        let schema = backend.schema.clone();
        let store = Store::open(backend, Options::default()).await.unwrap();
        for _ in 0..3 {
            let mut program = Program::start(&server.address(), &schema, u64::MAX);
            program.says("owner");
            // In the middle of its counting.
            program.signal("-STOP");
            let lease = store.own_when_free(NAME, TERM).await.unwrap();
            let last = lease.store().map::<u8, u64>("last").await.unwrap();
            last.insert(&0, &1_000_000).await.unwrap();
            program.signal("-CONT");
            program.says("fenced");
            assert_eq!(last.get(&0).await.unwrap(), Some(1_000_000));
            drop(program);
            lease.release().await.unwrap();
        }
    });
}

/// However they are paused, no number is counted twice, and none by an owner that is not the last.
pub fn programs_fight_over_a_lease(server: &Server) {
    const MOST: u64 = 3000;
    let schema = server.new_store().schema;
    let mut programs: Vec<_> = (0..2)
        .map(|_| Program::start(&server.address(), &schema, MOST))
        .collect();
    for round in 0..4 {
        // The one that has it now, more or less, for longer than the lease.
        programs[round % 2].signal("-STOP");
        std::thread::sleep(TERM * 2);
        programs[round % 2].signal("-CONT");
    }
    for program in &mut programs {
        program.says("done");
    }
    drop(programs);
    run(async {
        let store = Store::open(backend(&server.address(), &schema), Options::default())
            .await
            .unwrap();
        let last = store.map::<u8, u64>("last").await.unwrap();
        assert_eq!(last.get(&0).await.unwrap(), Some(MOST));
        let counted = store.map::<(u64, u64), u64>("counted").await.unwrap();
        let counted = counted.range(.., usize::MAX).await.unwrap();
        let numbers = counted.iter().map(|((number, _), _)| *number);
        assert!(numbers.eq(0..MOST), "a number is missing or there twice");
        assert!(counted.is_sorted_by_key(|(_, token)| *token));
        let mut tokens: Vec<_> = counted.iter().map(|(_, token)| *token).collect();
        tokens.dedup();
        assert!(tokens.len() > 2, "it never changed hands");
    });
}
