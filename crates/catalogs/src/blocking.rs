//! The client for programs without async code.
//!
//! [`Client`] has the methods of the [async client](crate::Client), and each returns when its call
//! has ended. It owns its connections, and a thread that serves them between the calls.
//!
//! ```no_run
//! use catalogs::{ContactPersonDraft, blocking::Client};
//!
//! # fn main() -> catalogs::Result<()> {
//! let client = Client::from_env()?; // or Client::builder()…build_blocking()?
//! let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
//! let maria = client.contact_persons().create(&draft)?;
//! for organization in client.organizations().list()? {
//!     println!("{}", organization.id);
//! }
//! client.contact_persons().delete(maria.id)?;
//! # Ok(())
//! # }
//! ```
//!
//! In async code a blocked thread would stop other tasks. There, a call fails with
//! [`is_configuration`](crate::Error::is_configuration) and sends nothing: use the async client, or
//! [`spawn_blocking`](tokio::task::spawn_blocking). The change of an [`edit`](Collection::edit) counts as
//! async code, too. Only tokio's threads are detected; on other executors the call blocks. tokio tells
//! it by a panic, which the client catches: the panic hook prints it, and in a program with
//! `panic = "abort"` it ends the program.

mod client;
mod collection;
mod thread;

pub use client::Client;
pub use collection::{Collection, ListIter};
