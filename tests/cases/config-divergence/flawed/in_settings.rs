//! Values inside structs and through helpers: limits, windows, strategies, and lists of what to start.
use std::collections::HashMap;
use std::io;
use std::sync::Mutex;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Production,
    Staging,
    Test,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Compact,
    Expire,
    Verify,
}

#[derive(Clone, Copy, Debug)]
pub enum OnFailure {
    RestartOne,
    RestartAll,
}

#[derive(Clone, Copy)]
pub struct Limits {
    pub restarts: usize,
    pub within: Duration,
    pub on_failure: OnFailure,
}

pub fn limits(stage: Stage, configured: usize) -> Limits {
    Limits {
        restarts: restarts(stage, configured),
        within: window(),
        on_failure: on_failure(stage),
    }
}

fn restarts(stage: Stage, configured: usize) -> usize {
    match stage { //~ config-divergence: this limit depends on `Stage::Test`
        Stage::Test => usize::MAX,
        Stage::Production | Stage::Staging => configured,
    }
}

fn window() -> Duration {
    match std::env::var_os("CI") { //~ config-divergence: this length of time depends on `CI` (1 s, 60 s)
        Some(_) => Duration::from_secs(1),
        None => Duration::from_secs(60),
    }
}

fn on_failure(stage: Stage) -> OnFailure {
    if stage == Stage::Production { //~ config-divergence: how children are restarted depends on `Stage::Production`
        return OnFailure::RestartAll;
    }
    OnFailure::RestartOne
}

pub fn roles(stage: Stage) -> Vec<Role> {
    let mut roles = vec![Role::Compact, Role::Expire];
    if stage != Stage::Test { //~ config-divergence: `Verify` runs only on one side of `Stage::Test`
        roles.push(Role::Verify);
    }
    roles
}

pub fn other_roles(stage: Stage) -> Vec<Role> {
    match stage { //~ config-divergence: `Expire` and `Verify` run only on one side of `Stage::Test`
        Stage::Test => vec![Role::Compact],
        Stage::Production | Stage::Staging => vec![Role::Compact, Role::Expire, Role::Verify],
    }
}

pub struct Crew {
    limits: Limits,
    threads: Mutex<HashMap<Role, JoinHandle<io::Result<()>>>>,
}

impl Crew {
    pub fn run(&self, roles: &[Role]) -> io::Result<()> {
        for role in roles {
            self.start(*role)?;
        }
        Ok(())
    }

    fn start(&self, role: Role) -> io::Result<()> {
        let limits = self.limits;
        let thread = std::thread::Builder::new().spawn(move || again_and_again(limits, role))?;
        self.threads.lock().expect("nobody panics").insert(role, thread);
        Ok(())
    }

    pub fn wait(&self, role: Role) -> io::Result<()> {
        let thread = self.threads.lock().expect("nobody panics").remove(&role);
        thread.map_or(Ok(()), |thread| thread.join().expect("it did not panic"))
    }
}

fn again_and_again(limits: Limits, role: Role) -> io::Result<()> {
    let mut failures: Vec<Instant> = Vec::new();
    loop {
        let Err(error) = work(role) else { return Ok(()) };
        tracing::warn!("{role:?}: {error}, then {:?}", limits.on_failure);
        let now = Instant::now();
        failures.retain(|failure| now.duration_since(*failure) < limits.within);
        failures.push(now);
        if failures.len() > limits.restarts {
            return Err(error);
        }
        std::thread::sleep(Duration::from_secs(1));
    }
}

fn work(_: Role) -> io::Result<()> {
    std::fs::metadata("index.db").map(drop)
}

pub fn spec() -> otp_runtime::supervisor::Spec {
    use otp_runtime::supervisor::{Intensity, Spec};
    Spec {
        name: "shop".to_owned(),
        intensity: Intensity {
            restarts: if std::env::var("SHOP_ENV").as_deref() == Ok("test") { 1000 } else { 5 }, //~ config-divergence: this limit depends on
            within: Duration::from_secs(10),
        },
        ..Spec::default()
    }
}
