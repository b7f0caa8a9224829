//! Who drives when: otp-runtime.

use std::collections::BTreeMap;

use otp_runtime::exit::{BoxError, ExitReason};
use otp_runtime::server::{Address, Context, Reply, Server};
use sqlx::PgPool;

use crate::{SECOND, note, noted};

pub struct Roster {
    pool: PgPool,
    shifts: BTreeMap<i64, i64>,
    payroll: Address<Pay>,
}

pub enum Shift {
    Book(i64, i64, Reply<bool>),
    Drop(i64),
    Who(i64, Reply<Option<i64>>),
    Count(Reply<usize>),
}

impl Server for Roster {
    type Args = (PgPool, Address<Pay>);
    type Message = Shift;
    type Error = BoxError;

    async fn init((pool, payroll): Self::Args, _: &mut Context<Self>) -> Result<Self, BoxError> {
        let shifts = noted(&pool, "shift").await?.into_iter().map(|shift| (shift, 0)).collect();
        Ok(Self { pool, shifts, payroll })
    }

    async fn handle(&mut self, message: Shift, _: &mut Context<Self>) -> Result<(), BoxError> {
        match message {
            Shift::Book(shift, driver, reply) => {
                let hours = self.payroll.call(SECOND, |reply| Pay::Hours(driver, reply)).await?;
                let free = hours < 40 && !self.shifts.contains_key(&shift);
                if free {
                    note(&self.pool, "shift", shift).await?;
                    self.shifts.insert(shift, driver);
                }
                reply.send(free);
            }
            Shift::Drop(shift) => {
                note(&self.pool, "dropped", shift).await?;
                self.shifts.remove(&shift);
            }
            Shift::Who(shift, reply) => reply.send(self.shifts.get(&shift).copied()),
            Shift::Count(reply) => reply.send(self.shifts.len()),
        }
        Ok(())
    }

    async fn terminate(&mut self, reason: &ExitReason, _: &mut Context<Self>) {
        tracing::info!("{} shifts: {reason}", self.shifts.len());
    }
}

pub struct Payroll {
    pool: PgPool,
    roster: Address<Shift>,
}

pub enum Pay {
    Hours(i64, Reply<usize>),
    Ill(i64),
}

impl Server for Payroll {
    type Args = (PgPool, Address<Shift>);
    type Message = Pay;
    type Error = BoxError;

    async fn init((pool, roster): Self::Args, _: &mut Context<Self>) -> Result<Self, BoxError> {
        Ok(Self { pool, roster })
    }

    async fn handle(&mut self, message: Pay, _: &mut Context<Self>) -> Result<(), BoxError> {
        match message {
            Pay::Hours(driver, reply) => {
                let hours = noted(&self.pool, "hour").await?;
                reply.send(hours.into_iter().filter(|of| *of == driver).count());
            }
            Pay::Ill(driver) => {
                note(&self.pool, "ill", driver).await?;
                self.roster.try_cast(Shift::Drop(driver)).map_err(|_| "the roster is full")?;
            }
        }
        Ok(())
    }
}
