//! Those who are measured: the facade, and what one would use instead of it.

pub mod by_hand;
pub mod facade;
mod organization;
pub mod raw;

use std::hint::black_box;

use anyhow::Result;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::data;

/// The integrator code and the token of all of them.
pub const CODE: &str = "64357";
pub(crate) const TOKEN: &str = "bench";

/// A way to speak with the service.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// `catalogs`, without a limit on its pace unless it says otherwise.
    Facade,
    /// `reqwest` and serde structs, as one writes them by hand.
    ByHand,
    /// `catalogs-raw` alone.
    Raw,
}

/// What is called.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Call {
    /// One organization with so many addresses and contact persons.
    Get(usize),
    /// An organization is added.
    Create,
}

/// All of them, for one server.
#[derive(Clone)]
pub struct Callers {
    facade: catalogs::Client,
    by_hand: by_hand::Client,
    raw: raw::Client,
}

impl Callers {
    /// For the server at this origin.
    ///
    /// # Errors
    ///
    /// When a client cannot be set up.
    pub fn new(origin: &str) -> Result<Self> {
        Ok(Self {
            facade: facade::unpaced(origin)?,
            by_hand: by_hand::Client::new(origin, TOKEN)?,
            raw: raw::client(origin)?,
        })
    }

    /// Makes the call, and drops its answer.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn call(&self, who: Who, call: Call) -> Result<()> {
        match (who, call) {
            (Who::Facade, Call::Get(nested)) => {
                let organizations = self.facade.organizations();
                black_box(organizations.get(data::id_of(nested)).await?);
            }
            (Who::Facade, Call::Create) => {
                let organizations = self.facade.organizations();
                black_box(organizations.create(&facade::draft()).await?);
            }
            (Who::ByHand, Call::Get(nested)) => {
                black_box(self.by_hand.get(data::id_of(nested)).await?);
            }
            (Who::ByHand, Call::Create) => {
                black_box(self.by_hand.create(&by_hand::request()).await?);
            }
            (Who::Raw, Call::Get(nested)) => {
                let id = data::id_of(nested);
                let get = async |raw: &catalogs_raw::Client| raw.get_organization(&id).await;
                black_box(self.raw.send(get).await?);
            }
            (Who::Raw, Call::Create) => {
                let body = raw::request();
                let create =
                    async |raw: &catalogs_raw::Client| raw.create_organization(&body).await;
                black_box(self.raw.send(create).await?);
            }
        }
        Ok(())
    }
}
