//! The phase is copied, or comes back with the refusal.

struct Refused(Phase);

#[derive(Clone)]
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
            if self.copied(event).await.is_err() || self.comes_back(event).is_err() {
                tracing::warn!("terminal {} refused", self.number);
            }
        }
    }

    async fn copied(&mut self, event: i64) -> Result<(), Refused> {
        let next = self.next(self.phase.clone(), event)?;
        self.phase = next;
        Ok(())
    }

    fn comes_back(&mut self, event: i64) -> Result<(), i64> {
        let phase = std::mem::replace(&mut self.phase, Phase::Between);
        match self.next(phase, event) {
            Ok(next) => {
                self.phase = next;
                Ok(())
            }
            Err(Refused(phase)) => {
                self.phase = phase;
                Err(event)
            }
        }
    }

    fn next(&self, phase: Phase, event: i64) -> Result<Phase, Refused> {
        match phase {
            Phase::Idle => Ok(Phase::Scanning(vec![event])),
            phase => Err(Refused(phase)),
        }
    }
}
