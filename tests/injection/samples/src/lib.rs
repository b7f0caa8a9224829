//! The examples of otp-runtime. The harness puts them here.

mod adopt_one_piece;
mod order_service;
mod parcels;
