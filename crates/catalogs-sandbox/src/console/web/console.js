// The console's page: views, the route, what the sandbox tells, and the buttons.

import { add, empty } from "./log.js";
import { show } from "./address-book.js";

const byId = (id) => document.getElementById(id);
const [line, pending, form] = ["line", "pending", "break"].map(byId);

// Views: beside the reference on wide screens, one at a time on narrow ones.

const wide = matchMedia("(min-width: 75rem)");
let view = "reference";

function look(at) {
  view = at;
  const shown = wide.matches && view === "reference" ? "log" : view;
  document.body.dataset.view = shown;
  for (const button of document.querySelectorAll("#views button")) {
    button.setAttribute("aria-current", String(button.dataset.view === shown));
  }
  for (const id of ["log", "book", "controls"]) byId(id).hidden = id !== shown;
}

byId("views").addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button) look(button.dataset.view);
});
wide.addEventListener("change", () => look(view));
look(view);

// The route: the same page of the reference, on the other route.

// Each route has a frame of its own, so that consent and place outlast a look at the other one.
const frames = { direct: byId("direct"), gateway: byId("gateway") };
const chosen = () => document.querySelector("#route input:checked").value;

function turnTo(route) {
  const [frame, other] = route === "direct" ? [frames.direct, frames.gateway] : [frames.gateway, frames.direct];
  // The first time, at the place that the other shows.
  if (!frame.src) frame.src = `/console/reference?route=${route}${other.contentWindow.location.hash}`;
  [frame.hidden, other.hidden] = [false, true];
  // Where a reload finds it; a name of no element, which would take the focus.
  history.replaceState(null, "", `#route=${route}`);
}

byId("route").addEventListener("change", () => turnTo(chosen()));
byId("stale").addEventListener("click", () => {
  // What the examples lead to, from now on.
  exemplary = undefined;
  for (const { src, contentWindow } of Object.values(frames)) if (src) contentWindow.location.reload();
  refresh();
});

// What the sandbox tells. Browsers let few pages follow at once, so those that nobody looks at do not.

let events;
let last;

function follow() {
  if (events) return;
  events = new EventSource(`/console/events${last ? `?after=${last}` : ""}`);
  events.addEventListener("open", () => connected("yes", `Sandbox on ${location.host}`));
  events.addEventListener("error", () => connected("no", "The sandbox does not respond: has it stopped?"));
  events.addEventListener("changed", refresh);
  events.addEventListener("request", ({ data, lastEventId }) => {
    last = lastEventId;
    const request = JSON.parse(data);
    add(request);
    if (request.took_effect || request.fault) refresh();
  });
  events.addEventListener("emptied", () => {
    empty();
    refresh();
  });
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return follow();
  events?.close();
  events = undefined;
});

function connected(live, text) {
  line.dataset.live = live;
  line.textContent = text;
  if (live === "yes") refresh();
}

// Many changes at once are looked at once, and one look after the other.
let looking = false;
let again = false;
let exemplary;

async function refresh() {
  again = true;
  if (looking) return;
  looking = true;
  while (again) {
    again = false;
    await new Promise((done) => setTimeout(done, 100));
    const response = await fetch("/console/state").catch(() => undefined);
    if (response?.ok) tellOf(await response.json());
  }
  looking = false;
}

function tellOf(state) {
  show(byId("lists"), state);
  pending.replaceChildren(...tell(state.faults));
  byId("broken").textContent = state.faults.length > 0 ? "•" : "";
  // The examples name the first of each list.
  const first = ["organizations", "addresses", "contact_persons"].map((name) => state[name].shown[0]?.id).join();
  exemplary ??= first;
  byId("stale").hidden = exemplary === first;
}

function tell(faults) {
  if (faults.length === 0) return ["Nothing is broken: the next request goes well."];
  const titles = Object.fromEntries([...form.elements.operation.options].map(({ value, text }) => [value, text]));
  return faults.map(({ operation, fault, times }) => {
    const line = document.createElement("div");
    const which = operation ? `“${titles[operation] ?? operation}”` : "any request";
    const often = times === null ? "always" : times === 1 ? "once" : `${times} times`;
    line.textContent = `Going to go wrong: ${which}, ${often}, with ${fault}.`;
    return line;
  });
}

// The buttons.

async function order(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  }).catch(() => undefined);
  if (response?.ok) refresh();
  else pending.textContent = response ? await response.text() : "The sandbox does not respond.";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { fault, operation, times } = Object.fromEntries(new FormData(form));
  order("POST", "/console/faults", { fault, operation: operation || null, times: Number(times) });
});
byId("mend").addEventListener("click", () => order("DELETE", "/console/faults"));
byId("reset").addEventListener("click", () => byId("sure").showModal());
byId("sure").addEventListener("close", ({ target }) => {
  if (target.returnValue === "yes") order("POST", "/console/reset");
  target.returnValue = "";
});

if (location.hash === "#route=gateway") document.querySelector("#route input[value=gateway]").checked = true;
turnTo(chosen());
follow();

const settings = await (await fetch("/console/settings")).json();
for (const { name, shown } of settings.faults) form.elements.fault.add(new Option(`${name} — ${shown}`, name));
for (const { id, title } of settings.operations) form.elements.operation.add(new Option(title, id));
