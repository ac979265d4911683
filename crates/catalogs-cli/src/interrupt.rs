//! Ctrl-C: the first time asks to stop, the second time does.

use tokio::{signal, sync::watch};

use crate::{error::Failure, exit_code::Exit};

/// Listens for Ctrl-C from now on, instead of ending at once.
pub(crate) struct Interrupt(watch::Receiver<u32>);

impl Interrupt {
    pub(crate) fn listen() -> Self {
        let (count, seen) = watch::channel(0);
        tokio::spawn(async move {
            // Without signals there is no Ctrl-C.
            while signal::ctrl_c().await.is_ok() {
                count.send_modify(|count| *count += 1);
            }
        });
        Self(seen)
    }

    pub(crate) fn is_asked(&self) -> bool {
        *self.0.borrow() > 0
    }

    /// Returns when Ctrl-C was pressed this many times.
    pub(crate) async fn pressed(&self, times: u32) {
        let mut seen = self.0.clone();
        if seen.wait_for(|count| *count >= times).await.is_err() {
            std::future::pending().await
        }
    }

    /// Does what may change something: the first Ctrl-C lets it end, the second does not.
    pub(crate) async fn writing<T>(
        &self,
        say: impl Fn(&str),
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let notice = async {
            self.pressed(1).await;
            say(
                "\nstopping after the current request; Ctrl-C again does not wait for its response",
            );
            self.pressed(2).await;
        };
        tokio::select! {
            biased;
            result = work => result,
            () = notice => Err(Failure::new(
                Exit::OutcomeUnknown,
                "stopped before the response came: the request may have taken effect",
            )
            .hint("check before you retry")),
        }
    }

    /// Does what changes nothing; Ctrl-C ends it.
    pub(crate) async fn reading<T, E: Into<Failure>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            biased;
            result = work => result.map_err(Into::into),
            () = self.pressed(1) => Err(Failure::new(
                Exit::Interrupted,
                "stopped; nothing was changed",
            )),
        }
    }
}
