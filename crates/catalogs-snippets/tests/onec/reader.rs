//! Runs the exported functions of a rendered text, as far as they build values and send them.
//!
//! Tests cannot run 1C itself. This reads the parse tree, so that what a function sends can
//! be compared with what it was to send. A statement that it does not know is a panic.

use serde_json::{Map, Value, json};
use tree_sitter::{Node, Parser};

/// What a function sent.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) connection: Value,
    pub(crate) method: Value,
    pub(crate) target: Value,
    pub(crate) headers: Value,
    pub(crate) body: Option<Value>,
}

/// An exported function that was run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) function: String,
    pub(crate) calls: Vec<Call>,
    /// It ended with an exception.
    pub(crate) raised: bool,
}

/// Parses the text, which has to be without errors, and runs each exported function, with
/// `response` as the response to everything.
pub(crate) fn run(text: &str, response: &Value) -> Vec<Run> {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_bsl::LANGUAGE.into())
        .expect("a language of this version");
    let tree = parser.parse(text, None).expect("a tree");
    let root = tree.root_node();
    assert!(!root.has_error(), "not parsed: {}\n{text}", root.to_sexp());
    named(root)
        .filter(|node| node.child_by_field_name("export").is_some())
        .map(|function| {
            let name = function.child_by_field_name("name").expect("a name");
            let mut machine = Machine {
                text,
                response,
                variables: Map::new(),
                calls: Vec::new(),
            };
            machine.variables.insert("Токен".to_owned(), json!("token"));
            let raised = machine.block(function) == Flow::Raised;
            Run {
                function: machine.slice(name).to_owned(),
                calls: machine.calls,
                raised,
            }
        })
        .collect()
}

#[derive(PartialEq)]
enum Flow {
    On,
    Returned,
    Raised,
}

struct Machine<'a> {
    text: &'a str,
    response: &'a Value,
    variables: Map<String, Value>,
    calls: Vec<Call>,
}

