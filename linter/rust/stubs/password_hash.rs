#![otp(krate = "password_hash", version = "0.5.0", also = "argon2, scrypt, pbkdf2")]
//! Argon2, scrypt and PBKDF2 hand these traits on. A hash takes a tenth of a second and more, by intent.

pub struct Error;
pub struct Salt;
pub struct PasswordHash;
impl PasswordHash {
    #[otp(pure)]
    pub fn new(s: &str) -> Result<PasswordHash, Error> {}
}

#[otp(unchecked = "types of the crates that hand these traits on")]
pub struct Argon2;
impl Argon2 {
    #[otp(pure, unchecked = "of argon2")]
    pub fn default() -> Argon2 {}
    #[otp(pure, unchecked = "of argon2")]
    pub fn new<A, V, P>(algorithm: A, version: V, params: P) -> Argon2 {}
    #[otp(blocks, computes, unchecked = "of argon2")]
    pub fn hash_password_into(&self, pwd: &[u8], salt: &[u8], out: &mut [u8]) -> Result<(), Error> {}
}
#[otp(unchecked = "of scrypt")]
pub struct Scrypt;
#[otp(unchecked = "of pbkdf2")]
pub struct Pbkdf2;

pub trait PasswordHasher {
    #[otp(blocks, computes)]
    fn hash_password(&self, password: &[u8], salt: impl Into<Salt>) -> Result<PasswordHash, Error> {}
}
pub trait PasswordVerifier {
    #[otp(blocks, computes)]
    fn verify_password(&self, password: &[u8], hash: &PasswordHash) -> Result<(), Error> {}
}
#[otp(unchecked = "of argon2")]
impl PasswordHasher for Argon2 {}
#[otp(unchecked = "of argon2")]
impl PasswordVerifier for Argon2 {}
#[otp(unchecked = "of scrypt")]
impl PasswordHasher for Scrypt {}
#[otp(unchecked = "of scrypt")]
impl PasswordVerifier for Scrypt {}
#[otp(unchecked = "of pbkdf2")]
impl PasswordHasher for Pbkdf2 {}
#[otp(unchecked = "of pbkdf2")]
impl PasswordVerifier for Pbkdf2 {}

pub mod password_hash {
    pub use crate::{Error, PasswordHash, PasswordHasher, PasswordVerifier, Salt};
}
