/* Words, amounts and pieces of the page. All wording is in the shell: templates and one list of
   phrases. What people wrote is only ever put in as text. */

import { THOUSAND } from "./counter-books.js";

const block = document.getElementById("counter-phrases");
const phrases = block ? JSON.parse(block.textContent) : {};
export const language = document.documentElement.lang;
const isOne = (count) => (language === "fr" ? Math.abs(count) < 2 : count === 1);

/** A phrase with its places filled: say("toSend", {num: 3}). Two forms are told apart by `num`. */
export function say(key, values = {}) {
  const found = phrases[key] ?? key;
  const text = Array.isArray(found) ? found[isOne(values.num) ? 0 : 1] : found;
  return text.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "");
}

/** Tells whether there is a phrase by that key. */
export function knows(key) {
  return key in phrases;
}

const euros = new Intl.NumberFormat(language, {
  style: "currency",
  currency: "EUR",
  trailingZeroDisplay: "stripIfInteger",
});
const decimals = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });

export function money(cents) {
  return euros.format(cents / 100);
}

/** Thousandths as people write them: 1500 → "1,5". */
export function amount(quantity) {
  return decimals.format(quantity / THOUSAND);
}

/** The same for a field, without marks between thousands: "1250,5". */
export function typed(quantity) {
  const text = String(quantity / THOUSAND);
  return language === "fr" ? text.replace(".", ",") : text;
}

/** "1 250,5" → 1250500 thousandths; NaN when it is no number. */
export function thousandths(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^\d*\.?\d*$/.test(plain) ? Math.round(Number(plain || "0") * THOUSAND) : NaN;
}

/** "3 plaques", "1,5 m²": from 2 on it is several, as French counts. */
export function quantityOf(quantity, units, unit) {
  const names = units[unit] ?? { one: "", many: "" };
  return `${amount(quantity)}\u00a0${Math.abs(quantity) < 2 * THOUSAND ? names.one : names.many}`.trim();
}

/** The price of a line or a listing in words: "8 € la plaque". */
export function priceOf(line, units) {
  if (line.price_kind === "free") return say("free");
  if (line.price_cents === null) return say("noPrice");
  const price = money(line.price_cents);
  if (line.price_kind === "lot") return say("forLot", { price });
  return say("perUnit", { price, unit: units[line.unit]?.one || say("piece") });
}

let zone;
let written = {};

/** Times are those of the edition, wherever the phone believes to be. */
export function useZone(timeZone) {
  if (zone === timeZone) return;
  zone = timeZone;
  const format = (options) => new Intl.DateTimeFormat(language, { timeZone, ...options });
  written = {
    time: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    day: format({ weekday: "long", day: "numeric", month: "long" }),
    date: format({ dateStyle: "short" }),
  };
}

export function timeOf(moment) {
  return written.time?.format(new Date(moment)) ?? "";
}

export function dayOf(moment) {
  return written.day?.format(new Date(moment)) ?? "";
}

export function isSameDay(one, other) {
  return written.date?.format(new Date(one)) === written.date?.format(new Date(other));
}

/** "10:00 – 11:00", with the day before it when it is not today. */
export function spanOf(slot, now) {
  const hours = `${timeOf(slot.starts_at)} – ${timeOf(slot.ends_at)}`;
  return isSameDay(slot.starts_at, now) ? hours : `${dayOf(slot.starts_at)}, ${hours}`;
}

/** Time of a moment, with its day when that is not today. */
export function momentOf(moment, now) {
  return isSameDay(moment, now) ? timeOf(moment) : `${dayOf(moment)}, ${timeOf(moment)}`;
}

/** A new copy of a template of the shell. */
export function piece(name) {
  return document.getElementById(`counter-${name}`).content.firstElementChild.cloneNode(true);
}

/** Puts texts at the places of a piece; a place without text disappears. */
export function fill(root, values) {
  for (const [name, text] of Object.entries(values)) {
    for (const place of root.querySelectorAll(`[data-fill="${name}"]`)) {
      place.textContent = text ?? "";
      place.hidden = !text;
    }
  }
  return root;
}

/** What happens when a button of a piece is pressed. */
export function press(root, name, action) {
  const button = part(root, name);
  button.addEventListener("click", action);
  return button;
}

/** The element of a piece that a screen works with. */
export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

/** Shows or hides a part. */
export function show(root, name, isShown) {
  part(root, name).hidden = !isShown;
}

/** Draws a list anew only when it changed: whoever reads or tabs through it keeps the place. */
export function redraw(list, items) {
  const fresh = list.cloneNode(false);
  fresh.append(...items);
  if (fresh.innerHTML !== list.innerHTML) list.replaceChildren(...fresh.childNodes);
}
