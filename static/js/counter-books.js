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
 * is in the data already. Returns {slots, pickups, listings, undone} as maps by id; nothing of the
 * data is changed: what an entry touches is copied first, all else is the data themselves.
 */
export function buildBooks(data, records) {
  const books = {
    slots: byId(data.slots),
    pickups: byId(data.pickups),
    listings: byId(data.listings),
    undone: new Map(),
    copied: new Set(),
  };
  const isKnown = (record) => !wasRefused(record);
  for (const record of records.filter(isKnown)) {
    if (record.kind === "undo") books.undone.set(record.entry, record);
  }
  for (const record of records.filter(isKnown)) {
    const undo = books.undone.get(record.id);
    if (!record.settled && !undo) EFFECTS[record.kind]?.(books, record);
    if (record.settled && undo && !undo.settled) REVERSALS[record.kind]?.(books, record);
    if (record.settled && !undo) remember(books, record);
  }
  undoOfOthers(books, records);
  return books;
}

function byId(rows) {
  return new Map(rows.map((row) => [row.id, row]));
}

/** The pickup of the books that may be changed; undefined when there is none. */
function ownPickup(books, id) {
  const pickup = books.pickups.get(id);
  if (!pickup || books.copied.has(pickup)) return pickup;
  const own = { ...pickup, lines: pickup.lines.map((line) => ({ ...line })) };
  books.copied.add(own);
  books.pickups.set(id, own);
  return own;
}

function ownListing(books, id) {
  const listing = books.listings.get(id);
  if (!listing || books.copied.has(listing)) return listing;
  const own = { ...listing };
  books.copied.add(own);
  books.listings.set(id, own);
  return own;
}

/** An entry of another phone taken back here: the data name it, the journal does not hold it. */
function undoOfOthers(books, records) {
  const waiting = [...books.undone.values()].filter((undo) => !undo.settled);
  if (!waiting.length) return;
  const own = new Set(records.map((record) => record.id));
  const entries = new Set(waiting.map((undo) => undo.entry).filter((entry) => !own.has(entry)));
  for (const { id, done_entry: entry } of [...books.pickups.values()]) {
    if (entry && entries.has(entry)) reopen(books, ownPickup(books, id));
  }
}

/** A settled hand-over of this phone stays the one that can be taken back here. */
function remember(books, record) {
  const isItsEnd = { pickup: "done", release: "no_show" }[record.kind];
  const pickup = books.pickups.get(record.pickup);
  if (!isItsEnd || pickup?.state !== isItsEnd || pickup.done_entry) return;
  ownPickup(books, record.pickup).done_entry = record.id;
}

const EFFECTS = {
  pickup(books, record) {
    const pickup = ownPickup(books, record.pickup);
    if (!pickup) return;
    for (const taken of record.lines) {
      const line = pickup.lines.find((one) => one.id === taken.line);
      if (!line) continue;
      const left = Math.max(0, line.reserved - taken.quantity);
      leave(books, line.listing, taken.quantity, line.reserved);
      if (taken.broken) lose(books, line.listing, left);
      line.reserved = 0;
      line.handed_over += taken.quantity;
    }
    close(pickup, "done", record);
  },
  walk_in(books, record) {
    leave(books, record.listing, record.quantity, 0);
  },
  release(books, record) {
    const pickup = ownPickup(books, record.pickup);
    if (pickup?.state !== "booked") return;
    for (const line of pickup.lines) {
      leave(books, line.listing, 0, line.reserved);
      line.reserved = 0;
    }
    close(pickup, "no_show", record);
  },
};

const REVERSALS = {
  pickup(books, record) {
    const pickup = ownPickup(books, record.pickup);
    if (!pickup) return;
    for (const taken of record.lines) {
      const line = pickup.lines.find((one) => one.id === taken.line);
      if (!line) continue;
      line.handed_over = Math.max(0, line.handed_over - taken.quantity);
      leave(books, line.listing, -taken.quantity, 0);
    }
    if (pickup.lines.every((line) => line.handed_over === 0)) reopen(books, pickup);
  },
  walk_in(books, record) {
    leave(books, record.listing, -record.quantity, 0);
  },
  release(books, record) {
    const pickup = ownPickup(books, record.pickup);
    if (pickup?.state === "no_show") reopen(books, pickup);
  },
};

/** Goods leave a listing. What leaves beyond the books makes the books follow the yard (R1). */
function leave(books, id, quantity, promised) {
  const listing = ownListing(books, id);
  if (!listing) return;
  listing.reserved = Math.max(0, listing.reserved - promised);
  listing.handed_over = Math.max(0, listing.handed_over + quantity);
  listing.quantity = Math.max(listing.quantity, listing.reserved + listing.handed_over);
}

/** What is broken stays behind and is on sale no more. */
function lose(books, id, quantity) {
  const listing = ownListing(books, id);
  if (listing) listing.quantity -= quantity;
}

function close(pickup, state, record) {
  Object.assign(pickup, { state, done_at: record.at, done_by: null, done_entry: record.id });
}

function reopen(books, pickup) {
  for (const line of pickup.lines) {
    leave(books, line.listing, -line.handed_over, line.reserved - line.asked);
    line.handed_over = 0;
    line.reserved = line.asked;
  }
  Object.assign(pickup, { state: "booked", done_at: null, done_by: null, done_entry: null });
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
