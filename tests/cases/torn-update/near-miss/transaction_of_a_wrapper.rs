//! Each closure is handed on by two functions, the last of which runs it in a transaction.
use diesel::{ExpressionMethods, QueryDsl};
use diesel_async::scoped_futures::ScopedBoxFuture;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

diesel::table! {
    shards (id) {
        id -> BigInt,
        splitting -> Integer,
    }
}

pub struct Persistence {
    url: String,
}

impl Persistence {
    async fn measured<'a, F, R>(&self, name: &str, func: F) -> Result<R, diesel::result::Error>
    where
        F: for<'r> Fn(&'r mut AsyncPgConnection) -> ScopedBoxFuture<'a, 'r, Result<R, diesel::result::Error>> + Send + Sync,
        R: Send + 'a,
    {
        let done = self.with_connection(func).await;
        tracing::info!("{name} on {} is done", self.url);
        done
    }

    async fn with_connection<'a, F, R>(&self, func: F) -> Result<R, diesel::result::Error>
    where
        F: for<'r> Fn(&'r mut AsyncPgConnection) -> ScopedBoxFuture<'a, 'r, Result<R, diesel::result::Error>> + Send + Sync,
        R: Send + 'a,
    {
        let mut connection = connect(&self.url).await;
        connection.build_transaction().serializable().run(|inner| func(inner)).await
    }

    pub async fn complete_split(&self, tenant: i64, count: i32) -> Result<(), diesel::result::Error> {
        self.measured("complete_split", move |connection| {
            Box::pin(async move {
                diesel::delete(shards::table.filter(shards::id.eq(tenant)).filter(shards::splitting.eq(count)))
                    .execute(connection)
                    .await?;
                diesel::update(shards::table.filter(shards::id.eq(tenant)))
                    .set(shards::splitting.eq(0))
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

async fn connect(url: &str) -> AsyncPgConnection {
    <AsyncPgConnection as diesel_async::AsyncConnection>::establish(url).await.unwrap()
}
