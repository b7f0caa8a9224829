#![otp(krate = "log", version = "0.4.35")]

#[otp(log)]
macro_rules! log { () => {} }
#[otp(log)]
macro_rules! error { () => {} }
#[otp(log)]
macro_rules! warn { () => {} }
#[otp(log)]
macro_rules! info { () => {} }
#[otp(log)]
macro_rules! debug { () => {} }
#[otp(log)]
macro_rules! trace { () => {} }
#[otp(pure, returns = "bool")]
macro_rules! log_enabled { () => {} }

pub enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}
pub enum LevelFilter {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}
pub struct SetLoggerError;
pub struct Record;
pub struct Metadata;

pub fn max_level() -> LevelFilter {}
pub fn set_max_level(level: LevelFilter) {}
pub fn set_boxed_logger(logger: Box<dyn Log>) -> Result<(), SetLoggerError> {}
pub fn logger() -> &dyn Log {}

pub trait Log {
    fn enabled(&self, metadata: &Metadata) -> bool;
    #[otp(log)]
    fn log(&self, record: &Record);
    fn flush(&self);
}
