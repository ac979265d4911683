//! Lines as rustfmt would have them.

/// How long a line may be.
const LINE: usize = 100;
/// How long a chain or a list may be on its line.
const SHORT: usize = 60;
/// One step in.
const STEP: &str = "    ";

/// The statement `before.a().b();`, a call on each line where one line is too long.
///
/// Begins at a depth of one step.
pub(super) fn chain(before: &str, head: &str, calls: &[String], after: &str) -> String {
    let chain = format!("{head}{}", calls.concat());
    let line = format!("{before}{chain}{after}");
    if width(&chain) <= SHORT && STEP.len() + width(&line) <= LINE && !line.contains('\n') {
        return line;
    }
    let calls: String = calls
        .iter()
        .map(|call| format!("\n{STEP}{}", indented(call)))
        .collect();
    format!("{before}{head}{calls}{after}")
}

/// Expressions between brackets, one on each line where one line is too long.
pub(super) fn list(items: &[String]) -> String {
    let line = items.join(", ");
    if width(&line) <= SHORT && !line.contains('\n') {
        return format!("[{line}]");
    }
    let lines: String = items
        .iter()
        .map(|item| format!("{STEP}{},\n", indented(item)))
        .collect();
    format!("[\n{lines}]")
}

/// The statement `function(a, b)after`, an argument on each line where one has several.
pub(super) fn call(function: &str, arguments: [&str; 2], after: &str) -> String {
    let line = arguments.join(", ");
    if !line.contains('\n') {
        return format!("{function}({line}){after}");
    }
    let lines: String = arguments
        .iter()
        .map(|argument| format!("{STEP}{},\n", indented(argument)))
        .collect();
    format!("{function}(\n{lines}){after}")
}

/// The further lines of a text one step in.
pub(super) fn indented(text: &str) -> String {
    text.replace('\n', &format!("\n{STEP}"))
}

/// An import of several names.
pub(super) fn import<'a>(from: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    if let [name] = names[..] {
        return format!("use {from}::{name};\n");
    }
    let line = format!("use {from}::{{{}}};\n", names.join(", "));
    if width(line.trim_end()) <= LINE {
        return line;
    }
    let mut lines = vec![String::new()];
    for name in names {
        let Some(last) = lines.last_mut() else {
            continue;
        };
        let longer = match last.as_str() {
            "" => format!("{STEP}{name},"),
            last => format!("{last} {name},"),
        };
        match width(&longer) <= LINE {
            true => *last = longer,
            false => lines.push(format!("{STEP}{name},")),
        }
    }
    format!("use {from}::{{\n{}\n}};\n", lines.join("\n"))
}

fn width(text: &str) -> usize {
    text.chars().count()
}
