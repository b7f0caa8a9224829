//! As a field of `self`, taken by a helper.

pub struct Outbox {
    pending: Vec<String>,
    pool: sqlx::PgPool,
}

impl Outbox {
    fn take_pending(&mut self) -> Vec<String> {
        std::mem::take(&mut self.pending) //~ related: is emptied here
    }

    pub async fn flush(&mut self) {
        let mut names = self.take_pending(); //~ torn-update: everything in
        while let Some(name) = names.last() {
            let stored = sqlx::query("insert into names values ($1)").bind(name).execute(&self.pool).await; //~ related: may be dropped while it waits
            if stored.is_err() {
                break;
            }
            names.pop();
        }
        self.pending = names; //~ related: would be put back here
    }
}
