//! A phase is moved out, a placeholder stands in for it, and whoever works out the next one may fail.

struct Refused;

enum Phase {
    Idle,
    Scanning(Vec<i64>),
    Between,
}

struct Terminal {
    phase: Phase,
    number: i64,
}

impl Terminal {
    async fn run(&mut self, mut events: tokio::sync::mpsc::Receiver<i64>) {
        while let Some(event) = events.recv().await {
            if self.advance(event).await.is_err() {
                tracing::warn!("terminal {} refused", self.number);
            }
        }
    }

    async fn run_below(&mut self, mut events: tokio::sync::mpsc::Receiver<i64>) {
        while let Some(event) = events.recv().await {
            if self.advance_below(event).await.is_err() {
                tracing::warn!("terminal {} refused", self.number);
            }
        }
    }

    async fn advance(&mut self, event: i64) -> Result<(), Refused> {
        let phase = std::mem::replace(&mut self.phase, Phase::Between); //~ torn-update: what was in `self.phase` is lost
        self.phase = self.next(phase, event).await?; //~ related: a failure leaves here
        Ok(())
    }

    async fn advance_below(&mut self, event: i64) -> Result<(), Refused> {
        let phase = std::mem::replace(&mut self.phase, Phase::Between); //~ torn-update: what was in `self.phase` is lost
        self.go_on(phase, event).await?; //~ related: a failure leaves here
        Ok(())
    }

    async fn go_on(&mut self, phase: Phase, event: i64) -> Result<(), Refused> {
        let next = self.next(phase, event).await?;
        self.phase = next;
        Ok(())
    }

    async fn next(&self, phase: Phase, event: i64) -> Result<Phase, Refused> {
        match phase {
            Phase::Idle => Ok(Phase::Scanning(vec![event])),
            Phase::Scanning(articles) if articles.is_empty() => Ok(Phase::Idle),
            _ => Err(Refused),
        }
    }
}
