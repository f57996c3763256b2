/* The first screen: scan, or type a code or a name; and the slot in progress in figures. */

import { countSlot, slotAt } from "./counter-books.js";
import { findGoods, findPeople } from "./counter-find.js";
import { go, openText, stateOf } from "./counter-open.js";
import { dayOf, fill, isSameDay, part, piece, press, say, show, spanOf, timeOf } from "./counter-page.js";

/** A row of a list that leads to a screen. */
export function row(place, title, code, small) {
  const item = piece("row");
  const link = item.querySelector("a");
  link.href = `#${place}`;
  return fill(item, { title, code, small });
}

/** A pickup as a row: who, code, when, and what became of it. */
export function pickupRow(pickup, desk) {
  const slot = desk.books.slots.get(pickup.slot);
  const words = [slot ? spanOf(slot, desk.now()) : "", pickup.vehicle];
  if (pickup.state !== "booked") words.push(stateOf(pickup, desk).slice(1).join(" "));
  const item = row(`enlevement/${pickup.id}`, pickup.name, pickup.code, words.filter(Boolean).join(" · "));
  item.classList.toggle("app-row-done", pickup.state !== "booked");
  return item;
}

export function countsOf(count) {
  if (!count.expected) return say("nobody");
  const words = [say("expected", { num: count.expected })];
  if (count.done) words.push(say("served", { num: count.done }));
  if (count.missed) words.push(say("missed", { num: count.missed }));
  return words.join(", ");
}

export function homeScreen({ desk, sender }) {
  const element = piece("home");
  const form = part(element, "form");
  const field = part(element, "field");
  const list = part(element, "found");

  const search = () => {
    const text = field.value;
    const people = findPeople(desk.books, text);
    const goods = findGoods(desk.books, text);
    list.replaceChildren(
      ...people.map((pickup) => pickupRow(pickup, desk)),
      ...goods.map((one) => row(`vente/${one.id}`, one.title, one.code, one.location)),
    );
    const num = people.length + goods.length;
    show(element, "hint", !text.trim());
    fill(element, { count: text.trim().length > 1 ? say("results", { num }) : "" });
    return [...people.map((one) => `enlevement/${one.id}`), ...goods.map((one) => `vente/${one.id}`)];
  };
  field.addEventListener("input", search);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const places = search();
    if (places.length === 1) go(places[0]);
    else if (!places.length && field.value.trim()) await openText(field.value, { desk, sender });
  });
  press(element, "scan", () => go("scanner"));

  const update = () => {
    if (!desk.books) return;
    const slot = slotAt(desk.books, desk.now());
    show(element, "slot", slot !== null);
    if (!slot) return;
    const now = desk.now();
    const isRunning = Date.parse(slot.starts_at) <= now;
    part(element, "slot").href = `#creneau/${slot.id}`;
    const start = isSameDay(slot.starts_at, now) ? "" : `${dayOf(slot.starts_at)}, `;
    fill(element, {
      now: isRunning ? say("now") : say("next"),
      hours: `${start}${timeOf(slot.starts_at)} – ${timeOf(slot.ends_at)}`,
      counts: countsOf(countSlot(desk.books, slot.id)),
    });
  };
  update();
  return { element, update };
}
