//! The session that writes: each group of commits is one transaction of two exchanges.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::super::apply::apply;
use super::super::backend::{
    Commit, Declaration, Mismatch, ObjectId, OperationId, Recorded, Verdict, WriteHalf,
};
use super::super::error::{GroupError, OpenError, Source, text as reason};
use super::Postgres;
use super::fault::Fault;
use super::flush::flush;
use super::image::Image;
use super::listen::Listener;
use super::load::{Loaded, is_full, load, recorded};
use super::plan::Plan;
use super::rows::{declaration, number, text};
use super::session::{Purpose, Session, Step, query};

/// For how long it is believed how many jobs of a queue there are, where other programs push too.
const COUNTED_FOR: Duration = Duration::from_secs(1);
/// How long is waited before something is tried again.
const SHORTEST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(200);
/// After how many groups old operation ids and rows of groups are deleted.
const TIDY_EVERY: u64 = 1000;

/// Groups whose outcome is not known yet: kept when the half is dropped, for the next one to settle.
pub(super) type Lost = Arc<Mutex<Vec<i64>>>;

pub(super) struct Writing {
    options: Postgres,
    session: Option<Session>,
    identity: i64,
    lost: Lost,
    /// The last group that was committed.
    last: Option<i64>,
    counted: HashMap<ObjectId, (u64, Instant)>,
    /// The largest revision that this has seen.
    revision: u64,
    groups: u64,
    news: Vec<ObjectId>,
    /// The number of the server's process, so that the listener knows what it said itself.
    process: Arc<AtomicI32>,
    _listener: Listener,
}

/// Why a group was not committed.
enum Failed {
    /// Nothing of it is there.
    Not(Fault),
    /// The answer to the commit was lost.
    Lost {
        token: i64,
        verdicts: Vec<Verdict>,
        source: Source,
    },
    /// It is there, and the server does not vouch for it.
    Doubted(Source),
}

impl Writing {
    pub(super) fn new(
        options: Postgres,
        session: Session,
        identity: i64,
        lost: Lost,
        listener: Listener,
    ) -> Self {
        let process = listener.ours.clone();
        process.store(session.process, Ordering::Relaxed);
        Self {
            options,
            session: Some(session),
            identity,
            lost,
            last: None,
            counted: HashMap::new(),
            revision: 0,
            groups: 0,
            news: Vec::new(),
            process,
            _listener: listener,
        }
    }

    fn session(&mut self) -> Result<&mut Session, Fault> {
        if self.session.as_ref().is_some_and(Session::is_closed) {
            self.session = None;
        }
        match &mut self.session {
            Some(session) => Ok(session),
            none => {
                let session = Session::open(&self.options, Purpose::Write, None).map_err(
                    |error| match error {
                        OpenError::Io { source, .. } => Fault::Lost(source),
                        other => Fault::Refused(Arc::new(other), false),
                    },
                )?;
                self.process.store(session.process, Ordering::Relaxed);
                Ok(none.insert(session))
            }
        }
    }