impl Machine<'_> {
    fn slice(&self, node: Node<'_>) -> &str {
        &self.text[node.byte_range()]
    }

    /// The statements among the children of a node.
    fn block(&mut self, node: Node<'_>) -> Flow {
        for statement in named(node).filter(|node| node.kind().ends_with("_statement")) {
            let flow = self.statement(statement);
            if flow != Flow::On {
                return flow;
            }
        }
        Flow::On
    }

    fn statement(&mut self, node: Node<'_>) -> Flow {
        match node.kind() {
            "assignment_statement" => {
                let value = self.value(field(node, "right"));
                let name = self.slice(field(node, "left")).to_owned();
                self.variables.insert(name, value);
            }
            "if_statement" => {
                let condition = named(node)
                    .find(|node| node.kind() == "expression")
                    .expect("if");
                if self.value(condition) == json!(true) {
                    return self.block(node);
                }
            }
            "rise_error_statement" => return Flow::Raised,
            "return_statement" => {
                self.value(field(node, "result"));
                return Flow::Returned;
            }
            "call_statement" => return self.call(node.named_child(0).expect("a call")),
            kind => panic!("an unknown statement, {kind}: {}", self.slice(node)),
        }
        Flow::On
    }

    fn call(&mut self, node: Node<'_>) -> Flow {
        if node.kind() == "method_call" {
            assert_eq!(
                self.slice(field(node, "name")),
                "ЗаменитьЗаписиИдентификаторами"
            );
            let arguments: Vec<_> = named(field(node, "arguments")).collect();
            let (response, request) = (self.text_of(arguments[1]), self.text_of(arguments[2]));
            let name = self.slice(arguments[0]).to_owned();
            let body = self.variables[&name].as_object_mut().expect("an object");
            let Some(Value::Array(list)) = body.remove(&response) else {
                return Flow::Raised;
            };
            let ids: Vec<_> = list.iter().map(|entry| entry["id"].clone()).collect();
            if ids.iter().any(Value::is_null) {
                return Flow::Raised;
            }
            body.insert(request, ids.into());
            return Flow::On;
        }
        let method = node.named_child(1).expect("a method");
        let arguments: Vec<_> = named(field(method, "arguments"))
            .map(|node| self.value(node))
            .collect();
        let name = self.slice(field(method, "name")).to_owned();
        let place = self.place(node.named_child(0).expect("an object"));
        match (name.as_str(), place, arguments.as_slice()) {
            ("Вставить", Value::Object(object), [Value::String(key), value]) => {
                object.insert(key.clone(), value.clone());
            }
            ("Удалить", Value::Object(object), [Value::String(key)]) => {
                drop(object.remove(key))
            }
            ("Добавить", Value::Array(list), [value]) => list.push(value.clone()),
            (name, place, arguments) => panic!("{place}.{name}({arguments:?})"),
        }
        Flow::On
    }

    /// `Тело`, `Тело["a"]`, `Тело["a"]["b"]`.
    fn place(&mut self, access: Node<'_>) -> &mut Value {
        let inner = access.named_child(0).expect("something to access");
        match access.named_child(1) {
            Some(index) => {
                let key = self.text_of(index);
                &mut self.place(inner)[key]
            }
            None if inner.kind() == "access" => self.place(inner),
            None => {
                let name = self.slice(inner).to_owned();
                self.variables
                    .get_mut(&name)
                    .expect("a variable that has a value")
            }
        }
    }

    fn text_of(&mut self, node: Node<'_>) -> String {
        self.value(node).as_str().expect("a string").to_owned()
    }

    fn value(&mut self, node: Node<'_>) -> Value {
        match node.kind() {
            "expression" | "const_expression" | "index" => {
                self.value(node.named_child(0).expect("a value"))
            }
            "string" => {
                let content = node.named_child(0).expect("a content");
                json!(self.slice(content).replace("\"\"", "\""))
            }
            "number" => number(self.slice(node)),
            "boolean" => json!(self.slice(node) == "Истина"),
            "UNDEFINED_KEYWORD" => Value::Null,
            "identifier" => self.variables[self.slice(node)].clone(),
            "unary_expression" => {
                let text = self.slice(node);
                assert!(text.starts_with('-'), "{text}");
                number(text)
            }
            "binary_expression" => self.binary(node),
            "property_access" => self.property(node),
            "new_expression" => self.new_object(node),
            "method_call" => self.function(node),
            kind => panic!("an unknown expression, {kind}: {}", self.slice(node)),
        }
    }

    fn binary(&mut self, node: Node<'_>) -> Value {
        let left = self.value(field(node, "left"));
        let operator = self.slice(field(node, "operator")).to_owned();
        if operator == "Или" && left == json!(true) {
            return left;
        }
        let right = self.value(field(node, "right"));
        match (operator.as_str(), &left, &right) {
            ("+", Value::String(left), Value::String(right)) => json!(format!("{left}{right}")),
            ("=", ..) => json!(left == right),
            ("<>", ..) => json!(left != right),
            ("Или", ..) => right,
            _ => panic!("{left} {operator} {right}"),
        }
    }

    fn property(&mut self, node: Node<'_>) -> Value {
        match self.slice(node) {
            "Символы.ПС" => json!("\n"),
            "Символы.ВК" => json!("\r"),
            "Символы.Таб" => json!("\t"),
            _ => {
                let key = self.text_of(node.named_child(1).expect("an index"));
                let object = self.place(node.named_child(0).expect("an object"));
                object
                    .as_object()
                    .expect("an object")
                    .get(&key)
                    .cloned()
                    .unwrap_or_default()
            }
        }
    }

    fn new_object(&mut self, node: Node<'_>) -> Value {
        match self.slice(field(node, "type")) {
            "Соответствие" => json!({}),
            "Массив" => json!([]),
            "HTTPСоединение" => {
                let arguments: Vec<_> = named(field(node, "arguments"))
                    .filter(|node| node.kind() == "expression")
                    .map(|node| self.value(node))
                    .collect();
                json!(arguments)
            }
            other => json!(other),
        }
    }

    fn function(&mut self, node: Node<'_>) -> Value {
        let name = self.slice(field(node, "name")).to_owned();
        let mut arguments: Vec<_> = named(field(node, "arguments"))
            .map(|node| self.value(node))
            .collect();
        match (name.as_str(), arguments.as_mut_slice()) {
            ("Символ", [code]) => {
                let code = code.as_u64().and_then(|code| u32::try_from(code).ok());
                json!(code.and_then(char::from_u32).expect("a character"))
            }
            ("Тип", [name]) => name.take(),
            ("ТипЗнч", [value]) => json!(match value {
                Value::Object(_) => "Соответствие",
                Value::Array(_) => "Массив",
                _ => "",
            }),
            ("ОтправитьЗапросКаталогов", [connection, method, target, headers, body @ ..]) =>
            {
                self.calls.push(Call {
                    connection: connection.take(),
                    method: method.take(),
                    target: target.take(),
                    headers: headers.take(),
                    body: body.first_mut().map(Value::take),
                });
                self.response.clone()
            }
            (name, arguments) => panic!("{name}({arguments:?})"),
        }
    }
}

fn named(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    (0..node.named_child_count())
        .filter_map(move |index| node.named_child(index.try_into().ok()?))
        .filter(|node| node.kind() != "line_comment")
}

fn field<'tree>(node: Node<'tree>, name: &str) -> Node<'tree> {
    node.child_by_field_name(name)
        .unwrap_or_else(|| panic!("no {name}: {}", node.to_sexp()))
}

fn number(text: &str) -> Value {
    assert!(
        text.chars().all(|c| c.is_ascii_digit() || ".-".contains(c)),
        "{text}"
    );
    normal(&serde_json::from_str(text).expect("a number"))
}

/// The value, with its whole numbers as integers: the language does not tell them apart.
pub(crate) fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9e15 => {
                json!(float as i64)
            }
            Some(float) if number.is_f64() || float.abs() >= 9e15 => json!(float),
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key.clone(), normal(value)))
            .collect(),
        _ => value.clone(),
    }
}
