// The address book as tables.

const RESIDENCIES = { 1: "Russia", 2: "Ukraine", 3: "Belarus", 10: "Kazakhstan", 200: "international" };
const ADDRESS_TYPES = { 1: "warehouse", 2: "office", 3: "shop" };

const names = (list) => (list ?? []).map((entry) => entry.name ?? entry.address ?? entry.id).join("; ");
// Longer ones would stretch the whole table.
const LONG = 80;

// Each list: its title, and its columns.
const LISTS = {
  organizations: ["Organizations (организации)", {
    name: (it) => it.name,
    id: (it) => it.id,
    residency: (it) => RESIDENCIES[it.residency] ?? it.residency,
    inn: (it) => it.inn,
    phone: (it) => it.phone,
    addresses: (it) => names(it.addresses),
    "contact persons": (it) => names(it.contact_persons),
  }],
  addresses: ["Addresses (адреса)", {
    address: (it) => it.address,
    id: (it) => it.id,
    type: (it) => ADDRESS_TYPES[it.address_type] ?? it.address_type,
    note: (it) => it.note,
    "contact persons": (it) => names(it.contact_persons),
  }],
  contact_persons: ["Contact persons (контактные лица)", {
    name: (it) => it.name,
    id: (it) => it.id,
    phone: (it) => it.phone,
    extension: (it) => it.extra_phone,
    "e-mail": (it) => it.email,
  }],
};

let last;

export function show(place, { organizations, addresses, contact_persons }) {
  const state = { organizations, addresses, contact_persons };
  const text = JSON.stringify(state);
  // What did not change keeps its place, its selection and the focus.
  if (text === last) return;
  last = text;
  place.replaceChildren(...Object.entries(LISTS).map(([name, [title, columns]]) => table(title, columns, state[name])));
}

function table(title, columns, { shown, total }) {
  const table = document.createElement("table");
  const more = total > shown.length ? `, the first ${shown.length} of them here` : "";
  table.createCaption().textContent = `${title}: ${total}${more}`;
  const head = table.createTHead().insertRow();
  for (const column of Object.keys(columns)) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const entry of shown) {
    const row = body.insertRow();
    for (const value of Object.values(columns)) {
      const cell = row.insertCell();
      const text = String(value(entry) ?? "");
      cell.textContent = text.length > LONG ? `${text.slice(0, LONG)}…` : text;
      cell.title = text;
      // Numbers and ids are read in one piece.
      cell.className = /^[\d+]|^[\w-]{36}$/.test(cell.textContent) ? "short" : "";
    }
  }
  const scroller = document.createElement("div");
  scroller.className = "table";
  // What scrolls has to be reached by the keyboard.
  scroller.tabIndex = 0;
  scroller.role = "region";
  scroller.ariaLabel = title;
  scroller.append(table);
  return scroller;
}
