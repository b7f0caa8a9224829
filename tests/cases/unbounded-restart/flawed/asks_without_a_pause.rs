//! Threads that ask whether something came, at once again when nothing did.

use std::sync::mpsc::{Receiver, TryRecvError};
use std::thread::JoinHandle;

enum Order {
    Run(u64),
    Stop,
}

pub fn whatever_is_missing(orders: Receiver<Order>) {
    std::thread::spawn(move || loop {
        match orders.try_recv() { //~ unbounded-restart: no message
            Ok(Order::Run(job)) => println!("{job}"),
            Ok(Order::Stop) => break,
            _ => {}
        }
    });
}

pub fn leaves_when_closed(orders: crossbeam_channel::Receiver<u64>) {
    loop {
        match orders.try_recv() { //~ unbounded-restart: no message
            Ok(job) => println!("{job}"),
            Err(crossbeam_channel::TryRecvError::Empty) => continue,
            Err(crossbeam_channel::TryRecvError::Disconnected) => return,
        }
    }
}

pub fn two_in_turn(jobs: flume::Receiver<u64>, orders: Receiver<Order>) {
    loop {
        if let Ok(job) = jobs.try_recv() { //~ unbounded-restart: no message
            println!("{job}");
        }
        match orders.try_recv() { //~ unbounded-restart: no message
            Ok(Order::Stop) | Err(TryRecvError::Disconnected) => return,
            _ => {}
        }
    }
}

pub fn until_told(jobs: Receiver<u64>, stop: &std::sync::atomic::AtomicBool) {
    while !stop.load(std::sync::atomic::Ordering::Relaxed) {
        if let Ok(job) = jobs.try_recv() { //~ unbounded-restart: no message
            println!("{job}");
        }
    }
}

pub fn all_done(workers: &[JoinHandle<()>], first: &JoinHandle<()>) -> usize {
    while !first.is_finished() {} //~ unbounded-restart: no end of the task
    workers.len()
}
