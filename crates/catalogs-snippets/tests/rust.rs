//! The programs are Rust, and hold what they were given. That they compile, and do what they say, is
//! tested with the tool.

mod samples;

use std::iter::Peekable;

use catalogs_snippets::{Change, Edit, Language, Link, Request, Step, render};
use proc_macro2::{Delimiter, TokenStream, TokenTree, token_stream};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use syn::visit::{self, Visit};

fn program(step: impl Into<Step>) -> String {
    render(&[step.into()], Language::Rust)
}

/// What a program says: its strings, and the JSON in it.
#[derive(Default)]
struct Said {
    strings: Vec<String>,
    json: Vec<Value>,
    refusals: usize,
}

impl Said {
    fn by(program: &str) -> Self {
        let file = syn::parse_file(program).unwrap_or_else(|error| panic!("{error}: {program}"));
        let mut said = Self::default();
        said.visit_file(&file);
        said
    }
}

impl<'ast> Visit<'ast> for Said {
    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.strings.push(literal.value());
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        if called.path.is_ident("json") {
            let mut tokens = called.tokens.clone().into_iter().peekable();
            self.json.push(value(&mut tokens));
            assert!(tokens.next().is_none());
        } else if called.path.is_ident("compile_error") {
            self.refusals += 1;
        }
        visit::visit_macro(self, called);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let (syn::Expr::Path(function), Some(syn::Expr::Lit(text))) =
            (&*call.func, call.args.first())
            && let syn::Lit::Str(text) = &text.lit
            && function
                .path
                .segments
                .last()
                .is_some_and(|it| it.ident == "from_str")
        {
            self.json
                .push(serde_json::from_str(&text.value()).expect("JSON"));
        }
        visit::visit_expr_call(self, call);
    }
}

/// A value, as `json!` reads it.
fn value(tokens: &mut Peekable<token_stream::IntoIter>) -> Value {
    match tokens.next().expect("a value") {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let mut fields = Map::new();
            for (name, value) in list(group.stream(), |tokens| {
                let name = value(tokens);
                assert!(is(tokens.next(), ':'));
                (name, value(tokens))
            }) {
                fields.insert(name.as_str().expect("a name").to_owned(), value);
            }
            fields.into()
        }
        TokenTree::Group(group) => list(group.stream(), value).into(),
        TokenTree::Ident(name) => serde_json::from_str(&name.to_string()).expect("a word"),
        TokenTree::Literal(literal) => literal_value(&literal.to_string(), ""),
        TokenTree::Punct(_) => {
            let literal = tokens.next().expect("a number");
            literal_value(&literal.to_string(), "-")
        }
    }
}

fn list<T>(
    tokens: TokenStream,
    one: impl Fn(&mut Peekable<token_stream::IntoIter>) -> T,
) -> Vec<T> {
    let mut tokens = tokens.into_iter().peekable();
    let mut list = Vec::new();
    while tokens.peek().is_some() {
        list.push(one(&mut tokens));
        assert!(tokens.peek().is_none() || is(tokens.next(), ','));
    }
    list
}

fn is(token: Option<TokenTree>, punct: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == punct)
}

fn literal_value(literal: &str, sign: &str) -> Value {
    match syn::parse_str(literal).expect("a literal") {
        syn::Lit::Str(text) => text.value().into(),
        syn::Lit::Float(number) => {
            let number: f64 = number.base10_parse().expect("a number");
            if sign.is_empty() { number } else { -number }.into()
        }
        syn::Lit::Int(number) => {
            let text = format!("{sign}{}", number.base10_digits());
            match number.suffix() {
                // Without a suffix, it would be an `i32`.
                "" => text.parse::<i32>().expect("an i32").into(),
                "i64" => text.parse::<i64>().expect("an i64").into(),
                "u64" => text.parse::<u64>().expect("a u64").into(),
                suffix => panic!("{suffix}"),
            }
        }
        _ => panic!("neither a string nor a number: {literal}"),
    }
}

