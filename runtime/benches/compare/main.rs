//! otp-runtime beside raw tokio. `benches/peers` measures other runtimes in the same way.
//!
//! `cargo bench -p otp-runtime [-- CASE [WAY [THREADS]]]`

mod harness;
mod otp;
mod raw;

use harness::{Way, fresh};

fn main() {
    let cases = vec![
        case!("cast 24 B", 201, "raw tokio" => raw::cast::<3>(), "otp-runtime" => otp::cast::<3>()),
        case!("cast 256 B", 201, "raw tokio" => raw::cast::<32>(), "otp-runtime" => otp::cast::<32>()),
        case!("call with deadline (raw: without)", 201, "raw tokio" => raw::call(), "otp-runtime" => otp::call()),
        case!("start, init, stop: one by one", 201, "raw tokio" => raw::spawn(), "otp-runtime" => otp::spawn()),
        case!("start, init, stop: 1000 at once", 201, "raw tokio" => raw::spawn_many(), "otp-runtime" => otp::spawn_many()),
        case!("memory of an idle process (bytes)", 3, "raw tokio" => fresh("raw tokio"), "otp-runtime" => fresh("otp-runtime")),
        case!("crash to restarted", 51, "raw tokio" => raw::restart(), "otp-runtime" => otp::restart()),
        case!("timer: schedule", 9, "raw tokio" => raw::schedule(), "otp-runtime" => otp::schedule()),
        case!("timer: cancel", 9, "raw tokio" => raw::cancel(), "otp-runtime" => otp::cancel()),
    ];
    let memory = vec![
        Way {
            name: "raw tokio",
            run: || Box::pin(raw::memory()),
        },
        Way {
            name: "otp-runtime",
            run: || Box::pin(otp::memory()),
        },
    ];
    harness::main(cases, memory);
}
