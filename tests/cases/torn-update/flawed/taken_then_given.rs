//! What is taken from one row by a number that is computed is not given to the other where that fails.

use diesel::prelude::*;

diesel::table! {
    wallets (id) {
        id -> BigInt,
        cents -> BigInt,
    }
}

pub enum Refused {
    Poor,
    Missing,
    Store(diesel::result::Error),
}

impl From<diesel::result::Error> for Refused {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error)
    }
}

fn debit(connection: &mut PgConnection, wallet: i64, amount: i64) -> Result<(), Refused> {
    let changed = diesel::update(wallets::table.filter(wallets::id.eq(wallet)))
        .set(wallets::cents.eq(wallets::cents - amount))
        .execute(connection)?;
    match changed {
        0 => Err(Refused::Poor),
        _ => Ok(()),
    }
}

fn credit(connection: &mut PgConnection, wallet: i64, amount: i64) -> Result<(), Refused> {
    let changed = diesel::update(wallets::table.filter(wallets::id.eq(wallet)))
        .set(wallets::cents.eq(wallets::cents + amount))
        .execute(connection)?;
    match changed {
        0 => Err(Refused::Missing),
        _ => Ok(()),
    }
}

pub fn transfer(connection: &mut PgConnection, from: i64, to: i64, amount: i64) -> Result<(), Refused> {
    debit(connection, from, amount)?; //~ torn-update: the first write stays in the store
    credit(connection, to, amount)?;
    Ok(())
}
