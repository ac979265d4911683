use super::*;

#[test]
fn unusable_tokens_are_start_errors() {
    let builder = SandboxBuilder::new;
    let cases = [
        (builder().api_token(""), "API token"),
        (builder().api_token("two words"), "API token"),
        (builder().oauth_token("ключ"), "OAuth token"),
        (builder().oauth_token("line\n"), "OAuth token"),
        (builder().oauth_client("", "s"), "client id"),
        (builder().oauth_client("i", "\n"), "client secret"),
        (builder().refresh_token(""), "refresh token"),
        (builder().api_token("same").oauth_token("same"), "differ"),
    ];
    for (builder, expected) in cases {
        let said = builder.settings().expect_err("bad tokens").to_string();
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn default_tokens_are_random_and_hidden_in_debug() {
    let settings = || {
        SandboxBuilder::new()
            .settings()
            .expect("the defaults are sound")
    };
    let (one, two) = (settings(), settings());
    assert_ne!(one.tokens.api, two.tokens.api);
    assert_ne!(one.tokens.oauth, two.tokens.oauth);

    let builder = SandboxBuilder::new()
        .api_token("s3cret-a")
        .oauth_token("s3cret-o")
        .oauth_client("id", "s3cret-c")
        .refresh_token("s3cret-r");
    assert!(!format!("{builder:?}").contains("s3cret"));
    let settings = builder.settings().expect("sound");
    assert_eq!(settings.tokens.api.as_str(), "s3cret-a");
    assert!(!format!("{settings:?}").contains("s3cret"));
}

#[test]
fn data_overrides_demo_data_and_is_hidden_in_debug() {
    let data = r#"{"contact_persons": [{"name": "s3cret"}]}"#;
    let builder = || SandboxBuilder::new().data(data).expect("it is sound");
    let cases = [
        (builder(), 1),
        (builder().demo_data(false), 1),
        (SandboxBuilder::new().demo_data(false), 0),
        (SandboxBuilder::new(), 13),
    ];
    for (builder, expected) in cases {
        assert!(!format!("{builder:?}").contains("s3cret"), "{builder:?}");
        let (one, two) = (builder.clone(), builder);
        let [one, two] = [one, two].map(|one| one.settings().expect("sound").initial.snapshot());
        assert_eq!((one.contact_persons.len(), &one), (expected, &two));
    }
}
