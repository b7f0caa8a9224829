//! What fills a list is no failure, and what a policy says besides its limit limits nothing.
pub struct Batches {
    pub most: usize,
}

pub struct RestartLog {
    pub lines: usize,
    pub max_age_days: u64,
}

pub fn batches() -> Batches {
    let most = if cfg!(test) { 2 } else { 400 };
    Batches { most }
}

pub fn log() -> RestartLog {
    RestartLog { lines: if cfg!(test) { 20 } else { 4000 }, max_age_days: 3 }
}

pub fn collect(batches: &Batches, mut next: impl FnMut() -> Result<u64, String>) -> Vec<u64> {
    let mut found = Vec::new();
    while let Ok(one) = next() {
        found.push(one);
        if found.len() >= batches.most {
            break;
        }
    }
    found
}
