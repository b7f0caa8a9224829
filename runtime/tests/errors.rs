//! What callers may do with every error of this crate: send it, share it, box it, print it.

use std::error::Error;
use std::time::Duration;

use otp_runtime::mailbox::CallError;
use otp_runtime::server::StartError;
use otp_runtime::task::SpawnError;
use otp_runtime::{
    CastError, breaker, mailbox, registry, retry, scheduler, server, supervisor, task,
};

fn usable<E: Error + Send + Sync + 'static>() {}

#[test]
fn every_error_can_be_sent_shared_and_boxed() {
    usable::<CallError>();
    usable::<CastError<String>>();
    usable::<mailbox::CapacityError>();
    usable::<StartError>();
    usable::<server::OptionsError>();
    usable::<server::Stuck>();
    usable::<SpawnError>();
    usable::<task::LimitError>();
    usable::<supervisor::StartError>();
    usable::<supervisor::ChangeError>();
    usable::<supervisor::ChildError>();
    usable::<supervisor::GaveUp>();
    usable::<supervisor::NameError>();
    usable::<supervisor::ReserveError>();
    usable::<supervisor::SpecError>();
    usable::<supervisor::Problem>();
    usable::<registry::RegistryError>();
    usable::<scheduler::ScheduleError>();
    usable::<breaker::BreakerError<std::io::Error>>();
    usable::<breaker::SettingsError>();
    usable::<retry::RetryError<std::io::Error>>();
}

#[test]
fn what_may_be_tried_again_says_so() {
    let second = Duration::from_secs(1);
    assert!(CallError::Full.is_retryable() && CallError::NoRoom(second).is_retryable());
    // Unknown outcomes are never repeated by themselves, and what cannot change need not be.
    for error in [
        CallError::TimedOut(second),
        CallError::Unanswered,
        CallError::NoTime,
        CallError::SelfCall,
    ] {
        assert!(!error.is_retryable(), "{error}");
    }
    assert!(StartError::TimedOut(second).is_retryable() && !StartError::NoRuntime.is_retryable());
    assert!(SpawnError::Limit { limit: 1 }.is_retryable() && !SpawnError::Stopping.is_retryable());
}
