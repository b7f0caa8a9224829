//! What was collected so far, or the result of a task, dies with the future of the arm.
use tokio::sync::mpsc;
use tokio::task::JoinSet;

async fn sixteen(readings: &mut mpsc::Receiver<String>) -> Vec<String> {
    let mut few = Vec::with_capacity(16);
    while few.len() < 16 {
        let Some(reading) = readings.recv().await else { break }; //~ related: held by this future alone
        few.push(reading);
    }
    few
}

pub async fn collect(mut readings: mpsc::Receiver<String>, mut stop: mpsc::Receiver<()>) {
    let mut all: Vec<String> = Vec::new();
    loop {
        tokio::select! {
            more = sixteen(&mut readings) => all.extend(more), //~ cancel-unsafe-select: is lost when another arm
            _ = stop.recv() => tracing::info!("{}", all.len()),
        }
    }
}

async fn tell_next(running: &mut JoinSet<u64>, totals: &mpsc::Sender<u64>) {
    match running.join_next().await {
        Some(Ok(total)) => totals.send(total).await.ok(),
        Some(Err(crashed)) => return tracing::error!("{crashed}"),
        None => None,
    };
}

pub async fn results(mut running: JoinSet<u64>, totals: mpsc::Sender<u64>, mut starts: mpsc::Receiver<u64>) {
    loop {
        tokio::select! {
            () = tell_next(&mut running, &totals), if !running.is_empty() => {} //~ cancel-unsafe-select: is lost when another arm
            start = starts.recv() => {
                let Some(start) = start else { return };
                running.spawn(async move { start + 1 });
            }
        }
    }
}
