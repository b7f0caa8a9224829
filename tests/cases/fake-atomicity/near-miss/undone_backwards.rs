//! The undo list is gone through backwards; memory is changed once the transaction has committed.

use std::collections::{HashMap, HashSet};

struct Names {
    by_id: HashMap<u64, String>,
    open: HashSet<i64>,
    pool: sqlx::PgPool,
}

impl Names {
    fn apply(&mut self, lines: Vec<(u64, String)>) -> Result<(), String> {
        let mut done = Vec::new();
        let mut failed = false;
        for (id, name) in lines {
            if name.is_empty() {
                failed = true;
                break;
            }
            let old = self.by_id.insert(id, name);
            done.push((id, old));
        }
        if !failed {
            return Ok(());
        }
        for (id, old) in done.into_iter().rev() {
            match old {
                Some(old) => self.by_id.insert(id, old),
                None => self.by_id.remove(&id),
            };
        }
        Err("a line without a name".to_owned())
    }

    async fn open(&mut self, id: i64) -> Result<(), sqlx::Error> {
        let mut all = self.pool.begin().await?;
        sqlx::query("insert into accounts values ($1)").bind(id).execute(&mut *all).await?;
        all.commit().await?;
        self.open.insert(id);
        Ok(())
    }
}

/// A transfer is data here, and notes its lines in itself.
struct Transaction {
    lines: Vec<String>,
    total: u64,
}

impl Transaction {
    fn add(&mut self, line: String, amount: &str) -> Result<(), std::num::ParseIntError> {
        self.lines.push(line);
        self.total += amount.parse::<u64>()?;
        self.lines.push("checked".to_owned());
        Ok(())
    }
}
