/* Lists: what this phone noted, the slots, who is expected in one. Opened on purpose only. */

import { countSlot, pickupsOfSlot } from "./counter-books.js";
import { countsOf, pickupRow, row } from "./counter-home.js";
import { go } from "./counter-open.js";
import { dayOf, fill, isSameDay, momentOf, money, part, piece, press, redraw, say, show, spanOf, timeOf } from "./counter-page.js";
import { fateOf, release } from "./counter-sheet.js";
import { signal } from "./counter-signals.js";

const KINDS = { pickup: "handedOver", walk_in: "sold", release: "absent", undo: "undone" };

/** One record as it stands: what, when, how much, sent or not, and its undo for the whole day. */
export function noteScreen({ desk }, id) {
  const record = desk.records.find((one) => one.id === id);
  if (!record) return null;
  const element = piece("note");
  press(element, "scan", () => go("scanner"));
  let isUndone = false;
  press(element, "undo", async () => {
    if (isUndone) return;
    isUndone = true;
    await desk.undo(record.id, record.label);
    signal("warn", say("undone"), record.label.name);
    go(record.pickup ? `enlevement/${record.pickup}` : "historique");
  });
  const update = () => {
    if (!desk.books) return;
    const now = desk.records.find((one) => one.id === id) ?? record;
    const undone = desk.books.undone.has(id);
    const [kind, word, sentence] = fateOf(now);
    const paid = now.kind !== "undo" && now.label.cents > 0;
    fill(element, {
      word: undone ? say("undone") : say(KINDS[now.kind]),
      name: now.label.name,
      code: now.label.code,
      time: momentOf(desk.corrected(now.at), desk.now()),
      total: paid ? say("toPay", { amount: money(now.label.cents) }) : "",
      fate: [word, sentence].filter(Boolean).join(" : "),
      unkept: !desk.store.keeps && !now.answer ? say("unkeptNote") : "",
    });
    part(element, "fate").className = `app-fate app-answer-${kind}`;
    show(element, "undo", !undone && now.kind !== "undo");
    const lines = now.label.items.map(([quantity, title]) => {
      const item = document.createElement("li");
      const strong = document.createElement("b");
      strong.textContent = quantity;
      item.append(strong, ` ${title}`);
      return item;
    });
    redraw(part(element, "items"), lines);
  };
  update();
  return { element, update };
}

export function historyScreen({ desk }) {
  const element = piece("history");
  const update = () => {
    if (!desk.books) return;
    const records = desk.records.filter((record) => !record.joins);
    fill(element, { empty: records.length ? "" : say("nothingYet") });
    redraw(part(element, "list"), [...records].reverse().map((one) => recordRow(one, desk)));
  };
  update();
  return { element, update };
}

function recordRow(record, desk) {
  const undone = desk.books.undone.has(record.id);
  const [kind, word, sentence] = fateOf(record);
  const when = momentOf(desk.corrected(record.at), desk.now());
  const what = record.label.items.map((item) => item.join(" ")).join(", ");
  const item = row(`note/${record.id}`, `${when} ${record.label.name}`, record.label.code, what);
  item.classList.toggle("counter-undone", undone);
  const fate = kind === "good" ? [say(KINDS[record.kind])] : [say(KINDS[record.kind]), word, sentence];
  const small = document.createElement("small");
  small.className = kind === "good" ? "" : `app-text-${kind}`;
  small.textContent = fate.filter(Boolean).join(" · ");
  item.querySelector("a").append(small);
  return item;
}

export function slotsScreen({ desk }) {
  const element = piece("slots");
  const update = () => {
    if (!desk.books) return;
    const slots = [...desk.books.slots.values()].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
    const now = desk.now();
    redraw(
      part(element, "list"),
      slots.map((slot) => {
        const day = isSameDay(slot.starts_at, now) ? say("today") : dayOf(slot.starts_at);
        const hours = `${timeOf(slot.starts_at)} – ${timeOf(slot.ends_at)}`;
        const item = row(`creneau/${slot.id}`, `${day} ${hours}`, "", countsOf(countSlot(desk.books, slot.id)));
        const isRunning = Date.parse(slot.starts_at) <= now && now < Date.parse(slot.ends_at);
        item.classList.toggle("counter-now", isRunning);
        return item;
      }),
    );
    fill(element, { empty: slots.length ? "" : say("noSlot") });
  };
  update();
  return { element, update };
}

export function slotScreen({ desk }, id) {
  const slot = desk.books.slots.get(Number(id));
  if (!slot) return null;
  const element = piece("slot");
  const waiting = () => pickupsOfSlot(desk.books, slot.id).filter((one) => one.state === "booked");
  press(element, "release", () => release(waiting(), desk));
  const update = () => {
    if (!desk.books) return;
    const pickups = pickupsOfSlot(desk.books, slot.id);
    const num = waiting().length;
    fill(element, {
      when: spanOf(slot, desk.now()),
      counts: countsOf(countSlot(desk.books, slot.id)),
      releaseWords: say("releaseAll", { num }),
    });
    redraw(part(element, "list"), pickups.map((pickup) => pickupRow(pickup, desk)));
    show(element, "late", num > 0 && Date.parse(slot.ends_at) <= desk.now());
  };
  update();
  return { element, update };
}
