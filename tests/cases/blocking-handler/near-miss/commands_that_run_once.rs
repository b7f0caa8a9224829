//! Commands that `block_on` alone polls: by name, in a block, through a helper and through a closure.
use std::future::Future;
use std::time::Duration;

use tokio::runtime::{Handle, Runtime};

fn main() {
    let runner = Runner {
        runtime: Runtime::new().expect("a runtime"),
    };
    run(&runner);
}

/// Others may run the commands so as well.
pub fn run(runner: &Runner) {
    let command = Command { name: "init".to_owned() };
    match command.name.as_str() {
        "drop" => runner.run(command.dropped()),
        "init" => runner.run(async move { command.initialised().await }),
        "stage" => runner.run_with(|context| command.staged(context)),
        "dump" => runner.run_on_the_pool(async move { command.dumped().await }),
        "load" => runner.run_with_on_the_pool(move |context| command.loaded(context)),
        _ => runner.runtime.block_on(async move {
            std::thread::sleep(Duration::from_secs(1));
        }),
    }
}

pub struct Context;

pub struct Command {
    name: String,
}

impl Command {
    async fn dropped(self) {
        slow(&self.name);
    }

    async fn initialised(&self) {
        slow(&self.name);
    }

    async fn staged(&self, _: Context) {
        slow(&self.name);
    }

    async fn dumped(&self) {
        slow(&self.name);
    }

    async fn loaded(self, _: Context) {
        slow(&self.name);
    }
}

pub struct Runner {
    runtime: Runtime,
}

impl Runner {
    pub fn run<F: Future<Output = ()>>(&self, command: F) {
        self.runtime.block_on(until_ctrl_c(command));
    }

    pub fn run_with<F: Future<Output = ()>>(&self, command: impl FnOnce(Context) -> F) {
        let future = command(Context);
        self.runtime.block_on(until_ctrl_c(future));
    }

    pub fn run_on_the_pool<F: Future<Output = ()> + Send + 'static>(&self, command: F) {
        let handle: Handle = self.runtime.handle().clone();
        let work = handle.clone().spawn_blocking(move || handle.block_on(command));
        self.runtime.block_on(until_ctrl_c(async move { work.await.expect("it runs") }));
    }

    pub fn run_with_on_the_pool<F: Future<Output = ()> + Send + 'static>(
        &self,
        command: impl FnOnce(Context) -> F + Send + 'static,
    ) {
        let handle: Handle = self.runtime.handle().clone();
        let work = handle.clone().spawn_blocking(move || handle.block_on(command(Context)));
        self.runtime.block_on(until_ctrl_c(async move { work.await.expect("it runs") }));
    }
}

async fn until_ctrl_c(command: impl Future<Output = ()>) {
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = command => {}
    }
}

fn slow(name: &str) {
    println!("{name}");
    std::thread::sleep(Duration::from_secs(1));
}
