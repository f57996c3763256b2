/* One pickup: each line opens at the full quantity; stays until somebody confirms. */

import { THOUSAND, freeOf, isUnsent, lineCents, wasRefused } from "./counter-books.js";
import { extraLines, usualSale, wantArticle } from "./counter-articles.js";
import { go, stateOf } from "./counter-open.js";
import { fill, money, part, piece, press, priceOf, quantityOf, say, show, spanOf } from "./counter-page.js";
import { signal } from "./counter-signals.js";
import { makeStepper } from "./counter-stepper.js";

/** What was changed on a sheet and not confirmed yet, by pickup: a look elsewhere loses nothing. */
const drafts = new Map();

/** Adds an article to a sheet that is being filled in. */
export function addToDraft(pickupId, listing) {
  const draft = drafts.get(pickupId);
  if (!draft) return;
  const known = draft.extras.find((extra) => extra.listing === listing.id);
  if (!known) draft.extras.push({ listing: listing.id, quantity: usualSale(listing) });
}

export function sheetScreen(context, id) {
  const { desk } = context;
  const pickup = desk.books.pickups.get(Number(id));
  if (!pickup) return null;
  const slot = desk.books.slots.get(pickup.slot);
  const isOpen = pickup.state === "booked";
  const element = piece(isOpen ? "sheet" : "closed");
  fill(element, {
    name: pickup.name,
    code: pickup.code,
    when: [slot ? spanOf(slot, desk.now()) : "", pickup.vehicle].filter(Boolean).join(" · "),
  });
  const seen = JSON.stringify(pickup);
  // What this very screen notes is no news to who stands before it.
  const watch = { isDone: false };
  if (isOpen) openSheet(element, pickup, slot, desk, watch);
  else closedSheet(element, pickup, desk, watch);
  const update = () => {
    const now = desk.books?.pickups.get(pickup.id);
    if (!watch.isDone && now && JSON.stringify(now) !== seen) show(element, "changed", true);
  };
  press(element, "reload", () => {
    drafts.delete(pickup.id);
    go(`enlevement/${pickup.id}`);
  });
  return { element, update };
}

function openSheet(element, pickup, slot, desk, watch) {
  const draft = drafts.get(pickup.id) ?? { lines: new Map(), extras: [] };
  drafts.set(pickup.id, draft);
  const total = () => {
    const cents = pickup.lines.reduce((sum, line) => sum + lineCents(line, draft.lines.get(line.id).quantity), 0);
    const more = draft.extras.reduce(
      (sum, extra) => sum + lineCents(desk.books.listings.get(extra.listing), extra.quantity), 0);
    fill(element, { total: say("toPay", { amount: money(cents + more) }) });
  };
  const rows = pickup.lines.map((line) => lineRow(line, draft, desk, total));
  part(element, "lines").replaceChildren(...rows.map((one) => one.element));
  press(element, "all", () => rows.forEach((one) => one.set(one.full)));
  press(element, "none", () => rows.forEach((one) => one.set(0)));
  const extras = extraLines(element, draft, desk, total);
  wantArticle(element, pickup, desk, (listing) => {
    addToDraft(pickup.id, listing);
    extras();
    total();
  });
  press(element, "confirm", () => {
    // A thumb that taps twice confirms once.
    if (watch.isDone) return;
    watch.isDone = true;
    confirm(pickup, draft, desk);
  });
  const isOver = slot && Date.parse(slot.ends_at) <= desk.now();
  show(element, "late", isOver);
  press(element, "release", async () => {
    watch.isDone = true;
    drafts.delete(pickup.id);
    await release([pickup], desk);
    go("");
  });
  total();
}

/** One line with its stepper; `full` is the whole reserved quantity. */
function lineRow(line, draft, desk, changed) {
  const element = piece("line");
  const units = desk.data.units;
  const listing = desk.books.listings.get(line.listing);
  const lot = line.price_kind === "lot";
  const state = draft.lines.get(line.id) ?? { quantity: line.reserved, broken: false };
  draft.lines.set(line.id, state);
  const free = listing ? freeOf(listing) : 0;
  const redraw = () => {
    show(element, "rest", state.quantity < line.reserved);
    const over = state.quantity > line.reserved + free;
    const spare = quantityOf(line.reserved + free, units, line.unit);
    fill(element, { warning: over ? say("moreThanBooks", { quantity: spare }) : "" });
    element.classList.toggle("app-line-none", state.quantity === 0);
  };
  fill(element, {
    title: line.title,
    reserved: say("reserved", { quantity: quantityOf(line.reserved, units, line.unit) }),
    price: priceOf(line, units),
    location: listing?.location,
  });
  const stepper = makeStepper(
    {
      name: line.title,
      value: state.quantity,
      step: lot ? line.reserved : listing?.smallest || THOUSAND,
      measured: Boolean(units[line.unit]?.measured),
      lot,
      unitName: (quantity) => units[line.unit]?.[quantity < 2 * THOUSAND ? "one" : "many"] ?? "",
    },
    (quantity) => {
      state.quantity = quantity;
      redraw();
      changed();
    },
  );
  part(element, "stepper").append(stepper.box);
  const broken = part(element, "broken");
  broken.checked = state.broken;
  broken.addEventListener("change", () => (state.broken = broken.checked));
  redraw();
  return { element, set: stepper.set, full: line.reserved };
}

