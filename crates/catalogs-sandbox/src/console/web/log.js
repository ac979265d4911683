// The log: a line for each request, to be opened.

// What the page keeps; the sandbox itself keeps more.
const KEPT = 500;

const list = document.getElementById("requests");
const count = document.getElementById("count");
const nothing = document.querySelector("#log .empty");

const time = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hour12: false,
});

export function add(request) {
  list.prepend(item(request));
  if (list.children.length > KEPT) list.lastElementChild.remove();
  tell(request.number);
}

export function empty() {
  list.replaceChildren();
  tell(0);
}

// How many there were since the log was emptied.
function tell(seen) {
  count.textContent = String(seen);
  nothing.hidden = seen > 0;
}

function item(request) {
  const details = make("details", [make("summary", head(request))]);
  // Filled when it is opened: most never are.
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(...body(request));
  });
  return make("li", [details]);
}

function head(request) {
  const { status } = request;
  const kind = status === 0 || status >= 500 ? "bad" : status >= 300 || request.fault ? "odd" : "good";
  const told = status === 0 ? "no response" : String(status);
  const query = request.query ? `?${request.query}` : "";
  const meta = [
    time.format(request.at_ms),
    request.operation ?? "no operation of the API",
    request.route && `${request.route} route`,
    limit(request.limit),
    request.fault && `broken: ${request.fault}`,
    request.took_effect && (request.route ? "changed the data" : "gave out tokens"),
  ];
  return [
    make("span", [told], `status ${kind}`),
    ` ${request.method} `,
    ...breakable(`${request.path}${query}`),
    make("span", [meta.filter(Boolean).join(" · ")], "meta"),
  ];
}

// A path may go on in the next line after each slash.
function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part) => [part, document.createElement("wbr")]);
}

function limit(places) {
  if (!places) return "";
  const { taken, allowed, free_in_ms } = places;
  const free = free_in_ms > 0 ? `, next free in ${free_in_ms} ms` : "";
  return `${taken} of ${allowed} in the last second${free}`;
}

function body(request) {
  const parts = [
    heading("Headers"),
    make("pre", [request.headers.map(([name, value]) => `${name}: ${value}`).join("\n")]),
  ];
  if (request.body.bytes > 0) parts.push(heading("Body"), make("pre", [pretty(request.body)]));
  parts.push(heading(`Answer, after ${request.took_ms.toFixed(1)} ms`));
  parts.push(make("pre", [request.response.bytes > 0 ? pretty(request.response) : "empty"]));
  return parts;
}

function heading(text) {
  return make("h3", [text]);
}

function pretty({ text, bytes }) {
  const shown = new TextEncoder().encode(text).length;
  if (shown < bytes) return `${text}\n… ${bytes - shown} more bytes`;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// Text only ever becomes text: nothing that was sent is read as HTML.
function make(name, children, className = "") {
  const element = document.createElement(name);
  element.append(...children);
  element.className = className;
  return element;
}
