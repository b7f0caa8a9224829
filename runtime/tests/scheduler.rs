//! What `otp_runtime::scheduler` promises, one test a sentence.

use std::time::{Duration, SystemTime};

use otp_runtime::mailbox::{self, Options};
use otp_runtime::scheduler::clock::{Clock, Follow};
use otp_runtime::scheduler::{Missed, Plan, ScheduleError, Scheduler};
use otp_runtime::server::{self, Context, Server};
use tokio::sync::mpsc;
use tokio::time::{Instant, advance, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// Everything that arrives, with its second.
async fn arrivals<M>(receiver: &mut mpsc::Receiver<M>, count: usize) -> Vec<(u64, M)> {
    let start = Instant::now();
    let mut seen = Vec::new();
    while seen.len() < count {
        let message = receiver.recv().await.unwrap();
        seen.push((start.elapsed().as_secs(), message));
    }
    seen
}

#[tokio::test(start_paused = true)]
async fn a_delayed_message_comes_once_and_not_early() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    let start = Instant::now();
    scheduler
        .after(Duration::from_micros(1_500), &sender, "short")
        .unwrap();
    scheduler.after(90 * SECOND, &sender, "long").unwrap();
    assert_eq!(receiver.recv().await, Some("short"));
    assert!(start.elapsed() >= Duration::from_micros(1_500));
    assert!(start.elapsed() <= Duration::from_millis(4));
    assert_eq!(receiver.recv().await, Some("long"));
    assert!(start.elapsed() >= 90 * SECOND && start.elapsed() < 91 * SECOND);
    assert!(scheduler.list().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_earlier_timer_wakes_the_sleeping_driver() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    scheduler.after(100 * SECOND, &sender, "late").unwrap();
    sleep(SECOND).await;
    scheduler.after(SECOND, &sender, "early").unwrap();
    assert_eq!(
        arrivals(&mut receiver, 2).await,
        [(1, "early"), (99, "late")]
    );
}

#[tokio::test(start_paused = true)]
async fn a_period_stays_on_its_grid() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    let plan = Plan::every(10 * SECOND, Missed::Skip).first_in(SECOND);
    scheduler.schedule(plan, &sender, || ()).unwrap();
    let seen: Vec<_> = arrivals(&mut receiver, 4)
        .await
        .into_iter()
        .map(|at| at.0)
        .collect();
    assert_eq!(seen, [1, 11, 21, 31]);
}

/// Arrivals after the clock has jumped over three occurrences and a half.
async fn after_a_jump(missed: Missed) -> Vec<u128> {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    let start = Instant::now();
    scheduler.every(SECOND, missed, &sender, || ()).unwrap();
    tokio::task::yield_now().await;
    advance(SECOND * 7 / 2).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        receiver.recv().await.unwrap();
        // In tenths of a second: the tick is not what this is about.
        seen.push(start.elapsed().as_millis() / 100);
    }
    seen
}

#[tokio::test(start_paused = true)]
async fn missed_occurrences_are_skipped_delayed_or_made_up_for() {
    assert_eq!(after_a_jump(Missed::Skip).await, [35, 40, 50, 60]);
    assert_eq!(after_a_jump(Missed::Delay).await, [35, 45, 55, 65]);
    assert_eq!(after_a_jump(Missed::Burst).await, [35, 35, 35, 40]);
}

#[tokio::test(start_paused = true)]
async fn a_full_target_gets_a_delayed_message_later_and_skips_periodic_ones() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(1);
    sender.send("fills it").await.unwrap();
    scheduler.after(SECOND, &sender, "once").unwrap();
    let every = scheduler
        .every(2 * SECOND, Missed::Skip, &sender, || "every")
        .unwrap();
    sleep(5 * SECOND).await;
    let info = scheduler
        .list()
        .into_iter()
        .find(|info| info.id == every)
        .unwrap();
    assert_eq!((info.fired, info.missed), (0, 2));
    assert_eq!(receiver.recv().await, Some("fills it"));
    assert_eq!(
        arrivals(&mut receiver, 2).await,
        [(0, "once"), (1, "every")]
    );
}

