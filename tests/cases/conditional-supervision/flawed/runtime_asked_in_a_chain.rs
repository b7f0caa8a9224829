//! The work stands in a closure that runs only inside a runtime.
use tokio::runtime::Handle;

pub fn start() {
    let started = Handle::try_current().map(|runtime| drop(runtime.spawn(route()))); //~ conditional-supervision: silently skipped
    tracing::debug!("{}", started.is_ok());
}

pub fn start_below() {
    Handle::try_current().ok().map(begin_with); //~ conditional-supervision: silently skipped
}

pub fn start_if_any() {
    let _ = Handle::try_current().map(|runtime| begin(&runtime)); //~ conditional-supervision: silently skipped
}

fn begin_with(runtime: Handle) {
    begin(&runtime);
}

fn begin(runtime: &Handle) {
    drop(runtime.spawn(route()));
}

async fn route() {
    loop {
        tokio::task::yield_now().await;
    }
}
