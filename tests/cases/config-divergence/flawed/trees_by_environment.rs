//! Supervision trees: a child, a strategy and an actor that depend on the environment.
use otp_runtime::server::Server;
use otp_runtime::supervisor::{Spec, Supervisor};

pub enum RestartPolicy {
    Never,
    Always,
}

pub fn policy(environment: &str) -> RestartPolicy {
    if environment == "test" { RestartPolicy::Never } else { RestartPolicy::Always } //~ config-divergence: how children are restarted depends on `"test"`
}

pub fn tree<S: Server<Args = ()>>(spec: Spec) -> Supervisor {
    let mut tree = Supervisor::new(spec).server::<S>("desk", ());
    if !cfg!(test) { //~ config-divergence: `reaper` runs only on one side of `cfg!(test)`
        tree = tree.server::<S>("reaper", ());
    }
    tree
}

pub struct Cleaner;

impl actix::Actor for Cleaner {
    type Context = actix::Context<Self>;
}

pub fn start(test_mode: bool) {
    if !test_mode { //~ config-divergence: `Cleaner` runs only on one side of `test_mode`
        actix::Actor::start(Cleaner);
    }
}
