//! `logout`: deletes the token of a profile.

use crate::{context::Context, error::Failure};

pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    let settings = context.settings()?;
    let name = &settings.profile_name.value;
    let file = settings.profiles.lock().await?;
    let stored = file.get(name)?.and_then(|profile| profile.credentials);
    let Some(stored) = stored else {
        context.say(format_args!("the profile {name} keeps no token"));
        return Ok(());
    };
    stored.forget(name)?;
    file.update(name, |profile| {
        profile.credentials = None;
        Ok(())
    })?;
    context.say(format_args!(
        "profile {name}: the token is gone from here; the service still takes it until it is revoked there"
    ));
    Ok(())
}
