//! Wall time and peak memory of a whole process.

use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What one run of a process took.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// From before it is started until it has ended.
    pub wall: Duration,
    /// Time on all cores, in and out of the kernel.
    pub cpu: Duration,
    /// The most memory that was resident at once, in bytes. The system counts what the starting
    /// process held at that moment too: keep that one small.
    pub peak: u64,
}

/// Runs a process to its end, its output thrown away.
///
/// # Errors
///
/// When it cannot be started, or ends in another way than with exit code 0 or 1: 1 is a linter that
/// has found something.
pub fn run(command: &mut Command) -> io::Result<Run> {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let used = child.wait4()?;
    let wall = start.elapsed();
    match used.status.code() {
        Some(0 | 1) => {
            let cpu = used.rusage.utime + used.rusage.stime;
            Ok(Run {
                wall,
                cpu,
                peak: used.rusage.maxrss,
            })
        }
        _ => Err(io::Error::other(format!(
            "{command:?} ended with {}",
            used.status
        ))),
    }
}

/// The middle of the values, or of the two in the middle; zero when there are none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(Vec::new()), 0.0);
    }

    #[test]
    fn a_process_has_a_peak_and_a_fault_is_an_error() {
        let run = |argument: &str| run(Command::new(env!("CARGO")).arg(argument));
        assert!(run("--version").unwrap().peak > 0);
        assert!(run("no-such-command").is_err());
    }
}
