//! Both ends belong to one worker, which is started anew with its state; a request without a reply asks ahead.

use std::collections::HashMap;

use tokio::sync::{mpsc, oneshot};

struct Report {
    activity: String,
}

struct Worker {
    report: mpsc::UnboundedSender<Report>,
    reports: mpsc::UnboundedReceiver<Report>,
    done: HashMap<String, u64>,
}

impl Worker {
    async fn run(mut self, activities: Vec<String>) -> anyhow::Result<()> {
        for activity in activities {
            self.begin(activity).await?;
            self.handle().await?;
        }
        Ok(())
    }

    async fn begin(&mut self, activity: String) -> anyhow::Result<()> {
        let report = self.report.clone();
        tokio::spawn(async move {
            tracing::info!("{activity}");
            report.send(Report { activity }).ok();
        });
        Ok(())
    }

    async fn handle(&mut self) -> anyhow::Result<()> {
        while let Some(report) = self.reports.recv().await {
            anyhow::ensure!(!report.activity.is_empty(), "no activity");
            self.done.insert(report.activity, 1);
        }
        Ok(())
    }
}

struct Prune {
    file: String,
    reply: Option<oneshot::Sender<String>>,
}

async fn prune(mut requests: mpsc::Receiver<Prune>) {
    let mut built: HashMap<String, String> = HashMap::new();
    while let Some(request) = requests.recv().await {
        let text = tokio::fs::read_to_string(&request.file).await.unwrap_or_default();
        built.insert(request.file, text.clone());
        if let Some(reply) = request.reply {
            let _ = reply.send(text);
        }
    }
}

struct Pruner {
    requests: mpsc::Sender<Prune>,
}

impl Pruner {
    fn ahead(&self, file: String) {
        let _ = self.requests.try_send(Prune { file, reply: None });
    }
}

async fn start() {
    let (requests, receiver) = mpsc::channel(64);
    let worker = tokio::spawn(prune(receiver));
    Pruner { requests }.ahead("a".to_owned());
    let _ = worker.await;
}
