//! Changes to a supervisor's children while it runs.

use std::sync::Arc;
use std::time::Duration;

use super::ChangeError;
use super::body::Silent;
use super::child::Child;
use super::engine::Engine;
use super::spec::{ChildSpec, Problem};

type Reply = oneshot::Sender<Result<(), ChangeError>>;

pub(super) enum Command {
    Start(Box<ChildSpec>, Box<dyn Child>, Reply),
    Stop(String, Reply),
}

impl Engine {
    pub(super) async fn obey(&mut self, command: Command, slot: &Arc<Silent>) {
        // Whoever has asked may have stopped waiting; the change is made all the same.
        let _ = match command {
            Command::Start(spec, child, reply) => {
                reply.send(self.start_child(*spec, child, slot).await)
            }
            Command::Stop(id, reply) => reply.send(self.stop_child(&id).await),
        };
    }

    async fn start_child(
        &mut self,
        spec: ChildSpec,
        mut child: Box<dyn Child>,
        slot: &Arc<Silent>,
    ) -> Result<(), ChangeError> {
        if let Err(problem) = self.check(&spec) {
            child.close();
            return Err(ChangeError::Spec(problem));
        }
        let index = self.add(spec, child, true);
        if let Err(error) = self.start_one(index, slot).await {
            if !self.is_stuck(index) {
                self.forget(index);
            }
            return Err(ChangeError::Start(error));
        }
        Ok(())
    }

    fn check(&self, child: &ChildSpec) -> Result<(), Problem> {
        let mut problems = Vec::new();
        if child.id.is_empty() {
            problems.push(Problem::EmptyId(self.spec.name.clone()));
        }
        if self.position(&child.id).is_some() {
            problems.push(Problem::DuplicateId(child.id.clone()));
        }
        if self.len() >= self.spec.limit {
            let (name, limit) = (self.spec.name.clone(), self.spec.limit);
            problems.push(Problem::TooMany {
                name,
                children: self.len() + 1,
                limit,
            });
        }
        self.spec.check_child(child, &mut problems);
        problems.into_iter().next().map_or(Ok(()), Err)
    }

    async fn stop_child(&mut self, id: &str) -> Result<(), ChangeError> {
        let index = self
            .position(id)
            .ok_or_else(|| ChangeError::Unknown(id.to_owned()))?;
        let waited = self.stop_bound_of(index);
        self.stop_one(index, Duration::MAX, true).await;
        if self.is_stuck(index) {
            return Err(ChangeError::Stuck {
                id: id.to_owned(),
                waited,
            });
        }
        self.forget(index);
        Ok(())
    }
}
