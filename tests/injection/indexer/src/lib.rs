//! Indexes log lines: threads for the disk, tasks for the network.

pub mod alerts;
pub mod crew;
pub mod scan;
pub mod settings;
pub mod upload;
pub mod writer;

use std::net::TcpListener;
use std::sync::Arc;

use crate::crew::{Crew, Role};
use crate::settings::{Settings, Stage};

#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("the disk: {0}")]
    Io(#[from] std::io::Error),
    #[error("the index: {0}")]
    Index(#[from] rusqlite::Error),
    #[error("the network: {0}")]
    Network(#[from] reqwest::Error),
    #[error("the form: {0}")]
    Form(#[from] serde_json::Error),
    #[error("{0} is not there any more")]
    Gone(&'static str),
    #[error("{0} crashed")]
    Crashed(String),
}

/// A line of a log, and where it comes from.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Line {
    pub source: String,
    pub text: String,
}

/// Runs until something ends it.
pub fn run() -> Result<(), Broken> {
    let stage = Stage::of_this_machine();
    let settings = Settings::load(stage)?;
    let listener = TcpListener::bind("0.0.0.0:5140")?;
    let index = writer::Index::open(&settings.database)?;
    let runtime = tokio::runtime::Runtime::new()?;

    let crew = Crew::new(settings::limits(stage, &settings.supervision));
    for role in settings::roles(stage) {
        crew.start(role)?;
    }
    let (line, writing) = writer::start(index);
    let shipping = Arc::new(upload::Shipping::start(runtime.handle().clone(), settings.target.clone()));
    let others = shipping.clone();
    let accepting = std::thread::spawn(move || writer::accept(listener, line, others));
    let uploading = runtime.spawn(upload::Uploader::new(settings.target.clone()).run());
    let watching = runtime.block_on(async move { uploading.await });
    match watching {
        Ok(ended) => ended?,
        Err(error) => return Err(Broken::Crashed(error.to_string())),
    }
    accepting.join().map_err(|_| Broken::Crashed("accepting".to_owned()))??;
    writing.join().map_err(|_| Broken::Crashed("writing".to_owned()))??;
    if let Some(shipping) = Arc::into_inner(shipping) {
        shipping.finish()?;
    }
    crew.wait(Role::Compact)
}
