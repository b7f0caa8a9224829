//! The owner is moved into a closure, or lent to one, and every failure is handed on.

struct Refused;

struct Search {
    previous: Option<String>,
    hits: u64,
}

impl Search {
    fn execute(&mut self, query: String) -> Result<u64, Refused> {
        if let Some(previous) = self.previous.take() {
            if query.len() < previous.len() {
                return Err(Refused);
            }
            self.previous = Some(previous);
        } else {
            self.previous = Some(query);
        }
        self.hits += 1;
        Ok(self.hits)
    }

    fn execute_each(&mut self, queries: Vec<String>) -> Result<u64, Refused> {
        let mut one = |query: String| {
            if let Some(previous) = self.previous.take() {
                if query.len() < previous.len() {
                    return Err(Refused);
                }
                self.previous = Some(previous);
            } else {
                self.previous = Some(query);
            }
            Ok(())
        };
        queries.into_iter().try_for_each(&mut one)?;
        Ok(self.hits)
    }
}

async fn run(queries: Vec<String>) -> Result<Search, Refused> {
    let mut search = Search { previous: None, hits: 0 };
    let search = tokio::task::spawn_blocking({
        move || -> Result<_, Refused> {
            let more = queries.clone();
            for query in queries {
                let hits = search.execute(query)?;
                tracing::debug!("{hits}");
            }
            search.execute_each(more)?;
            Ok(search)
        }
    })
    .await
    .map_err(|_| Refused)??;
    Ok(search)
}
