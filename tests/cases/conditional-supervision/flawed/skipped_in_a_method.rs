//! The router is not started, and nobody is told.

use tokio::runtime::Handle;

pub struct Router {
    running: bool,
}

impl Router {
    pub fn ensure_running(&mut self) {
        if self.running {
            return;
        }
        if let Ok(handle) = Handle::try_current() { //~ conditional-supervision: silently skipped
            start(&handle);
            self.running = true;
        }
    }
}

fn start(handle: &Handle) {
    drop(handle.spawn(async { route().await })); //~ related: this is done only if it is found
}

async fn route() {}