    /// Asks until there is an answer that no other one can follow, or the time is up.
    fn persist<T>(
        &mut self,
        until: Instant,
        mut ask: impl FnMut(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut pause = SHORTEST_PAUSE;
        loop {
            let fault = match ask(self) {
                Ok(answer) => return Ok(answer),
                Err(fault) => fault,
            };
            if fault.is_lost() {
                self.session = None;
            }
            if !fault.is_passing() || Instant::now() + pause >= until {
                return Err(fault);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn patience(&self) -> Instant {
        Instant::now() + self.options.patience
    }

    /// One attempt at a group.
    fn attempt(&mut self, plan: &mut Plan, group: &[Arc<Commit>]) -> Result<Vec<Verdict>, Failed> {
        let (image, verdicts, wrote) = loop {
            let loaded = self.load(plan, group.len()).map_err(Failed::Not)?;
            let guessed = !loaded.1;
            let (image, verdicts, wrote) = carry_out(loaded.0, group);
            if is_full(&verdicts) && guessed {
                // What was counted a moment ago may be less by now.
                self.counted.clear();
                self.roll_back();
                continue;
            }
            if image.ran_out && plan.claim_more() {
                self.roll_back();
                continue;
            }
            break (image, verdicts, wrote);
        };
        if !wrote {
            self.roll_back();
            return Ok(verdicts);
        }
        self.save(&image, verdicts)
    }

    /// Also whether everything that is counted was counted just now.
    fn load(&mut self, plan: &Plan, commits: usize) -> Result<(Loaded, bool), Fault> {
        self.session()?;
        let Some(session) = &mut self.session else {
            return Err(Fault::lost("the session is gone"));
        };
        let counted = &self.counted;
        let known = |object: ObjectId| {
            let (live, at) = counted.get(&object)?;
            (at.elapsed() < COUNTED_FOR).then_some(*live)
        };
        let limited = plan.queues.iter().chain(&plan.outboxes);
        let fresh = limited.clone().all(|object| known(*object).is_none());
        let loaded = load(session, plan, commits, self.identity, known, &self.options);
        match loaded {
            Ok(loaded) => {
                let now = Instant::now();
                for object in limited {
                    let known = self.counted.get(object);
                    let old = known.is_none_or(|(_, at)| at.elapsed() >= COUNTED_FOR);
                    if let (true, Some(live)) = (old, loaded.image.live.get(object)) {
                        self.counted.insert(*object, (*live, now));
                    }
                }
                Ok((loaded, fresh))
            }
            Err(fault) => {
                self.roll_back();
                Err(fault)
            }
        }
    }

    fn save(&mut self, image: &Image, verdicts: Vec<Verdict>) -> Result<Vec<Verdict>, Failed> {
        let token = fastrand::i64(1..);
        let steps = flush(image, token, self.last);
        let Some(session) = &mut self.session else {
            return Err(Failed::Not(Fault::lost("the session is gone")));
        };
        session.take_warning();
        match session.ask_all(steps) {
            Ok(_) => {}
            Err(Fault::Lost(source)) => {
                return Err(Failed::Lost {
                    token,
                    verdicts,
                    source,
                });
            }
            Err(fault) => {
                self.roll_back();
                return Err(Failed::Not(fault));
            }
        }
        // A commit has nothing to warn of but that its wait for the standbys was cut short.
        if let Some(warning) = session.take_warning() {
            return Err(Failed::Doubted(reason(warning)));
        }
        self.last = Some(token);
        for (object, live) in &image.live {
            if let Some((counted, _)) = self.counted.get_mut(object) {
                *counted = *live;
            }
        }
        for object in image.trimmed.keys() {
            if !image.live.contains_key(object) {
                self.counted.remove(object);
            }
        }
        for queue in image.jobs.keys().map(|(queue, _)| queue) {
            if !image.live.contains_key(queue) {
                self.counted.remove(queue);
            }
        }
        Ok(verdicts)
    }

    /// Ends the transaction. A session where that does not work is not used again.
    fn roll_back(&mut self) {
        if let Some(session) = &mut self.session
            && session.ask(Step::Plain("ROLLBACK")).is_err()
        {
            self.session = None;
        }
    }

    /// Finds out whether a group was committed, and makes sure that it is not if it was not yet.
    fn settle(&mut self, token: i64, until: Instant) -> Result<bool, Fault> {
        self.session = None;
        self.persist(until, |this| {
            let session = this.session()?;
            let committed = void(session, token)?;
            match session.take_warning() {
                None => Ok(committed),
                Some(warning) => Err(Fault::Lost(reason(warning))),
            }
        })
    }

    fn tell(&mut self) -> Result<(), Fault> {
        if self.news.is_empty() {
            return Ok(());
        }
        let mut news = std::mem::take(&mut self.news);
        news.sort_unstable();
        news.dedup();
        let payload = super::listen::payload(&news);
        let channel = super::listen::channel(self.identity);
        let session = self.session()?;
        let sql = "SELECT pg_notify($1::text, $2::text)";
        session.ask(query!(sql, channel, payload)).map(|_| ())
    }

    fn sweep(&mut self) -> Result<(), Fault> {
        let kept = self.options.operations_kept.max(1);
        let forgotten = self.revision.saturating_sub(kept) as i64;
        let session = self.session()?;
        let operations = "DELETE FROM operations WHERE (namespace, id) IN (
            SELECT namespace, id FROM operations WHERE revision <= $1 ORDER BY revision LIMIT 10000
            FOR UPDATE SKIP LOCKED)";
        let groups = "DELETE FROM groups WHERE token IN (
            SELECT token FROM groups WHERE at < clock_timestamp() - interval '1 day' LIMIT 10000
            FOR UPDATE SKIP LOCKED)";
        session
            .ask_all(vec![query!(operations, forgotten), query!(groups)])
            .map(|_| ())
    }
}

/// Whether the group was committed; if not, it never will be: its row is there, and says so.
///
/// The index lets nobody insert the same token while a transaction that has inserted it is not decided, and a commit that
/// is still on its way fails on it. It writes in any case, so that its own commit waits until what was before it is as
/// durable as it is to be.
pub(super) fn void(session: &mut Session, token: i64) -> Result<bool, Fault> {
    let sql = "INSERT INTO groups (token, void) VALUES ($1, true)
               ON CONFLICT (token) DO UPDATE SET at = clock_timestamp() RETURNING void";
    let rows = session.ask(query!(sql, token))?;
    Ok(rows.first().is_some_and(|row| !row.get::<_, bool>(0)))
}

/// Carries the commits out in memory; also whether anything was written.
fn carry_out(loaded: Loaded, group: &[Arc<Commit>]) -> (Image, Vec<Verdict>, bool) {
    let Loaded {
        mut image,
        revisions,
        now,
    } = loaded;
    let mut wrote = false;
    let mut verdicts = Vec::with_capacity(group.len());
    for (commit, revision) in group.iter().zip(revisions) {
        image.ahead = now.saturating_sub(commit.now);
        let Ok(applied) = apply(&mut image, commit, revision);
        wrote |= applied.wrote;
        verdicts.push(applied.verdict);
    }
    (image, verdicts, wrote)
}

impl WriteHalf for Writing {
    fn commit(&mut self, group: &[Arc<Commit>]) -> Result<Vec<Verdict>, GroupError> {
        let mut plan = Plan::of(group);
        let until = self.patience();
        let mut pause = SHORTEST_PAUSE;
        loop {
            let fault = match self.attempt(&mut plan, group) {
                Ok(verdicts) => {
                    self.groups += 1;
                    for (commit, verdict) in group.iter().zip(&verdicts) {
                        if let Ok(receipt) = verdict {
                            self.revision = self.revision.max(receipt.revision);
                            self.news.extend(&commit.news);
                        }
                    }
                    return Ok(verdicts);
                }
                Err(Failed::Not(fault)) => fault,
                Err(Failed::Lost {
                    token,
                    verdicts,
                    source,
                }) => {
                    let until = until.max(Instant::now() + self.options.longest_transaction);
                    match self.settle(token, until) {
                        Ok(true) => {
                            self.counted.clear();
                            self.groups += 1;
                            return Ok(verdicts);
                        }
                        Ok(false) => Fault::Lost(source),
                        Err(_) => {
                            self.lost
                                .lock()
                                .unwrap_or_else(PoisonError::into_inner)
                                .push(token);
                            return Err(GroupError {
                                unknown: true,
                                broken: true,
                                source,
                            });
                        }
                    }
                }
                Err(Failed::Doubted(source)) => {
                    return Err(GroupError {
                        unknown: true,
                        broken: true,
                        source,
                    });
                }
            };
            if fault.is_lost() {
                self.session = None;
            }
            if !fault.is_passing() || Instant::now() + pause >= until {
                return Err(fault.not_applied());
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn declare(&mut self, wanted: &Declaration) -> Result<Result<ObjectId, Mismatch>, GroupError> {
        let until = self.patience();
        self.persist(until, |this| declare(this.session()?, wanted))
            .map_err(Fault::not_applied)
    }

    fn outcome(
        &mut self,
        namespace: &str,
        id: &OperationId,
    ) -> Result<Option<Recorded>, GroupError> {
        let until = self.patience();
        let sql = "SELECT fingerprint, revision FROM operations WHERE namespace = $1 AND id = $2";
        let asked = (text(namespace).into_owned(), text(&id.0).into_owned());
        self.persist(until, |this| {
            let (namespace, id) = asked.clone();
            let rows = this.session()?.ask(query!(sql, namespace, id))?;
            Ok(rows.first().map(|row| recorded(row.get(0), number(row, 1))))
        })
        .map_err(Fault::not_applied)
    }

    fn tidy(&mut self) -> Result<(), GroupError> {
        let told = self.tell();
        let swept = if self.groups.is_multiple_of(TIDY_EVERY) {
            self.sweep()
        } else {
            Ok(())
        };
        told.and(swept).map_err(|fault| {
            // Whatever it was waiting for is not there: the next group begins anew.
            self.session = None;
            fault.not_applied()
        })
    }

    fn close(&mut self) -> Result<(), GroupError> {
        let last = self.last.take();
        let Some(session) = &mut self.session else {
            return Ok(());
        };
        session
            .ask(query!("DELETE FROM groups WHERE token = $1", last))
            .map(|_| ())
            .map_err(Fault::not_applied)
    }
}

/// Each statement is a transaction of its own, and the same again does no harm.
fn declare(
    session: &mut Session,
    wanted: &Declaration,
) -> Result<Result<ObjectId, Mismatch>, Fault> {
    let find = "SELECT id, namespace, name, kind, type, version FROM objects WHERE namespace = $1 AND name = $2";
    let add =
        "INSERT INTO objects (namespace, name, kind, type, version) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (namespace, name) DO NOTHING";
    let raise = "UPDATE objects SET version = $2 WHERE id = $1 AND version < $2";
    let (namespace, name) = (
        text(&wanted.namespace).into_owned(),
        text(&wanted.name).into_owned(),
    );
    loop {
        let rows = session.ask(query!(find, namespace.clone(), name.clone()))?;
        let Some(row) = rows.first() else {
            session.ask(query!(
                add,
                namespace.clone(),
                name.clone(),
                wanted.kind.name(),
                text(&wanted.type_name).into_owned(),
                i64::from(wanted.version)
            ))?;
            continue;
        };
        let id = ObjectId(row.get(0));
        let found = declaration(row).map_err(|error| Fault::Refused(reason(error), false))?;
        let same = found.kind == wanted.kind && found.type_name == text(&wanted.type_name);
        if !same || found.version > wanted.version {
            return Ok(Err(Mismatch { found }));
        }
        if found.version < wanted.version {
            session.ask(query!(raise, id.0, i64::from(wanted.version)))?;
        }
        return Ok(Ok(id));
    }
}
