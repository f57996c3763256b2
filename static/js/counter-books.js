/* The books of one counter, by themselves: what the server last said, and on top of it what was
   tapped on this phone and is not in that answer yet. No page, no clock, no network here. */

export const THOUSAND = 1000;

/** Cents of one line, rounded as the server rounds: a half goes up. A lot has one price. */
export function lineCents(line, quantity) {
  if (line.price_kind === "free" || quantity === 0 || line.price_cents === null) return 0;
  if (line.price_kind === "lot") return line.price_cents;
  return Math.round((line.price_cents * quantity) / THOUSAND);
}

/** What may be sold on the spot without touching what is promised. */
export function freeOf(listing) {
  return Math.max(0, listing.quantity - listing.reserved - listing.handed_over);
}

/** Tells whether the server could not use an entry: then it never counts. */
export function wasRefused(record) {
  return record.answer?.state === "refused";
}

export function isUnsent(record) {
  return !record.answer;
}

/**
 * Joins data and journal. `records` are in the order they were tapped; a record that is `settled`
 * is in the data already. Returns {data, slots, pickups, listings, undone}, the last three as maps
 * by id; nothing of the data is changed.
 */
export function buildBooks(data, records) {
  const books = {
    data,
    slots: new Map(data.slots.map((slot) => [slot.id, slot])),
    pickups: new Map(),
    listings: new Map(data.listings.map((listing) => [listing.id, { ...listing }])),
    undone: new Map(),
  };
  for (const pickup of data.pickups) {
    const lines = pickup.lines.map((line) => ({ ...line }));
    books.pickups.set(pickup.id, { ...pickup, lines, entry: pickup.done_entry ?? null });
  }
  for (const record of records) {
    if (record.kind === "undo" && !wasRefused(record)) books.undone.set(record.entry, record);
  }
  for (const record of records) {
    const undo = books.undone.get(record.id);
    if (wasRefused(record)) continue;
    if (!record.settled && !undo) EFFECTS[record.kind]?.(books, record);
    if (record.settled && undo && !undo.settled) REVERSALS[record.kind]?.(books, record);
    if (record.settled && !undo) remember(books, record);
  }
  undoOfOthers(books, records);
  return books;
}

/** An entry of another phone taken back here: the data name it, the journal does not hold it. */
function undoOfOthers(books, records) {
  const own = new Set(records.map((record) => record.id));
  for (const pickup of books.pickups.values()) {
    const undo = books.undone.get(pickup.entry);
    if (pickup.entry && undo && !undo.settled && !own.has(pickup.entry)) reopen(books, pickup);
  }
}

/** A settled hand-over of this phone stays the one that can be taken back here. */
function remember(books, record) {
  const pickup = books.pickups.get(record.pickup);
  const isItsEnd = { pickup: "done", release: "no_show" }[record.kind] === pickup?.state;
  if (pickup && isItsEnd && !pickup.entry) pickup.entry = record.id;
}

const EFFECTS = {
  pickup(books, record) {
    const pickup = books.pickups.get(record.pickup);
    if (!pickup) return;
    for (const taken of record.lines) {
      const line = pickup.lines.find((one) => one.id === taken.line);
      if (!line) continue;
      const listing = books.listings.get(line.listing);
      const left = Math.max(0, line.reserved - taken.quantity);
      leave(listing, taken.quantity, line.reserved);
      if (listing && taken.broken) listing.quantity -= left;
      line.reserved = 0;
      line.handed_over += taken.quantity;
    }
    close(pickup, "done", record);
  },
  walk_in(books, record) {
    leave(books.listings.get(record.listing), record.quantity, 0);
  },
  release(books, record) {
    const pickup = books.pickups.get(record.pickup);
    if (!pickup || pickup.state !== "booked") return;
    for (const line of pickup.lines) {
      leave(books.listings.get(line.listing), 0, line.reserved);
      line.reserved = 0;
    }
    close(pickup, "no_show", record);
  },
};

const REVERSALS = {
  pickup(books, record) {
    const pickup = books.pickups.get(record.pickup);
    if (!pickup) return;
    for (const taken of record.lines) {
      const line = pickup.lines.find((one) => one.id === taken.line);
      if (!line) continue;
      line.handed_over = Math.max(0, line.handed_over - taken.quantity);
      leave(books.listings.get(line.listing), -taken.quantity, 0);
    }
    if (pickup.lines.every((line) => line.handed_over === 0)) reopen(books, pickup);
  },
  walk_in(books, record) {
    leave(books.listings.get(record.listing), -record.quantity, 0);
  },
  release(books, record) {
    const pickup = books.pickups.get(record.pickup);
    if (pickup?.state === "no_show") reopen(books, pickup);
  },
};

/** Goods leave a listing. What leaves beyond the books makes the books follow the yard (R1). */
function leave(listing, quantity, promised) {
  if (!listing) return;
  listing.reserved = Math.max(0, listing.reserved - promised);
  listing.handed_over = Math.max(0, listing.handed_over + quantity);
  listing.quantity = Math.max(listing.quantity, listing.reserved + listing.handed_over);
}

function close(pickup, state, record) {
  pickup.state = state;
  pickup.done_at = record.at;
  pickup.done_by = null;
  pickup.entry = record.id;
}

function reopen(books, pickup) {
  for (const line of pickup.lines) {
    const listing = books.listings.get(line.listing);
    leave(listing, -line.handed_over, 0);
    if (listing) listing.reserved += line.asked - line.reserved;
    leave(listing, 0, 0);
    line.handed_over = 0;
    line.reserved = line.asked;
  }
  Object.assign(pickup, { state: "booked", done_at: null, done_by: null, entry: null });
}

/** How many of a slot are expected, served, missing and still waiting. */
export function countSlot(books, slotId) {
  const count = { expected: 0, done: 0, missed: 0, waiting: 0 };
  for (const pickup of books.pickups.values()) {
    if (pickup.slot !== slotId || pickup.state === "cancelled") continue;
    count.expected += 1;
    if (pickup.state === "done") count.done += 1;
    else if (pickup.state === "no_show") count.missed += 1;
    else count.waiting += 1;
  }
  return count;
}

/** The pickups of a slot as a list to tick off: by name, called off ones left out. */
export function pickupsOfSlot(books, slotId) {
  return [...books.pickups.values()]
    .filter((pickup) => pickup.slot === slotId && pickup.state !== "cancelled")
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** The slot that runs at `now` (ms), otherwise the next one to come; null after the last. */
export function slotAt(books, now) {
  const slots = [...books.slots.values()].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  return slots.find((slot) => Date.parse(slot.ends_at) > now) ?? null;
}
