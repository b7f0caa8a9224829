//! The process that accepted a job crashes before it was done.

use std::time::Duration;

use otp_runtime::server::Server;
use otp_runtime::store::Store;
use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor, Tree};

#[path = "../../pairs/volatile-state/corrected.rs"]
mod corrected;
#[path = "../../pairs/volatile-state/flawed.rs"]
mod flawed;

const SECOND: Duration = Duration::from_secs(1);

async fn tree<S: Server>(args: S::Args) -> Tree
where
    S::Args: Clone,
{
    let spec = Spec {
        children: vec![ChildSpec::new("jobs")],
        ..Spec::default()
    };
    let supervisor = Supervisor::new(spec).server::<S>("jobs", args);
    supervisor.start().await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_flawed_program_loses_the_job() {
    use flawed::{Job, Jobs, Message};
    let tree = tree::<Jobs>(()).await;
    let jobs = tree.name::<Jobs>("jobs").unwrap();
    let submit = |accepted| {
        Message::Submit(
            Job {
                body: "bolt".into(),
            },
            accepted,
        )
    };
    jobs.call(SECOND, submit).await.unwrap();
    jobs.cast(Message::Crash).await.unwrap();
    let next = jobs.call(SECOND, Message::Next).await.unwrap();
    assert_eq!(next.map(|job| job.body), None);
    jobs.cast(Message::Done).await.unwrap();
    tree.stop(SECOND).await;
}

#[tokio::test(start_paused = true)]
async fn the_corrected_program_does_not() {
    use corrected::{Jobs, Message};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::sqlite(&path).await.unwrap();
    let first = tree::<Jobs>(store.clone()).await;
    let jobs = first.name::<Jobs>("jobs").unwrap();
    let submit = |accepted| Message::Submit("bolt".into(), accepted);
    jobs.call(SECOND, submit).await.unwrap();
    jobs.cast(Message::Crash).await.unwrap();
    let next = jobs.call(SECOND, Message::Next).await.unwrap();
    assert_eq!(next.as_deref(), Some("bolt"));
    // Also over the end of the program, before it was said to be done.
    first.stop(SECOND).await;
    store.close().await.unwrap();
    let store = Store::sqlite(&path).await.unwrap();
    let second = tree::<Jobs>(store).await;
    let jobs = second.name::<Jobs>("jobs").unwrap();
    let next = jobs.call(SECOND, Message::Next).await.unwrap();
    assert_eq!(next.as_deref(), Some("bolt"));
    jobs.cast(Message::Done).await.unwrap();
    assert_eq!(jobs.call(SECOND, Message::Next).await.unwrap(), None);
    second.stop(SECOND).await;
}

#[test]
fn the_linter_tells_them_apart() {
    crate::assert_told_apart("volatile-state");
}
