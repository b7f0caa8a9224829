//! `otp-inspect`: what waits, is stuck or has given up in a store, and trying it again.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command")]

mod args;
mod show;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use otp_runtime::exit::BoxError;
use otp_runtime::inspect;
use otp_runtime::store::sqlite::{ReadOnly, Sqlite};
use otp_runtime::store::{OpenError, Options, Store};

use args::{Action, Args, Format};

fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(&args)),
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("otp-inspect: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(args: &Args) -> Result<(), BoxError> {
    match args.action.as_ref().unwrap_or(&Action::Summary) {
        Action::Retry { thing } => {
            let store = for_writing(&args.store).await?;
            let done = inspect::retry(&store.namespace(&args.namespace), &thing.thing()).await;
            store.close().await?;
            done?;
            say(args, "retried", &thing.to_string());
        }
        Action::Discard { thing } => {
            let store = for_writing(&args.store).await?;
            let done = inspect::discard(&store.namespace(&args.namespace), &thing.thing()).await;
            store.close().await?;
            done?;
            say(args, "discarded", &thing.to_string());
        }
        look => {
            let store = for_reading(&args.store).await?;
            let mut report = inspect::report(&store, args.limit).await?;
            store.close().await?;
            if let Some(namespace) = args.only_namespace() {
                show::keep(&mut report, namespace);
            }
            match args.format {
                Format::Human => print!("{}", show::human(&report, look)),
                Format::Json => println!(
                    "{}",
                    serde_json::to_string_pretty(&show::json(&report, look)?)?
                ),
            }
        }
    }
    Ok(())
}

fn say(args: &Args, what: &str, thing: &str) {
    match args.format {
        Format::Human => println!("{what} {thing}"),
        Format::Json => println!("{}", serde_json::json!({ what: thing })),
    }
}

/// Where a store is.
enum Target<'a> {
    File(&'a Path),
    #[cfg(feature = "postgres")]
    Server(&'a str),
}

impl<'a> Target<'a> {
    fn of(store: &'a str) -> Result<Self, BoxError> {
        if !store.starts_with("postgres://") && !store.starts_with("postgresql://") {
            return Ok(Self::File(Path::new(store)));
        }
        #[cfg(feature = "postgres")]
        return Ok(Self::Server(store));
        #[cfg(not(feature = "postgres"))]
        Err("this otp-inspect was built without PostgreSQL: install it with the features inspect and postgres".into())
    }
}

/// Beside whoever has it.
async fn for_reading(store: &str) -> Result<Store, BoxError> {
    match Target::of(store)? {
        Target::File(path) => Ok(Store::open(ReadOnly::new(path), Options::default()).await?),
        #[cfg(feature = "postgres")]
        Target::Server(address) => Ok(Store::postgres(address).await?),
    }
}

/// A file has one writer; a server has many.
async fn for_writing(store: &str) -> Result<Store, BoxError> {
    match Target::of(store)? {
        Target::File(path) => alone(path).await,
        #[cfg(feature = "postgres")]
        Target::Server(address) => Ok(Store::postgres(address).await?),
    }
}

async fn alone(path: &Path) -> Result<Store, BoxError> {
    let shown = path.display();
    // Looked at first: a file that is not there is not made, and an older one stays as old as its program.
    if !ReadOnly::new(path).is_up_to_date()? {
        return Err(format!(
            "{shown} was written by an older program, which could not open it any more: use the otp-inspect of its version"
        )
        .into());
    }
    let backend = Sqlite {
        patience: Duration::from_millis(200),
        ..Sqlite::new(path)
    };
    match Store::open(backend, Options::default()).await {
        Err(OpenError::InUse { .. }) => Err(format!(
            "{shown} is open in another program, and a file has one writer: stop that program first, or let it do this itself (otp_runtime::inspect); looking is possible meanwhile"
        )
        .into()),
        opened => Ok(opened?),
    }
}