#[test]
fn an_operation_is_its_verb() {
    for route in samples::ROUTES {
        for (name, _, _, _) in samples::OPERATIONS {
            let mut request = samples::request_on(route, name);
            let verb = match name {
                "create_organization" | "replace_organization" => {
                    request = request.body(samples::organization());
                    "&draft)"
                }
                "create_address" | "replace_address" => {
                    request = request.body(json!({
                        "address": "ул. Складская", "address_city_id": 1, "address_latitude": 55.5,
                        "address_longitude": null, "note": null, "schedule_summary": "", "address_type": 2,
                        "contact_person_ids": [],
                    }));
                    "&draft)"
                }
                "create_contact_person" | "replace_contact_person" => {
                    let nobody =
                        json!({ "name": "А", "phone": null, "extra_phone": 1, "email": "" });
                    request = request.body(nobody);
                    "&draft)"
                }
                "filter_organizations" => {
                    request = request.body(json!({ "departments": [7, 9] }));
                    ".in_departments([DepartmentId::new(7), DepartmentId::new(9)])"
                }
                "list_address_types" => ".types()",
                name if name.starts_with("list") => ".list()",
                name if name.starts_with("get") => ".get(",
                _ => ".delete(",
            };
            let program = program(request);
            assert!(program.contains(verb), "{name}: {program}");
            assert!(!program.contains("request("), "{name}: {program}");
            assert!(program.contains(&format!("(std::env::var(\"{}\")?)", route.1)));
            Said::by(&program);
        }
    }
}

/// No verb sends these as they are, so none may be made of them.
#[test]
fn what_no_verb_sends_is_a_request_by_hand() {
    let organization = |field: &str, value: Value| {
        let mut body = samples::organization();
        match value {
            Value::Null if field == "inn" => drop(body.as_object_mut().expect("one").remove(field)),
            value => body[field] = value,
        }
        samples::request("create_organization").body(body)
    };
    let filter = |body| samples::request("filter_organizations").body(body);
    let at = |method: &str, path: &str, name: &str| {
        Request::new(method, format!("{}{path}", samples::ROUTES[0].0)).name(name)
    };
    for request in [
        organization("inn", Value::Null),
        organization("inn", json!(7_707_083_893_u64)),
        organization("name", json!(["a"])),
        organization("ownership", json!(5_000_000_000_u64)),
        organization("residency", json!({})),
        organization("department_ids", Value::Null),
        organization("docs_address", json!({ "postcode": "1" })),
        organization(
            "address_ids",
            json!(["0A710002-0000-4000-8000-000000000001"]),
        ),
        organization("address_ids", json!(["nobody"])),
        filter(json!({})),
        filter(json!({ "departments": [7], "a": 1 })),
        filter(json!({ "departments": ["7"] })),
        filter(json!([7])),
        samples::request("create_organization").body(json!("a")),
        samples::request("create_organization"),
        samples::request("list_organizations").body(json!({})),
        samples::request("list_organizations").name("request"),
        at("GET", "/organizations?a=b", "list_organizations"),
        at("GET", "/organizations/", "list_organizations"),
        at("GET", "/organizations/1", "get_organization"),
        at("GET", "/organizations", "list_addresses"),
        at("POST", "/organizations", "list_organizations"),
    ] {
        let program = program(request.clone());
        let said = Said::by(&program);
        assert!(program.contains(".request(Method::"), "{program}");
        assert_eq!(said.refusals, 0, "{program}");
        let described = render(&[request.into()], Language::Json);
        let described: Value = serde_json::from_str(&described).expect("JSON");
        let body = &described[0]["body"];
        assert_eq!(said.json.first().unwrap_or(&Value::Null), body, "{program}");
    }
}

/// Better no program than one that does something else.
#[test]
fn what_the_client_cannot_do_does_not_compile() {
    let edit = |entity: &str| samples::edit_of(entity, &[]);
    let [other, same] = ["1", "2"].map(|id| {
        let url = format!("{}/organizations/{id}", samples::ROUTES[0].0);
        Request::new("PUT", url).name("replace_organization")
    });
    for step in [
        Step::from(Request::new("GET", "https://api.ati.su/v1.0/else")),
        Request::new("HEAD", "https://api.ati.su/v1.2/catalogs/organizations").into(),
        edit("organization")
            .changes([Change::new(["name", "a"], 1)])
            .into(),
        edit("organization")
            .changes([Change::new(["docs_address", "a"], 1)])
            .into(),
        Edit::new(samples::request("get_organization"), other.clone()).into(),
        Edit::new(same, other).into(),
    ] {
        let program = program(step);
        assert_eq!(Said::by(&program).refusals, 1, "{program}");
    }
}

