//! A send with a deadline loses the message as soon as the mailbox stays full for that long.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc;

struct Grant {
    player: u64,
    item: String,
}

async fn keep(mut grants: mpsc::Receiver<Grant>) {
    let mut bags: HashMap<u64, Vec<String>> = HashMap::new();
    while let Some(grant) = grants.recv().await { //~ related: receives it
        bags.entry(grant.player).or_default().push(grant.item);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

struct Raid {
    grants: mpsc::Sender<Grant>,
}

impl Raid {
    async fn boss_down(&self, party: Vec<Grant>) -> anyhow::Result<()> {
        for grant in party {
            let _ = self.grants.send_timeout(grant, Duration::from_millis(50)).await; //~ raw-send: when the mailbox is full
        }
        Ok(()) //~ related: told that it went well
    }

    async fn chest_opened(&self, grant: Grant) -> anyhow::Result<()> {
        let _ = tokio::time::timeout(Duration::from_millis(50), self.grants.send(grant)).await; //~ raw-send: when the mailbox is full
        Ok(()) //~ related: told that it went well
    }
}

async fn run(party: Vec<Grant>, chest: Grant) -> anyhow::Result<()> {
    let (grants, receiver) = mpsc::channel(16);
    let keeper = tokio::spawn(keep(receiver));
    let raid = Raid { grants };
    raid.boss_down(party).await?;
    raid.chest_opened(chest).await?;
    drop(raid);
    keeper.await?;
    Ok(())
}
