//! While the ledger restarts, bookings are thrown away.

use ractor::ActorRef;

pub enum Book {
    Entry(u64),
}

pub fn book(amount: u64) -> Result<(), ractor::MessagingErr<Book>> {
    if let Some(ledger) = ActorRef::<Book>::where_is("ledger".to_owned()) { //~ conditional-supervision: what is meant for it
        ledger.cast(Book::Entry(amount))?;
    }
    Ok(())
}
