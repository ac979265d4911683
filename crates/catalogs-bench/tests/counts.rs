//! What can be counted is tested: answers, allocations, memory. Never time.

use std::{
    future::poll_fn,
    io::{Read as _, Write as _},
    pin::{Pin, pin},
    sync::{
        Arc,
        mpsc::{SyncSender, sync_channel},
    },
    thread,
};

use allocation_counter::{AllocationInfo, measure};
use catalogs_bench::{
    callers::{Call, Callers, Who, by_hand, facade},
    canned::Canned,
    data,
    sections::large_list::{Reader, read},
};
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
};

/// Allocations are counted by thread, so the server has one of its own.
fn serve(elements: usize) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    let canned = Arc::new(Canned::default());
    canned.set_elements(elements);
    thread::spawn(move || {
        runtime().block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            canned.serve(listener).await.unwrap();
        })
    });
    origin
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn counted(work: impl Future<Output = ()>) -> AllocationInfo {
    let runtime = runtime();
    measure(|| runtime.block_on(work))
}

#[test]
fn every_reader_reads_the_whole_list() {
    for elements in [0, 1, 1_000, 1_234] {
        let origin = serve(elements);
        let bytes = data::list(elements);
        for who in [
            Reader::List,
            Reader::ListStream,
            Reader::ByHand,
            Reader::FromSlice,
        ] {
            let reading = runtime().block_on(read(who, &origin, &bytes)).unwrap();
            assert_eq!(reading.elements, elements, "{who:?}");
        }
    }
}

/// Comparing is fair only where nobody loses anything.
#[test]
fn hand_written_structs_hold_what_the_models_hold() {
    let organization = data::organization(7, 3);
    let by_hand: by_hand::Organization = serde_json::from_value(organization.clone()).unwrap();
    let ours: catalogs::Organization = serde_json::from_value(organization.clone()).unwrap();
    assert_eq!(serde_json::to_value(by_hand).unwrap(), organization);
    assert_eq!(serde_json::to_value(ours).unwrap(), organization);
}

#[test]
fn callers_send_the_same_organization() {
    let by_hand = serde_json::to_value(by_hand::request()).unwrap();
    let ours = serde_json::to_value(catalogs_bench::callers::facade::draft()).unwrap();
    assert_eq!(ours, by_hand);
}

/// Serves a list once, in pieces that are sent when they are asked for: so each read returns as much.
fn serve_in_pieces(elements: usize) -> (String, SyncSender<()>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (more, wanted) = sync_channel(1);
    thread::spawn(move || {
        let body = data::list(elements);
        let (mut socket, _) = listener.accept().unwrap();
        assert_ne!(socket.read(&mut [0; 4096]).unwrap(), 0);
        let json = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
        write!(socket, "{json}\r\ncontent-length: {}\r\n\r\n", body.len()).unwrap();
        for piece in body.as_bytes().chunks(4096) {
            wanted.recv().unwrap();
            socket.write_all(piece).unwrap();
        }
    });
    (origin, more)
}

/// The memory of a stream does not grow with its list.
#[test]
fn stream_memory_does_not_grow_with_the_list() {
    let peak = |elements: usize| {
        let (origin, more) = serve_in_pieces(elements);
        let client = facade::unpaced(&origin).unwrap();
        let info = counted(async {
            let mut list = client.organizations().list_stream();
            let mut came = 0;
            loop {
                let next = pin!(list.next());
                let next = asking(next, || _ = more.try_send(())).await;
                let Some(organization) = next else { break };
                organization.unwrap();
                came += 1;
            }
            assert_eq!(came, elements);
        });
        info.bytes_max
    };
    let (short, long) = (peak(300), peak(3_000));
    // For reads that return two or three pieces.
    let slack = 64 * 1024;
    assert!(
        long < short + slack,
        "{short} bytes for 300, {long} for 3,000"
    );
}

/// Asks for more whenever there is nothing yet.
async fn asking<T>(mut next: impl Future<Output = T> + Unpin, ask: impl Fn()) -> T {
    poll_fn(|context| {
        let poll = Pin::new(&mut next).poll(context);
        if poll.is_pending() {
            ask();
        }
        poll
    })
    .await
}

#[test]
fn list_takes_less_memory_than_by_hand() {
    let origin = serve(2_000);
    let peak =
        |who| counted(async { assert!(read(who, &origin, "").await.is_ok()) }).bytes_max as f64;
    let ratio = peak(Reader::List) / peak(Reader::ByHand);
    assert!(ratio < 1.0, "{ratio}");
}

#[test]
fn call_allocates_little_more_than_by_hand() {
    let origin = serve(0);
    let callers = Callers::new(&origin).unwrap();
    let calls = 50;
    let count = |who, call| {
        let repeat = async || {
            for _ in 0..calls {
                callers.call(who, call).await.unwrap();
            }
        };
        let runtime = runtime();
        runtime.block_on(repeat());
        measure(|| runtime.block_on(repeat())).count_total / calls
    };
    for call in [Call::Get(2), Call::Create] {
        let (ours, theirs) = (count(Who::Facade, call), count(Who::ByHand, call));
        assert!(
            ours < theirs + 60,
            "{call:?}: {ours} times, by hand {theirs}"
        );
    }
}

#[test]
fn client_of_one_more_contact_keeps_little_memory() {
    let origin = serve(0);
    let first = facade::unpaced(&origin).unwrap();
    let contacts = 100;
    let call = async |client: &catalogs::Client| {
        client.organizations().get(data::id_of(2)).await.unwrap();
    };
    let mut clients = Vec::new();
    let info = counted(async {
        for _ in 0..contacts {
            let client = first.with_auth(catalogs::Auth::api_token("bench")).unwrap();
            call(&client).await;
            clients.push(client);
        }
    });
    let each = info.bytes_current / contacts;
    assert!((1..4096).contains(&each), "{each} bytes");
}
