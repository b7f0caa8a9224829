//! A type that is called a transaction writes what it collected one by one.

enum Write {
    Set(i64, i64),
    Clear(i64),
}

struct WriteTransaction {
    writes: Vec<Write>,
}

impl WriteTransaction {
    fn set(&mut self, key: i64, value: i64) {
        self.writes.push(Write::Set(key, value));
    }

    async fn commit(self, pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
        for write in self.writes {
            match write {
                Write::Set(key, value) => {
                    sqlx::query("update data set value = $1 where key = $2") //~ fake-atomicity: `WriteTransaction` claims to be atomic by its name
                        .bind(value)
                        .bind(key)
                        .execute(pool)
                        .await?;
                }
                Write::Clear(key) => {
                    sqlx::query("delete from data where key = $1").bind(key).execute(pool).await?;
                }
            }
        }
        Ok(())
    }
}
