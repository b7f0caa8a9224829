//! A real SIGTERM leads to an ordered stop. In a program of its own, since signals are the whole program's business.
#![cfg(unix)]

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use otp_runtime::supervisor::{ChildSpec, Spec, Supervisor};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn sigterm_stops_the_tree_in_order() {
    let tidied = Arc::new(AtomicBool::new(false));
    let seen = tidied.clone();
    let (ready, is_ready) = tokio::sync::mpsc::channel::<()>(1);
    let spec = Spec {
        children: vec![ChildSpec::new("worker")],
        ..Spec::default()
    };
    let tree = Supervisor::new(spec)
        .stoppable_task("worker", move |stop| {
            let (seen, ready) = (seen.clone(), ready.clone());
            async move {
                let _ = ready.send(()).await;
                stop.cancelled().await;
                seen.store(true, Ordering::SeqCst);
                Ok::<_, std::io::Error>(())
            }
        })
        .start()
        .await
        .unwrap();
    let mut is_ready = is_ready;
    is_ready.recv().await.unwrap();
    let mut waiting = Box::pin(tree.until_signal(5 * SECOND));
    // Polled once, so that the signal handler is in place before the signal comes.
    assert!(
        tokio::time::timeout(Duration::ZERO, &mut waiting)
            .await
            .is_err()
    );
    let sent = Command::new("kill")
        .args(["-TERM", &std::process::id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    let report = waiting.await.unwrap();
    assert!(report.is_clean() && tidied.load(Ordering::SeqCst));
}
