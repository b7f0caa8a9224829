//! What was asked for is looked at only after the first half of it was done.

struct Organisation {
    name: String,
    contact: String,
}

async fn save(pool: &sqlx::PgPool, organisation: &Organisation) -> Result<(), sqlx::Error> {
    sqlx::query("delete from organisations where name = $1").bind(&organisation.name).execute(pool).await?;
    sqlx::query("insert into organisations values ($1)").bind("new").execute(pool).await?;
    Ok(())
}

async fn invite(pool: &sqlx::PgPool, organisation: &Organisation) -> Result<(), sqlx::Error> {
    sqlx::query("insert into invitations values ($1)").bind(&organisation.contact).execute(pool).await?;
    Ok(())
}

async fn create(pool: &sqlx::PgPool, organisation: Organisation) -> Result<(), sqlx::Error> {
    save(pool, &organisation).await?; //~ torn-update: the first write stays in the store
    if !organisation.contact.contains('@') {
        return Err(sqlx::Error::RowNotFound); //~ related: a failure leaves here
    }
    invite(pool, &organisation).await?; //~ related: would be written with it
    Ok(())
}
