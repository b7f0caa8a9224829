//! A connection to the server, with a runtime of its own for the thread that uses it.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio_postgres::error::Severity;
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, Connection, Error, Notification, Row, Statement};

use super::super::backend::Millis;
use super::super::error::{OpenError, text};
use super::fault::{Fault, source};
use super::{Postgres, tls};

/// Takes what other programs announce.
pub(super) type Hear = Box<dyn FnMut(Notification) + Send>;

/// One connection.
pub(super) struct Session {
    client: Client,
    // Declared after the client, so that the connection is told before its runtime ends.
    runtime: Runtime,
    prepared: HashMap<&'static str, Statement>,
    /// The last warning of the server.
    warning: Arc<Mutex<Option<String>>>,
    /// How long an answer may take; the server gives up before.
    patience: Duration,
    /// The number of the server's process.
    pub(super) process: i32,
    /// The server's time when it was opened.
    pub(super) now: Millis,
}

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Write,
    Read,
}

/// A parameter of a statement.
pub(super) type Parameter = Box<dyn ToSql + Sync + Send>;

/// One of several things that the server is asked at once.
pub(super) enum Step {
    /// As it is, without an answer.
    Plain(&'static str),
    Query(&'static str, Vec<Parameter>),
}

/// `query!("SELECT …", a, b)`
macro_rules! query {
    ($sql:expr $(, $parameter:expr)* $(,)?) => {
        $crate::store::postgres::session::Step::Query($sql, vec![$(Box::new($parameter)),*])
    };
}
pub(super) use query;

type Running<'a> = Pin<Box<dyn Future<Output = Result<Vec<Row>, Error>> + 'a>>;

impl Session {
    /// Connects, and makes the session such that what it commits is durable.
    pub(super) fn open(
        options: &Postgres,
        purpose: Purpose,
        hear: Option<Hear>,
    ) -> Result<Self, OpenError> {
        let failed = |source| OpenError::Io {
            path: options.place(),
            source,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed(Arc::new(error)))?;
        let warning = Arc::<Mutex<Option<String>>>::default();
        let config = options.config()?;
        let tls = tls::connector(options)?;
        let patience = options.answer_within();
        let noted = warning.clone();
        let connect = async {
            let (client, connection) = config.connect(tls).await?;
            tokio::spawn(drive(connection, noted, hear));
            client
                .batch_execute(&settings(options, purpose))
                .await
                .map(|()| client)
        };
        let client = runtime
            .block_on(async { tokio::time::timeout(patience, connect).await })
            .map_err(|_| failed(text("the server did not answer in time")))?
            .map_err(|error| failed(source(error)))?;
        let mut session = Self {
            client,
            runtime,
            prepared: HashMap::new(),
            warning,
            patience,
            process: 0,
            now: 0,
        };
        (session.process, session.now) = check(&mut session, options.place())?;
        Ok(session)
    }

    /// Asks one thing.
    pub(super) fn ask(&mut self, step: Step) -> Result<Vec<Row>, Fault> {
        Ok(self.ask_all(vec![step])?.pop().unwrap_or_default())
    }

    /// Asks several things in order, without waiting for the answers in between. After one that is refused in a
    /// transaction, the server refuses the others.
    pub(super) fn ask_all(&mut self, steps: Vec<Step>) -> Result<Vec<Vec<Row>>, Fault> {
        let (client, prepared) = (&self.client, &mut self.prepared);
        let patience = self.patience;
        let ask = async {
            for step in &steps {
                if let Step::Query(sql, _) = step
                    && !prepared.contains_key(sql)
                {
                    prepared.insert(sql, client.prepare(sql).await?);
                }
            }
            let running = steps.iter().map(|step| start(client, prepared, step));
            in_order(running.collect()).await
        };
        self.runtime
            .block_on(async { tokio::time::timeout(patience, ask).await })
            .map_err(|_| Fault::lost("the server did not answer in time"))?
            .map_err(Fault::of)
    }

    /// Sends a text that is no constant.
    pub(super) fn script(&mut self, sql: &str) -> Result<(), Fault> {
        let (client, patience) = (&self.client, self.patience);
        self.runtime
            .block_on(async { tokio::time::timeout(patience, client.batch_execute(sql)).await })
            .map_err(|_| Fault::lost("the server did not answer in time"))?
            .map_err(Fault::of)
    }

    /// Lets the connection live for as long, or until the future ends.
    pub(super) fn wait(&mut self, until: impl Future) {
        self.runtime.block_on(async {
            until.await;
        });
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// The last warning since this was called before.
    pub(super) fn take_warning(&self) -> Option<String> {
        let mut warning = self.warning.lock().unwrap_or_else(PoisonError::into_inner);
        warning.take()
    }
}

fn start<'a>(
    client: &'a Client,
    prepared: &'a HashMap<&'static str, Statement>,
    step: &'a Step,
) -> Running<'a> {
    match step {
        Step::Plain(sql) => {
            Box::pin(async { client.batch_execute(sql).await.map(|()| Vec::new()) })
        }
        Step::Query(sql, parameters) => Box::pin(async {
            let parameters: Vec<&(dyn ToSql + Sync)> = parameters
                .iter()
                .map(|parameter| -> &(dyn ToSql + Sync) { &**parameter })
                .collect();
            match prepared.get(sql) {
                Some(statement) => client.query(statement, &parameters).await,
                None => client.query(*sql, &parameters).await,
            }
        }),
    }
}

/// Starts one after the other, and waits for all. One that fails before it could be sent keeps the later ones from being
/// sent: a `COMMIT` at the end must not commit a part.
async fn in_order(mut running: Vec<Running<'_>>) -> Result<Vec<Vec<Row>>, Error> {
    let mut done: Vec<Option<Result<Vec<Row>, Error>>> = running.iter().map(|_| None).collect();
    let mut sent = 0;
    poll_fn(|context| {
        let mut all = true;
        for (index, (future, result)) in running.iter_mut().zip(&mut done).enumerate() {
            if result.is_none() {
                match future.as_mut().poll(context) {
                    Poll::Ready(answer) => *result = Some(answer),
                    Poll::Pending => all = false,
                }
            }
            if index >= sent {
                if matches!(result, Some(Err(_))) {
                    return Poll::Ready(());
                }
                sent = index + 1;
            }
        }
        if all { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    // The first error is the cause of the others.
    done.into_iter().flatten().collect()
}

/// Lives as long as the connection.
async fn drive<S, T>(
    mut connection: Connection<S, T>,
    warning: Arc<Mutex<Option<String>>>,
    mut hear: Option<Hear>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    loop {
        match poll_fn(|context| connection.poll_message(context)).await {
            Some(Ok(AsyncMessage::Notice(notice))) => {
                if notice.parsed_severity() == Some(Severity::Warning) {
                    let text = notice.to_string();
                    *warning.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
                }
            }
            Some(Ok(AsyncMessage::Notification(news))) => {
                if let Some(hear) = &mut hear {
                    hear(news);
                }
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return,
        }
    }
}

/// What a session is set to, whatever the server, the database or the role say.
fn settings(options: &Postgres, purpose: Purpose) -> String {
    let longest = match purpose {
        Purpose::Write => options.longest_statement(),
        Purpose::Read => options.answer_within(),
    };
    let (longest, idle) = (
        longest.as_millis().max(1),
        options.longest_statement().as_millis().max(1),
    );
    let read_only = if purpose == Purpose::Read {
        "on"
    } else {
        "off"
    };
    // Every statement finds its rows by an index; a plan that was made while a table was empty must not read all of it
    // when it no longer is.
    format!(
        "SET search_path TO {schema};
         SET synchronous_commit TO on;
         SET client_min_messages TO warning;
         SET default_transaction_isolation TO 'read committed';
         SET default_transaction_read_only TO {read_only};
         SET statement_timeout TO {longest};
         SET idle_in_transaction_session_timeout TO {idle};
         SET lock_timeout TO 0;
         SET enable_seqscan TO off; SET enable_hashjoin TO off; SET enable_mergejoin TO off; SET jit TO off;
         SET plan_cache_mode TO force_generic_plan",
        schema = options.quoted_schema(),
    )
}

/// Refuses a server that does not keep what it acknowledges; answers the number of its process, and its time.
fn check(session: &mut Session, place: PathBuf) -> Result<(i32, Millis), OpenError> {
    let sql = "SELECT current_setting('fsync'), pg_is_in_recovery(), pg_backend_pid(),
                      (extract(epoch FROM clock_timestamp()) * 1000)::bigint, set_config('synchronous_commit', stronger, false)
               FROM (SELECT coalesce(
                   (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit' AND reset_val = 'remote_apply'),
                   'on') AS stronger) AS setting";
    let failed = |fault: Fault| OpenError::Io {
        path: place.clone(),
        source: fault.source(),
    };
    let rows = session.ask(query!(sql)).map_err(failed)?;
    let Some(row) = rows.first() else {
        return Err(failed(Fault::lost("the server does not say how it is set")));
    };
    if row.get::<_, &str>(0) != "on" {
        let reason = "its setting fsync is off, so that a crash of its machine loses what it has committed: turn it on";
        return Err(OpenError::NotDurable {
            path: place,
            reason: reason.into(),
        });
    }
    if row.get::<_, bool>(1) {
        return Err(OpenError::ReadOnly { path: place });
    }
    Ok((row.get(2), row.get(3)))
}
