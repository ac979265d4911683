//! Holds the client, the sandbox and the strict specification against one another, over the wire.

mod answers;
mod bent_answers;
mod bodies;
mod broken_connections;
mod concurrency;
mod decode_errors;
mod described;
mod documented_examples;
mod edits;
mod error_bodies;
mod faults;
mod incomplete_answers;
mod json_schemas;
mod kept_fields;
mod limiter;
mod list_stream;
mod live;
mod model;
mod oauth;
mod personal_data;
mod routes;
mod secrets;
mod secrets_of_oauth;
mod spans;
mod wire;
mod writing;
