//! An error, a panic, another way.

use tokio::runtime::{Handle, Runtime};

pub fn fails() -> Result<(), String> {
    let Ok(handle) = Handle::try_current() else {
        return Err("call this inside a runtime".to_owned());
    };
    drop(handle.spawn(work()));
    Ok(())
}

pub fn panics() {
    match Handle::try_current() {
        Ok(handle) => drop(handle.spawn(work())),
        Err(error) => panic!("{error}"),
    }
}

pub fn does_it_anyway() {
    match Handle::try_current() {
        Ok(handle) => drop(handle.spawn(work())),
        Err(_) => drop(std::thread::spawn(|| {
            if let Ok(runtime) = Runtime::new() {
                runtime.block_on(work());
            }
        })),
    }
}

pub fn does_it_here(children: Vec<u32>) {
    if let Ok(handle) = Handle::try_current() {
        drop(handle.spawn_blocking(move || clean_up(children)));
    } else {
        clean_up(children);
    }
}

fn clean_up(children: Vec<u32>) {
    tracing::debug!("{}", children.len());
}

pub fn only_asks() -> bool {
    if let Ok(handle) = Handle::try_current() {
        tracing::debug!("{:?}", handle.runtime_flavor());
        return true;
    }
    false
}

async fn work() {}
