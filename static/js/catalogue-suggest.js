/* Suggestions under the search field, as a combobox: arrows, Enter, Escape, and said to screen
   readers. Without it the field is a plain search. An empty field proposes what was looked for
   before on this device, with its filters; nothing of that leaves the device.

   input[data-suggest][data-from][data-words="Suggestions|{count} suggestions|Recent searches"] */

const KEPT = "brocante-searches";
const MOST_KEPT = 6;
const PAUSE = 120;

const input = document.querySelector("input[data-suggest]");
const [listName, counted, recentName] = input.dataset.words.split("|");

/** Recent searches of this device; a browser that keeps nothing has none. */
function recent() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

/** What people call the value of a field: the text of the option chosen, without its count. */
function wordsOf(form, name, value) {
  const field = form.elements.namedItem(name);
  const chosen = field?.selectedOptions?.[0]?.textContent.replace(/\s*\([\d\s.,]+\)\s*$/, "");
  return (chosen || field?.dataset?.said || String(value)).trim();
}

/** Keep what is asked now: its words for people, its fields for the address. */
function remember(form) {
  const fields = new FormData(form);
  const asked = [...fields].filter(([, value]) => String(value).trim() !== "");
  if (asked.length === 0) return;
  const address = `${form.getAttribute("action")}?${new URLSearchParams(asked)}`;
  const label = asked.map(([name, value]) => wordsOf(form, name, value)).join(" · ");
  const others = recent().filter((search) => search.address !== address);
  try {
    localStorage.setItem(KEPT, JSON.stringify([{ label, address }, ...others].slice(0, MOST_KEPT)));
  } catch {
    // Private windows refuse: then nothing is kept.
  }
}

function build() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = input.dataset.style;
  document.head.append(style);
  const box = document.createElement("div");
  box.className = "suggest-box";
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggest-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", listName);
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  const hadFocus = document.activeElement === input;
  input.before(box);
  box.append(input, list, said);
  if (hadFocus) input.focus();
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    input.setAttribute(name, value);
  }
  return { list, said };
}

const { list, said } = build();
let current = -1;

const options = () => [...list.querySelectorAll("[role=option]")];

function close() {
  list.hidden = true;
  current = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function mark(index) {
  const all = options();
  current = all.length === 0 ? -1 : (index + all.length) % all.length;
  all.forEach((option, place) => option.setAttribute("aria-selected", String(place === current)));
  if (current < 0) return;
  input.setAttribute("aria-activedescendant", all[current].id);
  all[current].scrollIntoView({ block: "nearest" });
}

function choose(option) {
  if (option.dataset.address) {
    location.assign(option.dataset.address);
    return;
  }
  input.value = option.dataset.text;
  close();
  input.form.requestSubmit();
}

function item(place, text, count) {
  const option = document.createElement("li");
  option.id = `suggestion-${place}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.text = text;
  option.append(text);
  if (count > 1) {
    const number = document.createElement("small");
    number.textContent = count;
    option.append(number);
  }
  // Before the field loses focus, which would close the list.
  option.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(option);
  });
  return option;
}

function show(items, head = "") {
  list.replaceChildren(...items);
  if (head && items.length > 0) {
    const title = document.createElement("li");
    title.className = "suggest-head";
    title.setAttribute("role", "presentation");
    title.textContent = head;
    list.prepend(title);
  }
  current = -1;
  input.removeAttribute("aria-activedescendant");
  list.hidden = items.length === 0;
  input.setAttribute("aria-expanded", String(items.length > 0));
  said.textContent = items.length > 0 ? counted.replace("{count}", items.length) : "";
}

function showRecent() {
  const items = recent().map((search, place) => {
    const option = item(place, search.label, 0);
    option.dataset.address = search.address;
    return option;
  });
  show(items, recentName);
}

let asking = null;
let pause = 0;

async function ask() {
  const typed = input.value;
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(`${input.dataset.from}?q=${encodeURIComponent(typed)}`, {
      signal: asking.signal,
    });
    const found = answer.ok ? await answer.json() : [];
    if (input.value !== typed || document.activeElement !== input) return;
    show(found.map(({ text, count }, place) => item(place, text, count)));
  } catch {
    // No network, or another letter came: the field is a plain search.
  }
}

function typedNow() {
  clearTimeout(pause);
  if (input.value.trim() === "") showRecent();
  else pause = setTimeout(ask, PAUSE);
}

input.addEventListener("input", typedNow);
input.addEventListener("click", () => list.hidden && input.value === "" && showRecent());
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && current >= 0) {
    event.preventDefault();
    choose(options()[current]);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) typedNow();
    else mark(current + (event.key === "ArrowDown" ? 1 : current < 0 ? 0 : -1));
  }
});
input.form.addEventListener("submit", () => remember(input.form));
if (document.activeElement === input && input.value === "") showRecent();