#[tokio::test(start_paused = true)]
async fn jitter_delays_within_its_bound_and_keeps_the_grid() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    let start = Instant::now();
    let plan = Plan::every(10 * SECOND, Missed::Skip).jitter(4 * SECOND);
    scheduler.schedule(plan, &sender, || ()).unwrap();
    let mut delays = Vec::new();
    for n in 1..=20 {
        receiver.recv().await.unwrap();
        let delay = start
            .elapsed()
            .checked_sub(n * 10 * SECOND)
            .expect("never early");
        assert!(delay <= 4 * SECOND + Duration::from_millis(2));
        delays.push(delay.as_millis());
    }
    delays.dedup();
    assert!(delays.len() > 10, "the delays differ");
}

#[tokio::test(start_paused = true)]
async fn a_cron_expression_follows_the_wall_clock_and_its_zone() {
    // 2026-03-28T22:30:00Z, a Saturday, the night in which Berlin goes to summer time.
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_774_737_000);
    let clock = Follow::from(start);
    let scheduler = Scheduler::with_clock(clock).unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    let plan = Plan::cron("0 6 * * *")
        .unwrap()
        .in_zone("Europe/Berlin")
        .unwrap();
    scheduler.schedule(plan, &sender, || "berlin").unwrap();
    scheduler.cron("0 6 * * *", &sender, || "utc").unwrap();
    let mut seen = Vec::new();
    for _ in 0..4 {
        let name = receiver.recv().await.unwrap();
        let hours = clock.now().duration_since(start).unwrap().as_secs_f64() / 3600.0;
        seen.push((name, (hours * 10.0).round() / 10.0));
    }
    assert_eq!(
        seen,
        [
            ("berlin", 5.5),
            ("utc", 7.5),
            ("berlin", 29.5),
            ("utc", 31.5)
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_is_set_back_delays_a_cron_timer() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    #[derive(Clone)]
    struct Set(Follow, Arc<AtomicU64>);
    impl Clock for Set {
        fn now(&self) -> SystemTime {
            self.0.now() - Duration::from_secs(self.1.load(Ordering::SeqCst))
        }
    }
    let midnight = SystemTime::UNIX_EPOCH + Duration::from_secs(1_774_742_400);
    let back = Arc::new(AtomicU64::new(0));
    let scheduler = Scheduler::with_clock(Set(Follow::from(midnight), back.clone())).unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    let start = Instant::now();
    scheduler.cron("0 1 * * *", &sender, || ()).unwrap();
    sleep(30 * 60 * SECOND).await;
    back.store(3600, Ordering::SeqCst);
    receiver.recv().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 2 * 3600);
}

