//! The same work done by raw tokio, otp-runtime, ractor, kameo and actix, in interleaved rounds of one run.
//!
//! `cargo run --release --manifest-path runtime/benches/peers/Cargo.toml [-- CASE [WAY [THREADS]]]`
//!
//! What the peers do not have is left out or marked: ractor's mailboxes are unbounded, so its cast has nothing to wait
//! for; actix runs on one thread whatever the runtime has, and does not survive a panic; kameo and actix have no timers
//! of their own. Each is used as its documentation says, without what slows it down and can be turned off (tracing).

mod actix;
#[path = "../../compare/harness.rs"]
mod harness;
mod kameo;
#[path = "../../compare/otp.rs"]
mod otp;
mod ractor;
#[path = "../../compare/raw.rs"]
mod raw;

use harness::{Way, fresh};

fn main() {
    let cases = vec![
        case!("cast 24 B", 51,
            "raw tokio" => raw::cast::<3>(), "otp-runtime" => otp::cast::<3>(),
            "ractor" => ractor::cast::<3>(), "kameo" => kameo::cast::<3>(), "actix" => actix::cast::<3>()),
        case!("cast 256 B", 51,
            "raw tokio" => raw::cast::<32>(), "otp-runtime" => otp::cast::<32>(),
            "ractor" => ractor::cast::<32>(), "kameo" => kameo::cast::<32>(), "actix" => actix::cast::<32>()),
        case!("call with deadline (raw: without)", 51,
            "raw tokio" => raw::call(), "otp-runtime" => otp::call(),
            "ractor" => ractor::call(), "kameo" => kameo::call(), "actix" => actix::call()),
        case!("start, init, stop: one by one", 51,
            "raw tokio" => raw::spawn(), "otp-runtime" => otp::spawn(),
            "ractor" => ractor::spawn(), "kameo" => kameo::spawn(), "actix" => actix::spawn()),
        case!("start, init, stop: 1000 at once", 51,
            "raw tokio" => raw::spawn_many(), "otp-runtime" => otp::spawn_many(),
            "ractor" => ractor::spawn_many(), "kameo" => kameo::spawn_many(), "actix" => actix::spawn_many()),
        case!("memory of an idle process (bytes)", 3,
            "raw tokio" => fresh("raw tokio"), "otp-runtime" => fresh("otp-runtime"),
            "ractor" => fresh("ractor"), "kameo" => fresh("kameo"), "actix" => fresh("actix")),
        case!("crash to restarted", 25,
            "raw tokio" => raw::restart(), "otp-runtime" => otp::restart(),
            "ractor" => ractor::restart(), "kameo" => kameo::restart()),
        case!("timer: schedule", 5,
            "raw tokio" => raw::schedule(), "otp-runtime" => otp::schedule(), "ractor" => ractor::schedule()),
        case!("timer: cancel", 5,
            "raw tokio" => raw::cancel(), "otp-runtime" => otp::cancel(), "ractor" => ractor::cancel()),
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
        Way {
            name: "ractor",
            run: || Box::pin(ractor::memory()),
        },
        Way {
            name: "kameo",
            run: || Box::pin(kameo::memory()),
        },
        Way {
            name: "actix",
            run: || Box::pin(actix::memory()),
        },
    ];
    harness::main(cases, memory);
}
