/* The behaviours every page may use. Each only adds to a page that already works: forms are sent
   once, quantities get − and + buttons, the filter sheet closes with Escape and a press outside.
   One file with a content hash in its address: modules imported from here would be cached unhashed. */

/** A form on its way is not sent again; the button says that it is working. */
function sendOnce(form, button) {
  if (form.dataset.sent) return false;
  form.dataset.sent = "yes";
  if (button?.dataset.busy) {
    const words = button.querySelector("span") ?? button;
    button.dataset.words = words.textContent;
    words.textContent = button.dataset.busy;
    button.setAttribute("aria-busy", "true");
  }
  return true;
}

/** Coming back by the browser's button must find a form that can be sent. */
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) {
    (button.querySelector("span") ?? button).textContent = button.dataset.words;
    button.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form answered by a file leaves the page as it is: it may be sent again.
  const stays = form.target || form.dataset.download !== undefined;
  if (event.defaultPrevented || form.method !== "post" || stays) return;
  if (!sendOnce(form, event.submitter)) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(release);
});

const THOUSAND = 1000;

/** "1 250,5" → 1250500 thousandths; NaN when it is no number. Integers keep 0,1 + 0,2 exact. */
function thousandths(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return plain === "" ? 0 : Math.round(Number(plain) * THOUSAND);
}

function written(value) {
  const comma = document.documentElement.lang === "fr" ? "," : ".";
  return String(value / THOUSAND).replace(".", comma);
}

function makeButton(sign, words, step) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary";
  button.textContent = sign;
  button.setAttribute("aria-label", words);
  button.addEventListener("click", step);
  return button;
}

/** Adds − and + to a quantity and keeps them from leading out of its bounds. */
function equipStepper(box) {
  const row = box.querySelector(".stepper-row");
  const input = row.querySelector("input");
  const min = thousandths(box.dataset.min ?? "0");
  const max = box.dataset.max === undefined ? Infinity : thousandths(box.dataset.max);
  const step = thousandths(box.dataset.step ?? "1") || THOUSAND;
  const name = box.querySelector("label")?.textContent.trim() ?? "";
  const move = (by) => () => {
    const now = thousandths(input.value);
    const next = Number.isNaN(now) ? min : Math.min(max, Math.max(min, now + by));
    input.value = written(next);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    bound();
  };
  const less = makeButton("−", `${box.dataset.less} – ${name}`, move(-step));
  const more = makeButton("+", `${box.dataset.more} – ${name}`, move(step));
  const bound = () => {
    const now = thousandths(input.value);
    less.setAttribute("aria-disabled", String(now <= min));
    more.setAttribute("aria-disabled", String(now >= max));
  };
  input.addEventListener("input", bound);
  row.prepend(less);
  row.append(more);
  bound();
}

function equipSheet(sheet) {
  const close = () => {
    sheet.open = false;
    sheet.querySelector("summary").focus();
  };
  // What only a part of the sheet needs is fetched when somebody opens it.
  const fetchModules = () => {
    for (const part of sheet.querySelectorAll("[data-module]")) import(part.dataset.module);
  };
  sheet.addEventListener("toggle", fetchModules, { once: true });
  sheet.addEventListener("keydown", (event) => event.key === "Escape" && sheet.open && close());
  document.addEventListener("click", (event) => {
    if (sheet.open && !sheet.contains(event.target)) sheet.open = false;
  });
}

/** Equips what is in `root`: the page, or a fragment htmx has just put into it. */
function equip(root) {
  for (const box of root.querySelectorAll("[data-stepper]:not([data-ready])")) {
    box.dataset.ready = "yes";
    equipStepper(box);
  }
  for (const sheet of root.querySelectorAll("[data-sheet]:not([data-ready])")) {
    sheet.dataset.ready = "yes";
    equipSheet(sheet);
  }
}

// Suggestions are fetched when somebody begins to search, and know what was searched before.
for (const field of document.querySelectorAll("input[data-suggest]")) {
  field.form.addEventListener("focusin", () => import(field.dataset.suggest), { once: true });
}

equip(document);
document.addEventListener("htmx:load", (event) => equip(event.target.parentElement ?? document));
document.getElementById("errors")?.focus();
