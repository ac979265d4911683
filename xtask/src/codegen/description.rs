//! The generated description of entities, fields and operations, read from the strict spec.

use anyhow::{Result, bail};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use serde_json::Value;

use super::nodes::{
    Entity, Node, Operation, component, entities, is_item_of, operations, properties,
    response_schema,
};
use crate::spec::escape;

/// The source of the description; an error names every place where the spec lacks something.
pub(super) fn source(spec: &Value) -> Result<String> {
    let mut reader = Reader::new(spec);
    let tokens = reader.description();
    if !reader.problems.is_empty() {
        bail!("{}", reader.problems.join("\n"));
    }
    let file = syn::parse2(tokens)?;
    Ok(prettyplease::unparse(&file))
}

struct Reader<'a> {
    spec: &'a Value,
    operations: Vec<Operation<'a>>,
    entities: Vec<Entity<'a>>,
    problems: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(spec: &'a Value) -> Self {
        let operations = operations(spec);
        let entities = entities(&operations);
        Self {
            spec,
            operations,
            entities,
            problems: Vec::new(),
        }
    }

    fn description(&mut self) -> TokenStream {
        let entities = self.entities.clone();
        let names: Vec<Ident> = entities
            .iter()
            .map(|entity| ident(&entity.name.to_uppercase()))
            .collect();
        let constants: Vec<TokenStream> =
            entities.iter().map(|entity| self.entity(*entity)).collect();
        let operations = self.operation_enum();
        quote! {
            use crate::description::{
                CUSTOM, Clear, Code, Effect, Entity, Field, Kind, OperationInfo, Text,
            };
            #(#constants)*
            /// Every entity.
            pub const ENTITIES: &[Entity] = &[#(#names),*];
            #operations
        }
    }

    fn operation_enum(&mut self) -> TokenStream {
        let operations = std::mem::take(&mut self.operations);
        let mut variants = Vec::new();
        let mut documented = Vec::new();
        let mut infos = Vec::new();
        for operation in &operations {
            let (id, path, node) = (operation.id, operation.path, &operation.node);
            let method = operation.method.to_uppercase();
            let effect = ident(&pascal(operation.effect));
            let entity = self
                .entity_of(operation)
                .map_or(quote!(None), |name| quote!(Some(#name)));
            let nodes = [Some(node.clone())];
            let summary = self.text(&nodes, "summary", "x-summary-ru");
            let phrase = self.required(&nodes, "x-phrase");
            let function_ru = self.required(&nodes, "x-function-ru");
            let variant = ident(&pascal(id));
            let doc = format!(" `{method} {path}`: {phrase}.");
            infos.push(quote! {
                Self::#variant => &OperationInfo {
                    id: #id, method: #method, path: #path, effect: Effect::#effect,
                    entity: #entity, summary: #summary, phrase: #phrase,
                    function_ru: #function_ru,
                }
            });
            variants.push(quote!(#[doc = #doc] #variant));
            documented.push(variant);
        }
        self.operations = operations;
        quote! {
            /// An operation of the API.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum Operation {
                #(#variants,)*
                /// A custom request, which is not one of the others.
                Custom,
            }
            impl Operation {
                /// Every documented operation.
                pub const ALL: &[Self] = &[#(Self::#documented),*];

                /// Everything that is known of it.
                #[must_use]
                pub const fn info(self) -> &'static OperationInfo {
                    match self {
                        #(#infos,)*
                        Self::Custom => &CUSTOM,
                    }
                }
            }
        }
    }

    /// The name of the entity that an operation is about.
    fn entity_of(&self, operation: &Operation<'a>) -> Option<&'a str> {
        let response = response_schema(operation.node.value);
        let schema = component(response).or_else(|| component(&response["items"]));
        let by_path = |entity: &&Entity<'a>| is_item_of(operation.path, entity.path);
        schema
            .and_then(|schema| self.entity_with(schema))
            .or_else(|| self.entities.iter().find(by_path).map(|entity| entity.name))
    }

    /// The name of the entity whose responses have this component schema.
    fn entity_with(&self, response: &str) -> Option<&'a str> {
        let mut entities = self.entities.iter();
        let found = entities.find(|entity| entity.response == response);
        found.map(|entity| entity.name)
    }

    fn entity(&mut self, entity: Entity<'a>) -> TokenStream {
        let Entity {
            name,
            path,
            response,
            request,
        } = entity;
        let node = self.component_node(response);
        let nodes = [Some(node.clone())];
        let label = self.text(&nodes, "x-label", "x-label-ru");
        let plural_label = self.text(&nodes, "x-plural-label", "x-plural-label-ru");
        let mut operation = |method: &str, on_item: bool| {
            let wanted = |operation: &&Operation<'a>| {
                operation.method == method
                    && match on_item {
                        true => is_item_of(operation.path, path),
                        false => operation.path == path,
                    }
            };
            let found = self
                .operations
                .iter()
                .find(wanted)
                .map(|operation| operation.id);
            if found.is_none() {
                let problem = format!("/paths/{}: has no {method} for {name}", escape(path));
                self.problems.push(problem);
            }
            found.unwrap_or("custom")
        };
        let list_id = operation("get", false);
        let plural = list_id.strip_prefix("list_").unwrap_or(list_id);
        let variant = |id: &str| ident(&pascal(id));
        let list = variant(list_id);
        let get = variant(operation("get", true));
        let create = variant(operation("post", false));
        let replace = variant(operation("put", true));
        let delete = variant(operation("delete", true));
        let fields = self.fields(Some(&self.component_node(request)), Some(&node));
        let constant = ident(&name.to_uppercase());
        let doc = format!(
            " The entity `{name}`: {}",
            one_line(node.value["description"].as_str().unwrap_or_default())
        );
        quote! {
            #[doc = #doc]
            pub const #constant: Entity = Entity {
                name: #name, plural: #plural, path: #path, label: #label,
                plural_label: #plural_label, fields: #fields,
                list: Operation::#list, get: Operation::#get, create: Operation::#create,
                replace: Operation::#replace, delete: Operation::#delete,
            };
        }
    }

    /// The fields of an object in requests and in responses: in the order of responses, links last, then
    /// those that only requests have.
    fn fields(&mut self, request: Option<&Node<'a>>, response: Option<&Node<'a>>) -> TokenStream {
        let requests = properties(request);
        let responses = properties(response);
        let linked = |node: &Node<'a>| node.value["x-response-name"].as_str();
        let links: Vec<&str> = requests
            .iter()
            .filter_map(|(_, node)| linked(node))
            .collect();
        let get = |side: &[(&'a str, Node<'a>)], wanted: &str| {
            let found = side.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, node)| node.clone())
        };
        let mut fields = Vec::new();
        for (name, node) in responses.iter().filter(|(name, _)| !links.contains(name)) {
            fields.push(self.field(name, name, get(&requests, name), Some(node.clone())));
        }
        for (name, node) in &requests {
            let response_name = linked(node).unwrap_or(name);
            let in_response = get(&responses, response_name);
            if in_response.is_none() && linked(node).is_some() {
                let problem = format!("{}/x-response-name: no such field in responses", node.place);
                self.problems.push(problem);
            }
            if in_response.is_none() || linked(node).is_some() {
                fields.push(self.field(name, response_name, Some(node.clone()), in_response));
            }
        }
        quote!(&[#(#fields),*])
    }

    fn field(
        &mut self,
        name: &str,
        response_name: &str,
        request: Option<Node<'a>>,
        response: Option<Node<'a>>,
    ) -> TokenStream {
        let request = request.map(|node| self.resolved(node));
        let response = response.map(|node| self.resolved(node));
        // A request's own texts go first: what a response says of the same field holds for both.
        let nodes = [request.clone(), response.clone()];
        let label = self.text(&nodes, "x-label", "x-label-ru");
        let summary = self.text(&nodes, "description", "x-description-ru");
        let (kind, kind_name) = self.kind(&nodes);
        let says = |side: &Option<Node<'a>>, key: &str| {
            side.as_ref().is_some_and(|node| node.value[key] == true)
        };
        let either = |key: &str| says(&request, key) || says(&response, key);
        let (in_request, in_response) = (request.is_some(), response.is_some());
        let nullable = says(&request, "nullable");
        let nullable_response = says(&response, "nullable");
        let is_list = matches!(kind_name, "Integers" | "Links");
        let required = in_request && (!nullable && !is_list || either("x-required"));
        let never = request
            .as_ref()
            .is_some_and(|node| node.value["x-clear"] == "never");
        let clear = ident(match () {
            () if never || !in_request => "Never",
            () if nullable => "Null",
            () if is_list => "EmptyList",
            () => "Never",
        });
        let personal = matches!(kind_name, "Text" | "Number") || either("x-personal");
        quote! {
            Field {
                name: #name, response_name: #response_name, kind: #kind,
                in_request: #in_request, in_response: #in_response, required: #required,
                nullable: #nullable, nullable_response: #nullable_response,
                clear: Clear::#clear, personal: #personal, label: #label, summary: #summary,
            }
        }
    }

    /// The kind of a field, as source and by the name of its variant.
    fn kind(&mut self, nodes: &[Option<Node<'a>>; 2]) -> (TokenStream, &'static str) {
        let Some(node) = nodes.iter().flatten().next() else {
            return (quote!(Kind::Text), "Text");
        };
        let value = node.value;
        if value["enum"].is_array() {
            let codes = self.codes(nodes);
            return (quote!(Kind::Code(#codes)), "Code");
        }
        let items = &value["items"];
        let name = match (value["type"].as_str(), value["format"].as_str()) {
            (Some("string"), Some("uuid")) => "Id",
            (Some("string"), _) => "Text",
            (Some("integer"), _) => "Integer",
            (Some("number"), _) => "Number",
            (Some("boolean"), _) => "Boolean",
            (Some("array"), _) if items["type"] == "integer" => "Integers",
            (Some("array"), _) => {
                let mut lists = nodes.iter().flatten().map(|node| &node.value["items"]);
                let entity = lists.find_map(|items| self.entity_with(component(items)?));
                if let Some(entity) = entity {
                    return (quote!(Kind::Links(#entity)), "Links");
                }
                self.problems
                    .push(format!("{}: is a list of no known kind", node.place));
                "Integers"
            }
            (Some("object"), _) => {
                let [request, response] = nodes.each_ref().map(Option::as_ref);
                let fields = self.fields(request, response);
                return (quote!(Kind::Object(#fields)), "Object");
            }
            _ => {
                self.problems
                    .push(format!("{}: is of no known kind", node.place));
                "Text"
            }
        };
        let variant = ident(name);
        (quote!(Kind::#variant), name)
    }

    fn codes(&mut self, nodes: &[Option<Node<'a>>; 2]) -> TokenStream {
        let documented = nodes
            .iter()
            .flatten()
            .find(|node| node.value["x-enum-varnames"].is_array());
        let Some(node) = documented.or(nodes.iter().flatten().next()) else {
            return quote!(&[]);
        };
        let values: Vec<i64> = node.value["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_i64)
            .collect();
        let mut texts = |key: &str| -> Vec<&'a str> {
            let texts = node.value[key].as_array().into_iter().flatten();
            let texts: Vec<&str> = texts.filter_map(Value::as_str).collect();
            if texts.len() != values.len() {
                let problem = format!("{}/{key}: needs one text for each value", node.place);
                self.problems.push(problem);
            }
            texts
        };
        let names = texts("x-enum-varnames");
        let en = texts("x-enum-descriptions");
        let ru = texts("x-enum-descriptions-ru");
        quote!(&[#(Code { value: #values, name: #names, label: Text { en: #en, ru: #ru } }),*])
    }

    fn text(&mut self, nodes: &[Option<Node<'a>>], en: &str, ru: &str) -> TokenStream {
        let en = self.required(nodes, en);
        let ru = self.required(nodes, ru);
        quote!(Text { en: #en, ru: #ru })
    }

    /// The first text with this key; it is a problem if there is none.
    fn required(&mut self, nodes: &[Option<Node<'a>>], key: &str) -> String {
        let mut nodes = nodes.iter().flatten();
        let found = nodes.clone().find_map(|node| node.value[key].as_str());
        if found.is_none()
            && let Some(node) = nodes.next_back()
        {
            self.problems
                .push(format!("{}/{key}: is missing", node.place));
        }
        one_line(found.unwrap_or_default())
    }

    fn component_node(&self, name: &str) -> Node<'a> {
        Node {
            place: format!("/components/schemas/{name}"),
            value: &self.spec["components"]["schemas"][name],
        }
    }

    /// What a reference leads to.
    fn resolved(&self, node: Node<'a>) -> Node<'a> {
        match component(node.value) {
            Some(name) => self.component_node(name),
            None => node,
        }
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `snake_case` as `PascalCase`.
fn pascal(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    words
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

/// A text with each run of blanks and line breaks as one blank.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