#[tokio::test(start_paused = true)]
async fn timers_can_be_listed_paused_resumed_and_cancelled() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    let one = scheduler.after(SECOND, &sender, 1).unwrap();
    let two = scheduler.after(2 * SECOND, &sender, 2).unwrap();
    let three = scheduler.after(3 * SECOND, &sender, 3).unwrap();
    let ids: Vec<_> = scheduler.list().into_iter().map(|info| info.id).collect();
    assert_eq!(ids, [one, two, three]);
    assert!(scheduler.pause(one) && scheduler.cancel(two) && !scheduler.cancel(two));
    assert_eq!(arrivals(&mut receiver, 1).await, [(3, 3)]);
    assert!(scheduler.resume(one));
    assert_eq!(arrivals(&mut receiver, 1).await, [(0, 1)]);
    assert!(!scheduler.pause(three) && !scheduler.resume(three) && scheduler.list().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_timer_ends_with_its_target_and_does_not_keep_it() {
    let scheduler = Scheduler::start().unwrap();
    let (address, mailbox) = mailbox::open::<()>("loop", Options::default()).unwrap();
    scheduler
        .every(SECOND, Missed::Skip, &address, || ())
        .unwrap();
    drop(mailbox);
    assert!(scheduler.list().is_empty());
    let refused = scheduler.after(SECOND, &address, ()).unwrap_err();
    assert_eq!(refused, ScheduleError::TargetEnded);
    sleep(2 * SECOND).await;
    assert_eq!(address.stats().accepted, 0);
}

#[tokio::test(start_paused = true)]
async fn timers_of_dead_targets_do_not_pile_up() {
    let scheduler = Scheduler::start().unwrap();
    for _ in 0..10_000 {
        let (address, _mailbox) = mailbox::open::<()>("brief", Options::default()).unwrap();
        scheduler.after(100_000 * SECOND, &address, ()).unwrap();
    }
    assert_eq!(
        format!("{:?}", scheduler.timers()).len(),
        "Timers { len: 63 }".len()
    );
}

struct Reminder;

impl Server for Reminder {
    type Args = (otp_runtime::scheduler::Timers, mpsc::Sender<&'static str>);
    type Message = &'static str;
    type Error = std::convert::Infallible;
    async fn init(
        (timers, sender): Self::Args,
        context: &mut Context<Self>,
    ) -> Result<Self, Self::Error> {
        timers.after(SECOND, &context.this(), "remind").unwrap();
        sender.send("started").await.unwrap();
        timers.after(SECOND * 2, &sender, "independent").unwrap();
        Ok(Self)
    }
    async fn handle(&mut self, _: &'static str, _: &mut Context<Self>) -> Result<(), Self::Error> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_timer_of_one_incarnation_ends_with_it() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    let process = server::start::<Reminder>((scheduler.timers(), sender))
        .await
        .unwrap();
    let address = process.address().clone();
    assert_eq!(scheduler.list().len(), 2);
    sleep(SECOND * 3 / 2).await;
    assert_eq!(address.stats().accepted, 1);
    process.stop().await.unwrap();
    assert_eq!(receiver.recv().await, Some("started"));
    assert_eq!(receiver.recv().await, Some("independent"));
}

#[tokio::test(start_paused = true)]
async fn a_dropped_scheduler_cancels_and_a_drained_one_says_what_it_left() {
    let (sender, mut receiver) = mpsc::channel(8);
    let scheduler = Scheduler::start().unwrap();
    let timers = scheduler.timers();
    timers.after(SECOND, &sender, "never").unwrap();
    drop(scheduler);
    assert_eq!(
        timers.after(SECOND, &sender, "refused").unwrap_err(),
        ScheduleError::Stopping
    );
    sleep(2 * SECOND).await;
    assert!(receiver.try_recv().is_err());

    let scheduler = Scheduler::start().unwrap();
    scheduler.after(SECOND, &sender, "soon").unwrap();
    scheduler.after(10 * SECOND, &sender, "far").unwrap();
    scheduler
        .every(SECOND, Missed::Burst, &sender, || "every")
        .unwrap();
    let start = Instant::now();
    let left = scheduler.drain(5 * SECOND).await;
    assert_eq!(left.len(), 1);
    assert!(
        start.elapsed() < 2 * SECOND,
        "it does not wait for the deadline"
    );
    assert_eq!(receiver.try_recv(), Ok("soon"));
    assert!(receiver.try_recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn a_message_maker_that_panics_ends_its_own_timer_only() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, mut receiver) = mpsc::channel(8);
    scheduler
        .every(SECOND, Missed::Skip, &sender, || panic!("boom"))
        .unwrap();
    scheduler
        .every(SECOND, Missed::Skip, &sender, || "fine")
        .unwrap();
    assert_eq!(arrivals(&mut receiver, 2).await, [(1, "fine"), (2, "fine")]);
    assert_eq!(scheduler.list().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn impossible_plans_are_refused_before_anything_runs() {
    let scheduler = Scheduler::start().unwrap();
    let (sender, _receiver) = mpsc::channel::<()>(8);
    let every = |period| scheduler.every(period, Missed::Skip, &sender, || ());
    assert_eq!(
        every(Duration::ZERO),
        Err(ScheduleError::Period(Duration::ZERO))
    );
    assert_eq!(
        every(Duration::MAX),
        Err(ScheduleError::TooFar(Duration::MAX))
    );
    let jitter = Plan::every(SECOND, Missed::Skip).jitter(SECOND);
    assert!(matches!(
        scheduler.schedule(jitter, &sender, || ()),
        Err(ScheduleError::Jitter { .. })
    ));
    assert!(matches!(
        Plan::cron("61 * * * *"),
        Err(ScheduleError::Cron { .. })
    ));
    assert!(matches!(
        Plan::cron("0 0 * * *").unwrap().in_zone("Mars/Base"),
        Err(ScheduleError::Zone(_))
    ));
    assert_eq!(
        scheduler.cron("0 0 30 2 *", &sender, || ()),
        Err(ScheduleError::Never)
    );
}
