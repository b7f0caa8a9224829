//! A job is queued by itself, while the transaction that it belongs to is still being built.

use otp_runtime::durable::{Map, Queue};
use otp_runtime::store::CommitError;
use otp_runtime::transaction::Transaction;

struct Shop {
    labels: Queue<String>,
    parcels: Map<String, u32>,
}

impl Shop {
    async fn paid(&self, id: String, transaction: &mut Transaction) -> Result<(), CommitError> {
        self.labels.push(&id).await?; //~ torn-update: the first write stays in the store without the second
        transaction.cancel_timer(&self.parcels, &id).await?; //~ related: a failure leaves here
        Ok(())
    }
}
