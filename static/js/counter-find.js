/* Understands what was scanned or typed, and finds it in the books. Nothing here shows anything. */

const CODE = /^[A-Z0-9]{4,12}$/;
const SHORTEST = 2;
const MOST_FOUND = 12;

/**
 * Says what a text is: {ticket: token}, {label: code}, {code} for something typed, or {foreign}
 * for an address or a text that is nobody's code here.
 */
export function readScan(text) {
  const trimmed = text.trim();
  const path = /^[a-z]+:\/\/[^/]+(\/[^?#]*)/i.exec(trimmed)?.[1] ?? "";
  const ticket = /^\/r\/([\w-]+)\/?$/i.exec(path)?.[1];
  if (ticket) return { ticket };
  const label = /^\/a\/([A-Za-z0-9]+)\/?$/i.exec(path)?.[1];
  if (label) return { label: label.toUpperCase() };
  const code = trimmed.toUpperCase().replace(/[\s.-]/g, "");
  return !path && CODE.test(code) ? { code } : { foreign: trimmed };
}

/** The key under which the data know a ticket; null where the browser has no digest (no https). */
export async function keyOf(token) {
  if (!globalThis.crypto?.subtle) return null;
  const bytes = new TextEncoder().encode(token.toLowerCase());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Finds what `readScan` understood: {pickup}, {listing} or {}. */
export async function findRead(books, read) {
  if (read.ticket) {
    const key = await keyOf(read.ticket);
    const pickup = [...books.pickups.values()].find((one) => one.key === key);
    return pickup ? { pickup } : {};
  }
  const code = read.label ?? read.code;
  const isCode = (one) => one.code === code;
  const pickup = read.label ? undefined : [...books.pickups.values()].find(isCode);
  if (pickup) return { pickup };
  const listing = [...books.listings.values()].find(isCode);
  return listing ? { listing } : {};
}

/** Lower case, without accents, hyphens and apostrophes: how names and titles are compared. */
export function fold(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/œ/g, "oe").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Tells whether every word of `wanted` begins a word of `text`; both folded. */
function begins(text, wanted) {
  const words = text.split(" ");
  return wanted.split(" ").every((part) => words.some((word) => word.startsWith(part)));
}

/** People whose name or code begins so. Empty for less than two letters: no list of names leaks. */
export function findPeople(books, text) {
  const wanted = fold(text);
  if (wanted.replace(/ /g, "").length < SHORTEST) return [];
  const code = wanted.replace(/ /g, "").toUpperCase();
  return [...books.pickups.values()]
    .filter((pickup) => begins(fold(pickup.name), wanted) || pickup.code.startsWith(code))
    .slice(0, MOST_FOUND);
}

/** Goods whose title, code or rack begins so. */
export function findGoods(books, text) {
  const wanted = fold(text);
  if (wanted.replace(/ /g, "").length < SHORTEST) return [];
  const code = wanted.replace(/ /g, "").toUpperCase();
  return [...books.listings.values()]
    .filter(
      (listing) =>
        listing.code.startsWith(code) || begins(fold(`${listing.title} ${listing.location ?? ""}`), wanted),
    )
    .slice(0, MOST_FOUND);
}
