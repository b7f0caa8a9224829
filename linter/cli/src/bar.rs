//! A progress bar, when the work is long and someone looks.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use otplint_engine::progress::Progress;

/// Sooner than this, a bar would only flicker.
const PATIENCE: Duration = Duration::from_secs(1);
/// Often enough to look alive.
const REDRAW: Duration = Duration::from_millis(100);

/// Does `work`; when stderr is a terminal and it takes long, shows how far it is.
pub fn watched<T>(progress: &Arc<Progress>, quiet: bool, work: impl FnOnce() -> T) -> T {
    if quiet || !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, waiting) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if waiting.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = bar();
            while waiting.recv_timeout(REDRAW) == Err(RecvTimeoutError::Timeout) {
                let (stage, done, total) = progress.now();
                bar.set_message(stage);
                bar.set_length(total as u64);
                bar.set_position(done as u64);
            }
            bar.finish_and_clear();
        });
        // Dropped when the work ends, by a panic too, which ends the thread above.
        let _done = done;
        work()
    })
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:16} {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}
