//! The owner is moved into a closure, which hands every failure on.

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
}

async fn run(queries: Vec<String>) -> Result<Search, Refused> {
    let mut search = Search { previous: None, hits: 0 };
    let search = tokio::task::spawn_blocking({
        move || -> Result<_, Refused> {
            for query in queries {
                let hits = search.execute(query)?;
                tracing::debug!("{hits}");
            }
            Ok(search)
        }
    })
    .await
    .map_err(|_| Refused)??;
    Ok(search)
}