#[test]
fn the_client_is_the_one_that_the_request_shows() {
    let url = "http://127.0.0.1:34553/deep/gw/oauth2/catalogs/v1.2/organizations";
    let request = Request::new("GET", url).token_variable("MY_TOKEN");
    let program = program(request.clone());
    assert!(
        program.contains(".auth(Auth::oauth2(std::env::var(\"MY_TOKEN\")?))"),
        "{program}"
    );
    assert!(
        program.contains(".base_url(\"http://127.0.0.1:34553/deep\")"),
        "{program}"
    );
    assert!(
        program.contains("var(\"ATI_INTEGRATOR_CODE\")?"),
        "{program}"
    );

    let both = [
        request.clone(),
        request.header("User-Agent", "ati_integrator_1"),
    ];
    let both = render(&both.map(Step::from), Language::Rust);
    assert_eq!(both.matches("Client::builder()").count(), 2, "{both}");

    let list = samples::request("list_addresses").header("X-Trace", "1");
    let more = render(&[list.into()], Language::Rust);
    assert!(more.contains("does not take over: X-Trace."), "{more}");
    assert!(!more.contains("base_url"), "{more}");
}

#[test]
fn an_edit_is_the_shortest_that_can_say_it() {
    let edit = |changes: &[(&str, Value)]| {
        let changes = changes
            .iter()
            .map(|(field, value)| Change::new(field.split('.'), value.clone()));
        let edit = samples::edit_of("organization", &[Link::ADDRESSES]).changes(changes);
        let program = program(edit);
        Said::by(&program);
        program
    };
    for (changes, expected) in [
        (vec![], "parse()?, |_| {})"),
        (vec![("inn", Value::Null)], "draft.inn = None;\n        })"),
        (
            vec![
                ("all_departments_allowed", json!(false)),
                ("department_ids", json!([7])),
            ],
            "draft.departments = DepartmentAccess::only([DepartmentId::new(7)]);\n        })",
        ),
        (
            vec![("department_ids", json!([7]))],
            "    draft.set_field(\"department_ids\", json!([7]))?;\n",
        ),
        (
            vec![("all_departments_allowed", json!(false))],
            "    draft.set_field(\"all_departments_allowed\", json!(false))?;\n",
        ),
        (
            vec![
                ("all_departments_allowed", json!(true)),
                ("department_ids", json!([7])),
            ],
            "    draft.departments = DepartmentAccess::All;\n    draft.set_field(\"department_ids\", json!([7]))?;\n",
        ),
        (
            vec![("address_ids", json!([samples::ID]))],
            "    draft.addresses = vec![\"0a710001-0000-4000-8000-000000000001\".parse()?];\n",
        ),
        (
            vec![("ownership", json!("a"))],
            "    draft.set_field(\"ownership\", json!(\"a\"))?;\n",
        ),
        (
            vec![("residency", json!(77))],
            "draft.residency = Some(Residency::from_code(77));",
        ),
        (
            vec![("new", json!(1)), ("newer.a b", json!("x"))],
            "draft.extra.insert(\"new\".into(), json!(1));
            draft.extra.entry(\"newer\").or_insert_with(Default::default)[\"a b\"] = json!(\"x\");",
        ),
    ] {
        let program = edit(&changes);
        assert!(program.contains(expected), "{changes:?}: {program}");
    }
}

proptest! {
    #[test]
    fn any_body_is_in_the_program_as_it_is(body in samples::any_value(), text in samples::any_text()) {
        let url = format!("https://api.ati.su/v1.2/catalogs/{text}");
        let request = Request::new("PATCH", url)
            .title(&text)
            .header("X-Text", &text)
            .body(json!([body]));
        let said = Said::by(&program(request));
        prop_assert_eq!(said.json, vec![json!([body])]);
    }

    #[test]
    fn any_text_is_in_the_draft_as_it_is(text in samples::any_text(), other in samples::any_value()) {
        let mut body = json!({ "name": text, "phone": null, "extra_phone": null, "email": text });
        body[format!("x{text}")] = other.clone();
        let said = Said::by(&program(samples::request("create_contact_person").body(body)));
        prop_assert_eq!(said.strings.iter().filter(|it| **it == text).count() >= 2, true);
        let name = format!("x{text}");
        prop_assert!(said.strings.contains(&name));
        prop_assert_eq!(said.json, vec![other]);
    }

    #[test]
    fn any_value_is_in_the_edit_as_it_is(text in samples::any_text(), value in samples::any_value()) {
        let edit = samples::edit_of("address", &[]).changes([
            Change::new(["note"], text.clone()),
            Change::new([format!("x{text}"), text.clone()], value.clone()),
        ]);
        let said = Said::by(&program(edit));
        prop_assert!(said.strings.iter().filter(|it| **it == text).count() >= 2);
        prop_assert_eq!(said.json, vec![value]);
    }
}
