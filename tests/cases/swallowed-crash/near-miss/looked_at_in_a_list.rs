//! Ends that are looked at one after the other, in a list that is written out.
use tokio::task::JoinHandle;

async fn both(first: JoinHandle<()>, second: JoinHandle<()>) {
    for ended in [first.await, second.await] {
        if let Err(error) = ended {
            tracing::error!("a task crashed: {error}");
        }
    }
}

async fn both_by_vec(first: JoinHandle<()>, second: JoinHandle<()>) {
    for ended in vec![first.await, second.await] {
        if let Err(error) = ended {
            tracing::error!("a task crashed: {error}");
        }
    }
}

async fn both_with_names(first: JoinHandle<()>, second: JoinHandle<()>) {
    for (name, ended) in [("first", first.await), ("second", second.await)] {
        if let Err(error) = ended {
            tracing::error!("{name} crashed: {error}");
        }
    }
}

async fn in_a_loop(handles: Vec<JoinHandle<()>>) {
    let mut ends = Vec::new();
    for handle in handles {
        ends.push(handle.await);
    }
    for ended in ends {
        if let Err(error) = ended {
            tracing::error!("a task crashed: {error}");
        }
    }
}
