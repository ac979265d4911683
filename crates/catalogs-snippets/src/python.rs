//! Python with the package `requests`.
//!
//! What the steps share stands once at the beginning of the text.

mod edit;
mod value;

use std::fmt::Write as _;

use serde_json::Value;

use crate::{Edit, Request, Step, text::visible};

const CALL: &str = include_str!("python/call.py");

/// A script that takes the steps one after the other, and stops at the first failure.
pub(crate) fn render(steps: &[Step]) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let mut parts = vec![imports(steps), CALL.to_owned()];
    parts.extend(edit::helpers(steps));
    parts.extend(steps.iter().map(|step| match step {
        Step::Send(request) => send(request),
        Step::Edit(edit) => edit::read_change_write(edit),
    }));
    parts.join("\n\n")
}

fn imports(steps: &[Step]) -> String {
    let edits = steps.iter().any(|step| matches!(step, Step::Edit(_)));
    let brotli = steps.iter().any(|step| match step {
        Step::Send(request) => takes_brotli(request),
        Step::Edit(Edit { read, write, .. }) => takes_brotli(read) || takes_brotli(write),
    });
    let (packages, unpack) = match brotli {
        true => (
            "requests brotli",
            "import brotli  # requests decompresses responses with it\n",
        ),
        false => ("requests", ""),
    };
    let (re, uuid) = match edits {
        true => ("import re\n", "import uuid\n"),
        false => ("", ""),
    };
    format!(
        "# Python 3.8 or newer: pip install {packages}

import json
import os
{re}import sys
import time
{uuid}from urllib.parse import urljoin, urlsplit

{unpack}import requests
"
    )
}

/// Whether the service is told that it may respond in brotli.
fn takes_brotli(request: &Request) -> bool {
    request.headers.iter().any(|(name, value)| {
        let mut ways = value.split([',', ';']).map(str::trim);
        name.eq_ignore_ascii_case("accept-encoding") && ways.any(|way| way == "br")
    })
}

fn send(request: &Request) -> String {
    let body = request
        .body
        .as_ref()
        .map(|body| format!("json={}", value::literal(body, 1)));
    let headers = format!("headers={}", headers(request, 1));
    let arguments = [Some(headers), body].into_iter().flatten();
    format!(
        "# {}\nresponse = {}\nshow(response)\n",
        visible(&request.title),
        call(request, arguments)
    )
}

/// The call that sends a request, given how its headers and its body are passed.
fn call(request: &Request, arguments: impl IntoIterator<Item = String>) -> String {
    let mut call = "call(\n".to_owned();
    let place = [&request.method, &request.url].map(|text| value::string(text));
    for argument in place.into_iter().chain(arguments) {
        let _ = writeln!(call, "    {argument},");
    }
    call + ")"
}

/// The headers as a dictionary, so many steps in.
fn headers(request: &Request, depth: usize) -> String {
    let token = format!("f\"Bearer {{token('{}')}}\"", request.token_variable);
    let mut entries = vec![(value::string("Authorization"), token)];
    entries.extend(request.headers.iter().map(|(name, text)| {
        // By itself, what stands in a header would have to be Latin 1.
        let encode = if text.is_ascii() { "" } else { ".encode()" };
        (
            value::string(name),
            format!("{}{encode}", value::string(text)),
        )
    }));
    value::dictionary(entries, depth)
}

/// A statement that sets a variable.
fn set(name: &str, value: &Value) -> String {
    format!("{name} = {}\n", value::literal(value, 0))
}
