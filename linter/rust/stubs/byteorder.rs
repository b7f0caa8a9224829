#![otp(krate = "byteorder", version = "1.5.0")]

use std::io::Result;

pub trait ByteOrder {}
pub enum BigEndian {}
pub enum LittleEndian {}
pub type BE = BigEndian;
pub type LE = LittleEndian;
pub type NetworkEndian = BigEndian;

// Also of what lies in memory: it is not said to block.
pub trait ReadBytesExt: std::io::Read {
    #[otp(io_read)]
    fn read_u8(&mut self) -> Result<u8> {}
    #[otp(io_read)]
    fn read_i8(&mut self) -> Result<i8> {}
    #[otp(io_read)]
    fn read_u16<T: ByteOrder>(&mut self) -> Result<u16> {}
    #[otp(io_read)]
    fn read_i16<T: ByteOrder>(&mut self) -> Result<i16> {}
    #[otp(io_read)]
    fn read_u24<T: ByteOrder>(&mut self) -> Result<u32> {}
    #[otp(io_read)]
    fn read_i24<T: ByteOrder>(&mut self) -> Result<i32> {}
    #[otp(io_read)]
    fn read_u32<T: ByteOrder>(&mut self) -> Result<u32> {}
    #[otp(io_read)]
    fn read_i32<T: ByteOrder>(&mut self) -> Result<i32> {}
    #[otp(io_read)]
    fn read_u48<T: ByteOrder>(&mut self) -> Result<u64> {}
    #[otp(io_read)]
    fn read_i48<T: ByteOrder>(&mut self) -> Result<i64> {}
    #[otp(io_read)]
    fn read_u64<T: ByteOrder>(&mut self) -> Result<u64> {}
    #[otp(io_read)]
    fn read_i64<T: ByteOrder>(&mut self) -> Result<i64> {}
    #[otp(io_read)]
    fn read_u128<T: ByteOrder>(&mut self) -> Result<u128> {}
    #[otp(io_read)]
    fn read_i128<T: ByteOrder>(&mut self) -> Result<i128> {}
    #[otp(io_read)]
    fn read_f32<T: ByteOrder>(&mut self) -> Result<f32> {}
    #[otp(io_read)]
    fn read_f64<T: ByteOrder>(&mut self) -> Result<f64> {}
}
impl<R> ReadBytesExt for R where R: std::io::Read + ?Sized {}
