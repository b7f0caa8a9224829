//! Clerks: ractor and xtra.

use std::time::Duration;

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, call_t};
use tokio::time::timeout;
use xtra::WeakAddress;
use xtra::prelude::{Address, Handler, Mailbox};

use crate::Failure;

pub struct Clerk;

pub enum Paper {
    Sign(i64, RpcReplyPort<bool>),
    Pages(RpcReplyPort<u32>),
}

pub struct Desk {
    pool: sqlx::PgPool,
    signed: u32,
    printer: Address<Printer>,
}

impl Actor for Clerk {
    type Msg = Paper;
    type State = Desk;
    type Arguments = Desk;

    async fn pre_start(&self, _: ActorRef<Paper>, desk: Desk) -> Result<Desk, ActorProcessingErr> {
        Ok(desk)
    }

    async fn handle(&self, myself: ActorRef<Paper>, paper: Paper, desk: &mut Desk) -> Result<(), ActorProcessingErr> {
        match paper {
            Paper::Sign(id, reply) => {
                let sign = sqlx::query("insert into signed (id) values ($1)").bind(id).execute(&desk.pool);
                timeout(Duration::from_secs(1), sign).await??;
                desk.signed += 1;
                tracing::debug!("{} has signed", myself.get_id());
                reply.send(true)?;
            }
            Paper::Pages(reply) => {
                let pages = timeout(Duration::from_secs(2), desk.printer.send(Pages)).await??;
                reply.send(pages)?;
            }
        }
        Ok(())
    }
}

#[derive(xtra::Actor)]
pub struct Printer {
    pages: u32,
    binder: Address<Binder>,
}

#[derive(xtra::Actor)]
pub struct Binder {
    printer: Option<WeakAddress<Printer>>,
    bound: u32,
}

pub struct Pages;
pub struct Bind(pub u32);
pub struct Bound;
pub struct Attach(pub WeakAddress<Printer>);

impl Handler<Pages> for Printer {
    type Return = u32;

    async fn handle(&mut self, _: Pages, _: &mut xtra::Context<Self>) -> u32 {
        self.pages
    }
}

impl Handler<Bound> for Printer {
    type Return = Result<u32, Failure>;

    async fn handle(&mut self, _: Bound, _: &mut xtra::Context<Self>) -> Result<u32, Failure> {
        let bound = timeout(Duration::from_secs(2), self.binder.send(Bind(self.pages))).await??;
        Ok(bound)
    }
}

impl Handler<Bind> for Binder {
    type Return = u32;

    async fn handle(&mut self, Bind(pages): Bind, _: &mut xtra::Context<Self>) -> u32 {
        self.bound += pages;
        self.bound
    }
}

impl Handler<Attach> for Binder {
    type Return = ();

    async fn handle(&mut self, Attach(printer): Attach, _: &mut xtra::Context<Self>) {
        self.printer = Some(printer);
    }
}

pub async fn start(pool: sqlx::PgPool) -> Result<u32, Failure> {
    let binder = xtra::spawn_tokio(Binder { printer: None, bound: 0 }, Mailbox::bounded(8));
    let printer = xtra::spawn_tokio(Printer { pages: 0, binder: binder.clone() }, Mailbox::bounded(8));
    binder.send(Attach(printer.downgrade())).await?;
    let (clerk, _) = Clerk::spawn(None, Clerk, Desk { pool, signed: 0, printer }).await?;
    Ok(call_t!(clerk, Paper::Pages, 1000)?)
}
