//! Keeps tokio's paused clock from running ahead of the store's threads.

use std::sync::mpsc;
use std::time::Instant as StdInstant;

use tokio::runtime::Handle;
use tokio::time::Instant;

/// While it lives, a paused clock does not advance by itself.
///
/// A runtime whose clock is paused jumps to the next timer as soon as all of its tasks wait, and it does not know that
/// one of them waits for a thread of ours: every deadline would pass while a commit is on its way. It does know its own
/// blocking tasks, so one of them waits too. With a running clock this costs three readings of it and nothing else.
#[derive(Debug)]
pub(super) struct Hold {
    _blocked: Option<mpsc::Sender<()>>,
}

impl Hold {
    pub(super) fn new() -> Self {
        // otplint: allow(conditional-supervision, reason = "only a runtime has a clock that could run ahead")
        let blocked = match Handle::try_current() {
            Ok(runtime) if is_paused() => {
                let (sender, receiver) = mpsc::channel::<()>();
                // It ends when the sender is dropped.
                runtime.spawn_blocking(move || receiver.recv().is_ok());
                Some(sender)
            }
            _ => None,
        };
        Self { _blocked: blocked }
    }
}

/// Whether tokio's clock is another one than the machine's, as it is once it was paused.
fn is_paused() -> bool {
    let before = StdInstant::now();
    let tokio = Instant::now().into_std();
    let after = StdInstant::now();
    tokio < before || after < tokio
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn a_paused_clock_stands_still_while_it_is_held() {
        let start = Instant::now();
        let hold = Hold::new();
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            // Long enough for a clock that is not held to jump.
            std::thread::sleep(Duration::from_millis(30));
            let _ = sender.send(());
            drop(hold);
        });
        tokio::select! {
            answer = receiver => answer.unwrap(),
            () = tokio::time::sleep(Duration::from_secs(3600)) => panic!("the clock ran ahead"),
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        thread.join().unwrap();
    }

    #[tokio::test]
    async fn a_running_clock_is_left_alone() {
        assert!(!is_paused());
        assert!(Hold::new()._blocked.is_none());
    }
}
