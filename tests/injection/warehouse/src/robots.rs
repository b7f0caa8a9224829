//! The robots that fetch what was ordered.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::Failure;

#[derive(Clone, Debug)]
pub struct Errand {
    pub id: u64,
    pub article: u32,
}

#[derive(Debug)]
pub enum Arm {
    Parked,
    Holding(u32),
    Moving,
}

/// One robot, and its errands, which come back from the planner after a restart.
#[derive(Debug)]
pub struct Robot {
    link: TcpStream,
    arm: Arm,
    busy: bool,
    moves: u32,
    battery: u32,
    route: Vec<u16>,
    next: VecDeque<Errand>,
    under_way: HashMap<u64, Errand>,
}

impl Robot {
    pub fn new(link: TcpStream, next: VecDeque<Errand>) -> Self {
        Self {
            link,
            arm: Arm::Parked,
            busy: false,
            moves: 0,
            battery: 100,
            route: Vec::new(),
            next,
            under_way: HashMap::new(),
        }
    }

    async fn tell(&mut self, word: &[u8]) -> Result<u8, Failure> {
        let Self { link, .. } = self;
        let answer = timeout(Duration::from_secs(2), async {
            link.write_all(word).await?;
            link.read_u8().await
        });
        Ok(answer.await.map_err(|_| Failure::Full)??)
    }

    /// Whether it moved.
    pub async fn go(&mut self, place: u16) -> Result<bool, Failure> {
        if self.busy {
            return Ok(false);
        }
        self.busy = true;
        let told = self.tell(&place.to_be_bytes()).await;
        self.busy = false;
        told.map(|answer| answer == 0)
    }

    pub async fn step(&mut self) -> Result<(), Failure> {
        if self.moves >= 4 {
            return Err(Failure::Full);
        }
        self.moves += 1;
        let told = self.tell(b"step").await;
        self.moves -= 1;
        told.map(drop)
    }

    pub async fn begin(&mut self, id: u64) -> Result<(), Failure> {
        let known = self.next.iter().position(|errand| errand.id == id);
        let at = known.ok_or_else(|| Failure::Unknown(id.to_string()))?;
        self.tell(b"begin").await?;
        if let Some(errand) = self.next.remove(at) {
            self.under_way.insert(id, errand);
        }
        Ok(())
    }

    pub async fn drive(&mut self) -> Result<(), Failure> {
        let route = self.route.clone();
        for place in &route {
            self.tell(&place.to_be_bytes()).await?;
        }
        self.route.clear();
        Ok(())
    }

    pub async fn lift(&mut self) -> Result<(), Failure> {
        match self.arm {
            Arm::Holding(article) => {
                self.tell(b"lift").await?;
                self.arm = Arm::Holding(article);
            }
            Arm::Parked | Arm::Moving => tracing::debug!("nothing to lift"),
        }
        Ok(())
    }

    pub async fn fetch(&mut self) -> Result<Errand, Failure> {
        let errand = self.next.front().cloned().ok_or(Failure::Full)?;
        self.tell(b"fetch").await?;
        self.battery = self.battery.saturating_sub(5);
        self.next.pop_front();
        Ok(errand)
    }
}
