//! Those who are measured: the facade, and what one would use instead of it.

pub mod by_hand;
pub mod facade;
mod organization;

use std::hint::black_box;

use anyhow::Result;

use crate::data;

/// The integrator code and the token of all of them.
const CODE: &str = "64357";
pub(crate) const TOKEN: &str = "bench";

/// A way to speak with the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// `catalogs`, without a limit on its pace unless it says otherwise.
    Facade,
    /// `reqwest` and serde structs, as one writes them by hand.
    ByHand,
}

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        }
        Ok(())
    }
}