async function confirm(pickup, draft, desk) {
  const { units } = desk.data;
  const lines = pickup.lines.map((line) => {
    const { quantity, broken } = draft.lines.get(line.id);
    return { line: line.id, quantity, broken: broken && quantity < line.reserved };
  });
  const left = pickup.lines.map((line, place) => ({ ...line, quantity: lines[place].quantity }));
  const added = draft.extras
    .filter((extra) => extra.quantity > 0)
    .map((extra) => ({ ...desk.books.listings.get(extra.listing), taken: extra.quantity }));
  const items = [
    ...left.map((line) => [quantityOf(line.quantity, units, line.unit), line.title]),
    ...added.map((one) => [quantityOf(one.taken, units, one.unit), one.title]),
  ];
  const cents =
    left.reduce((sum, line) => sum + lineCents(line, line.quantity), 0) +
    added.reduce((sum, one) => sum + lineCents(one, one.taken), 0);
  const label = { name: pickup.name, code: pickup.code, items, cents };
  const seen = { state: pickup.state, reserved: pickup.lines.map((line) => [line.id, line.reserved]) };
  drafts.delete(pickup.id);
  const [record] = await desk.note(
    { kind: "pickup", pickup: pickup.id, lines, label, seen },
    ...added.map((one) => saleOf(one, pickup.id, desk)),
  );
  signal("good", say("handedOver"));
  go(`note/${record.id}`);
}

/** An article that joins a sheet: a walk-in that says with whom it left. */
function saleOf(listing, pickupId, desk) {
  const quantity = listing.taken;
  const items = [[quantityOf(quantity, desk.data.units, listing.unit), listing.title]];
  const free = freeOf(listing);
  return {
    kind: "walk_in",
    listing: listing.id,
    quantity,
    overruled: quantity > free,
    pickup: pickupId,
    joins: true,
    label: { name: say("soldHere"), code: listing.code, items, cents: lineCents(listing, quantity) },
    seen: { free },
  };
}

/** Nobody came for these: one entry each, all noted together. */
export function release(pickups, desk) {
  signal("warn", say("released", { num: pickups.length }));
  return desk.note(
    ...pickups.map((pickup) => ({
      kind: "release",
      pickup: pickup.id,
      label: { name: pickup.name, code: pickup.code, items: [], cents: 0 },
      seen: { state: pickup.state },
    })),
  );
}

function closedSheet(element, pickup, desk, watch) {
  const units = desk.data.units;
  const [kind, word, sentence] = stateOf(pickup, desk);
  const state = part(element, "state");
  state.classList.add(`app-answer-${kind}`);
  fill(state, { word, sentence });
  const given = pickup.lines.filter((line) => line.handed_over > 0);
  fill(element, {
    items: given.map((line) => `${quantityOf(line.handed_over, units, line.unit)} ${line.title}`).join(", "),
    total: given.length
      ? say("toPay", { amount: money(given.reduce((sum, line) => sum + lineCents(line, line.handed_over), 0)) })
      : "",
  });
  const undo = press(element, "undo", async () => {
    if (watch.isDone) return;
    watch.isDone = true;
    await desk.undo(pickup.done_entry, { name: pickup.name, code: pickup.code, items: [], cents: 0 });
    signal("warn", say("undone"), pickup.name);
    go(`enlevement/${pickup.id}`);
  });
  undo.hidden = !pickup.done_entry;
  fill(undo, { words: say(pickup.state === "no_show" ? "cameAfterAll" : "undo") });
  press(element, "scan", () => go("scanner"));
}

/** What became of a record, in one word and one sentence. */
export function fateOf(record) {
  if (wasRefused(record)) return ["bad", say("refused"), record.answer.sentence || say("refusedWhy")];
  if (isUnsent(record)) return ["warn", say("toSendOne"), ""];
  if (record.answer.state === "flagged") return ["warn", say("flagged"), record.answer.sentence ?? ""];
  return ["good", say("sent"), ""];
}
