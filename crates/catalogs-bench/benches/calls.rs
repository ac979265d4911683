//! One call after another, and 64 at once, by the SDK and by hand: `cargo bench -p catalogs-bench`.

use catalogs_bench::{
    callers::{Call, Callers, Who},
    server::Server,
};
use divan::{Bencher, counter::ItemsCount};
use futures_util::future::try_join_all;
use tokio::runtime::Builder;

const AT_ONCE: usize = 64;

fn main() {
    // The server is this program in a process of its own, so that its CPU time counts nowhere.
    if std::env::args().nth(1).as_deref() == Some("serve") {
        return catalogs_bench::server::run().expect("the server runs");
    }
    divan::main();
}

#[divan::bench(args = [(Who::Facade, Call::Get(2)), (Who::ByHand, Call::Get(2)),
    (Who::Facade, Call::Get(1000)), (Who::ByHand, Call::Get(1000)),
    (Who::Facade, Call::Create), (Who::ByHand, Call::Create)])]
fn one_call(bencher: Bencher<'_, '_>, (who, call): (Who, Call)) {
    calls(bencher, who, call, 1);
}

#[divan::bench(args = [Who::Facade, Who::ByHand])]
fn calls_at_once(bencher: Bencher<'_, '_>, who: Who) {
    calls(bencher, who, Call::Get(2), AT_ONCE);
}

fn calls(bencher: Bencher<'_, '_>, who: Who, call: Call, at_once: usize) {
    let server = Server::start().expect("the server starts");
    let callers = Callers::new(server.origin()).expect("the settings are sound");
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("the runtime starts");
    let run = || {
        let calls = (0..at_once).map(|_| callers.call(who, call));
        runtime
            .block_on(try_join_all(calls))
            .expect("the calls succeed");
    };
    run(); // connects
    bencher.counter(ItemsCount::new(at_once)).bench_local(run);
}
