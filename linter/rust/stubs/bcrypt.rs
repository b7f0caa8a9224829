#![otp(krate = "bcrypt", version = "0.17.1")]

// A hash takes a tenth of a second and more, by intent.
#[otp(blocks, computes)]
pub fn hash<P>(password: P, cost: u32) -> Result<String, BcryptError> {}
#[otp(blocks, computes)]
pub fn verify<P>(password: P, hash: &str) -> Result<bool, BcryptError> {}

pub enum BcryptError {}
