//! The checks that every backend passes.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use otp_runtime::scheduler::clock::Clock;
use otp_runtime::store::{Store, kit};

use crate::run;
use crate::server::Server;

/// The server's clock, which the checks move on; when they set a program's clock back, it stays.
struct Forward(Arc<dyn Clock>, Mutex<SystemTime>);

impl Clock for Forward {
    fn now(&self) -> SystemTime {
        let mut latest = self.1.lock().unwrap();
        *latest = self.0.now().max(*latest);
        *latest
    }
}

pub fn postgres(server: &Server) {
    run(kit::check(async |options| {
        let mut backend = server.new_store();
        let clock = Forward(options.clock.clone(), Mutex::new(SystemTime::UNIX_EPOCH));
        backend.clock = Some(Arc::new(clock));
        Store::open(backend, options).await.unwrap()
    }));
}
