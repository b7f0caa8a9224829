//! A reminder for a day to come is kept by a task that sleeps until then.
use std::time::Duration;

use chrono::{DateTime, Utc};

pub struct Reminder {
    pub phone: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone)]
pub struct Reminders {
    http: reqwest::Client,
}

impl Reminders {
    pub async fn schedule(&self, reminder: Reminder) -> Result<(), chrono::OutOfRangeError> {
        let wait = (reminder.at - Utc::now()).to_std()?;
        let this = self.clone();
        tokio::spawn(async move { //~ volatile-state: accepted work waits in a sleeping task only
            tokio::time::sleep(wait).await;
            if let Err(error) = this.text(&reminder).await {
                tracing::error!("{error}");
            }
        });
        Ok(())
    }

    pub fn call_back(&self, phone: String, after: Duration) -> Result<(), String> {
        if phone.is_empty() {
            return Err("no number".to_owned());
        }
        let this = self.clone();
        tokio::spawn(this.later(phone, after)); //~ volatile-state: accepted work waits in a sleeping task only
        Ok(())
    }

    async fn later(self, phone: String, after: Duration) {
        tokio::time::sleep(after).await;
        if let Err(error) = self.http.post("https://calls.example.com").json(&phone).send().await {
            tracing::error!("{error}");
        }
    }

    async fn text(&self, reminder: &Reminder) -> Result<(), reqwest::Error> {
        self.http.post("https://sms.example.com").json(&reminder.phone).send().await?;
        Ok(())
    }
}
