const THOUSAND = 1000;
function lineCents(line, quantity) {
if (line.price_kind === "free" || quantity === 0 || line.price_cents === null) return 0;
if (line.price_kind === "lot") return line.price_cents;
return Math.round((line.price_cents * quantity) / THOUSAND);
}
function freeOf(listing) {
return Math.max(0, listing.quantity - listing.reserved - listing.handed_over);
}
function wasRefused(record) {
return record.answer?.state === "refused";
}
function isUnsent(record) {
return !record.answer;
}
function buildBooks(data, records) {
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
function undoOfOthers(books, records) {
const waiting = [...books.undone.values()].filter((undo) => !undo.settled);
if (!waiting.length) return;
const own = new Set(records.map((record) => record.id));
const entries = new Set(waiting.map((undo) => undo.entry).filter((entry) => !own.has(entry)));
for (const { id, done_entry: entry } of [...books.pickups.values()]) {
if (entry && entries.has(entry)) reopen(books, ownPickup(books, id));
}
}
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
function leave(books, id, quantity, promised) {
const listing = ownListing(books, id);
if (!listing) return;
listing.reserved = Math.max(0, listing.reserved - promised);
listing.handed_over = Math.max(0, listing.handed_over + quantity);
listing.quantity = Math.max(listing.quantity, listing.reserved + listing.handed_over);
}
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
function countSlot(books, slotId) {
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
function pickupsOfSlot(books, slotId) {
return [...books.pickups.values()]
.filter((pickup) => pickup.slot === slotId && pickup.state !== "cancelled")
.sort((one, other) => one.name.localeCompare(other.name));
}
function slotAt(books, now) {
const slots = [...books.slots.values()].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
return slots.find((slot) => Date.parse(slot.ends_at) > now) ?? null;
}
const DATABASE = "comptoir";
const KEPT = "kept";
const JOURNAL = "journal";
const OPENING_PATIENCE = 4_000;
function openDatabase() {
return new Promise((resolve, reject) => {
const request = indexedDB.open(DATABASE, 1);
request.onupgradeneeded = () => {
request.result.createObjectStore(KEPT);
request.result.createObjectStore(JOURNAL, { keyPath: "id" });
};
request.onsuccess = () => resolve(request.result);
request.onerror = () => reject(request.error);
request.onblocked = () => reject(new Error("blocked"));
setTimeout(() => reject(new Error("no answer")), OPENING_PATIENCE);
});
}
function transact(database, names, mode, work) {
return new Promise((resolve, reject) => {
const transaction = database.transaction(names, mode, { durability: "strict" });
const answer = work(...names.map((name) => transaction.objectStore(name)));
transaction.oncomplete = () => resolve(answer?.result);
transaction.onerror = () => reject(transaction.error);
transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
});
}
class Store {
#database = null;
#values = new Map();
#loose = new Map();
static async open() {
const store = new Store();
await store.#reopen();
return store;
}
async #reopen() {
try {
this.#database = await openDatabase();
} catch {
this.#database = null;
}
}
get keeps() {
return this.#database !== null && this.#loose.size === 0;
}
async read(key) {
if (this.#values.has(key)) return this.#values.get(key);
const { answer } = await this.#try([KEPT], "readonly", (kept) => kept.get(key));
return answer;
}
async write(key, value) {
const { isDone } = await this.#try([KEPT], "readwrite", (kept) => kept.put(value, key));
if (isDone) this.#values.delete(key);
else this.#values.set(key, value);
}
async records() {
const { answer } = await this.#try([JOURNAL], "readonly", (journal) => journal.getAll());
const found = new Map((answer ?? []).map((record) => [record.id, record]));
for (const record of this.#loose.values()) found.set(record.id, record);
return [...found.values()].sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));
}
async keep(records) {
const { isDone } = await this.#try([JOURNAL], "readwrite", (journal) => {
for (const record of records) journal.put(record);
});
for (const record of records) {
if (isDone) this.#loose.delete(record.id);
else this.#loose.set(record.id, record);
}
return isDone;
}
async forget(records) {
for (const record of records) this.#loose.delete(record.id);
await this.#try([JOURNAL], "readwrite", (journal) => {
for (const record of records) journal.delete(record.id);
});
}
async erase(last) {
this.#values.clear();
this.#loose.clear();
await this.#try([KEPT, JOURNAL], "readwrite", (kept, journal) => {
kept.clear();
journal.clear();
});
await this.write("ended", last);
}
async #try(names, mode, work) {
for (const isLast of [false, true]) {
if (!this.#database) break;
try {
return { isDone: true, answer: await transact(this.#database, names, mode, work) };
} catch {
if (!isLast) await this.#reopen();
}
}
return { isDone: false };
}
}
const SENT_FIELDS = ["id", "kind", "at", "pickup", "lines", "listing", "quantity", "overruled", "entry", "seen"];
const DAY = 86_400_000;
function newId() {
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const bytes = crypto.getRandomValues(new Uint8Array(22));
return [...bytes].map((byte) => alphabet[byte % 64]).join("");
}
class Desk extends EventTarget {
store = null;
data = null;
records = [];
offset = 0;
fetchedAt = null;
ended = null;
stranded = false;
#books = null;
#others = null;
async open() {
this.store = await Store.open();
if (globalThis.BroadcastChannel) {
this.#others = new BroadcastChannel("comptoir");
this.#others.onmessage = () => this.reload();
}
await this.reload();
}
async reload() {
const kept = (await this.store.read("data")) ?? {};
this.data = kept.data ?? null;
this.etag = kept.etag ?? null;
this.offset = kept.offset ?? 0;
this.fetchedAt = kept.fetchedAt ?? null;
this.ended = (await this.store.read("ended")) ?? null;
this.records = await this.store.records();
this.#changed();
}
now() {
return Date.now() + this.offset;
}
corrected(at) {
return Date.parse(at) + this.offset;
}
get books() {
this.#books ??= this.data && buildBooks(this.data, this.records);
return this.#books;
}
get unsent() {
return this.records.filter(isUnsent);
}
async takeData(data, etag) {
if (this.data && this.data.site.id !== data.site.id) await this.#forgetOtherSite();
this.learnTime(data.server_time);
this.fetchedAt = Date.now();
this.data = data;
this.etag = etag;
this.ended = null;
await this.store.write("ended", null);
await this.#keepData();
await this.#settle();
}
async #forgetOtherSite() {
const answered = this.records.filter((record) => record.answer);
this.records = this.unsent;
await this.store.forget(answered);
}
get isOutlived() {
const ends = this.data && Date.parse(this.data.access.ends_at);
return Boolean(ends) && this.now() > ends + DAY && this.unsent.length === 0;
}
async confirmData() {
this.fetchedAt = Date.now();
await this.#keepData();
await this.#settle();
}
learnTime(serverTime) {
if (serverTime) this.offset = Date.parse(serverTime) - Date.now();
}
async #keepData() {
const { data, etag, offset, fetchedAt } = this;
await this.store.write("data", { data, etag, offset, fetchedAt });
}
async #settle() {
const answered = this.records.filter((record) => record.answer && !record.settled);
for (const record of answered) record.settled = true;
if (answered.length) await this.store.keep(answered);
this.#changed({ tell: true });
}
async note(...acts) {
performance.mark("counter-note");
const at = new Date().toISOString();
const last = this.records.reduce((most, record) => Math.max(most, record.order), 0);
const records = acts.map((act, place) => ({
id: newId(),
at,
order: last + 1 + place,
answer: null,
settled: false,
...act,
seen: { ...act.seen, data_from: this.data.server_time },
}));
await this.store.keep(records);
this.records = [...this.records, ...records];
this.#changed({ tell: true });
this.dispatchEvent(new Event("noted"));
return records;
}
undo(entry, label) {
const record = this.records.find((one) => one.id === entry);
const joined = this.records.filter(
(one) => record?.kind === "pickup" && one.joins && one.pickup === record.pickup && one.at === record.at,
);
const taken = [{ id: entry, label }, ...joined];
return this.note(...taken.map((one) => ({ kind: "undo", entry: one.id, label: one.label, seen: {} })));
}
async takeAnswers(answers) {
const byId = new Map(answers.map((answer) => [answer.id, answer]));
const answered = this.records.filter((record) => byId.has(record.id));
for (const record of answered) record.answer = byId.get(record.id);
await this.store.keep(answered);
this.#changed({ tell: true });
}
async end(reason) {
const name = this.data?.access?.name ?? this.ended?.name ?? "";
this.ended = { reason, name, at: new Date(this.now()).toISOString() };
await this.store.erase(this.ended);
this.data = null;
this.records = [];
this.#changed({ tell: true });
this.dispatchEvent(new Event("ended"));
}
touch() {
this.#changed();
}
#changed({ tell = false } = {}) {
this.#books = null;
if (tell) this.#others?.postMessage("changed");
this.dispatchEvent(new Event("changed"));
}
}
function asSent(record) {
return Object.fromEntries(
SENT_FIELDS.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]),
);
}
const desk = new Desk();
const CODE = /^[A-Z0-9]{4,12}$/;
const SHORTEST = 2;
const MOST_FOUND = 12;
function readScan(text) {
const trimmed = text.trim();
const path = /^[a-z]+:\/\/[^/]+(\/[^?#]*)/i.exec(trimmed)?.[1] ?? "";
const ticket = /^\/r\/([\w-]+)\/?$/i.exec(path)?.[1];
if (ticket) return { ticket };
const label = /^\/a\/([A-Za-z0-9]+)\/?$/i.exec(path)?.[1];
if (label) return { label: label.toUpperCase() };
const code = trimmed.toUpperCase().replace(/[\s.-]/g, "");
return !path && CODE.test(code) ? { code } : { foreign: trimmed };
}
async function keyOf(token) {
if (!globalThis.crypto?.subtle) return null;
const bytes = new TextEncoder().encode(token.toLowerCase());
const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
return [...digest.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
async function findRead(books, read) {
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
function fold(text) {
const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
return bare.replace(/œ/g, "oe").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
function begins(text, wanted) {
const words = text.split(" ");
return wanted.split(" ").every((part) => words.some((word) => word.startsWith(part)));
}
function findPeople(books, text) {
const wanted = fold(text);
if (wanted.replace(/ /g, "").length < SHORTEST) return [];
const code = wanted.replace(/ /g, "").toUpperCase();
return [...books.pickups.values()]
.filter((pickup) => begins(fold(pickup.name), wanted) || pickup.code.startsWith(code))
.slice(0, MOST_FOUND);
}
function findGoods(books, text) {
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
const block = document.getElementById("counter-phrases");
const phrases = block ? JSON.parse(block.textContent) : {};
const language = document.documentElement.lang;
const isOne = (count) => (language === "fr" ? Math.abs(count) < 2 : count === 1);
function say(key, values = {}) {
const found = phrases[key] ?? key;
const text = Array.isArray(found) ? found[isOne(values.num) ? 0 : 1] : found;
return text.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "");
}
function knows(key) {
return key in phrases;
}
const euros = new Intl.NumberFormat(language, {
style: "currency",
currency: "EUR",
trailingZeroDisplay: "stripIfInteger",
});
const decimals = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
function money(cents) {
return euros.format(cents / 100);
}
function amount(quantity) {
return decimals.format(quantity / THOUSAND);
}
function typed(quantity) {
const text = String(quantity / THOUSAND);
return language === "fr" ? text.replace(".", ",") : text;
}
function thousandths(text) {
const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
return /^\d*\.?\d*$/.test(plain) ? Math.round(Number(plain || "0") * THOUSAND) : NaN;
}
function quantityOf(quantity, units, unit) {
const names = units[unit] ?? { one: "", many: "" };
return `${amount(quantity)}\u00a0${Math.abs(quantity) < 2 * THOUSAND ? names.one : names.many}`.trim();
}
function priceOf(line, units) {
if (line.price_kind === "free") return say("free");
if (line.price_cents === null) return say("noPrice");
const price = money(line.price_cents);
if (line.price_kind === "lot") return say("forLot", { price });
return say("perUnit", { price, unit: units[line.unit]?.one || say("piece") });
}
let zone;
let written = {};
function useZone(timeZone) {
if (zone === timeZone) return;
zone = timeZone;
const format = (options) => new Intl.DateTimeFormat(language, { timeZone, ...options });
written = {
time: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
day: format({ weekday: "long", day: "numeric", month: "long" }),
date: format({ dateStyle: "short" }),
};
}
function timeOf(moment) {
return written.time?.format(new Date(moment)) ?? "";
}
function dayOf(moment) {
return written.day?.format(new Date(moment)) ?? "";
}
function isSameDay(one, other) {
return written.date?.format(new Date(one)) === written.date?.format(new Date(other));
}
function spanOf(slot, now) {
const hours = `${timeOf(slot.starts_at)} – ${timeOf(slot.ends_at)}`;
return isSameDay(slot.starts_at, now) ? hours : `${dayOf(slot.starts_at)}, ${hours}`;
}
function momentOf(moment, now) {
return isSameDay(moment, now) ? timeOf(moment) : `${dayOf(moment)}, ${timeOf(moment)}`;
}
function piece(name) {
return document.getElementById(`counter-${name}`).content.firstElementChild.cloneNode(true);
}
function fill(root, values) {
for (const [name, text] of Object.entries(values)) {
for (const place of root.querySelectorAll(`[data-fill="${name}"]`)) {
place.textContent = text ?? "";
place.hidden = !text;
}
}
return root;
}
function press(root, name, action) {
const button = part(root, name);
button.addEventListener("click", action);
return button;
}
function part(root, name) {
return root.querySelector(`[data-part="${name}"]`);
}
function show(root, name, isShown) {
part(root, name).hidden = !isShown;
}
function redraw(list, items) {
const fresh = list.cloneNode(false);
fresh.append(...items);
if (fresh.innerHTML !== list.innerHTML) list.replaceChildren(...fresh.childNodes);
}
const PROTOCOL = 1;
const EVERY = 30_000;
const FRESH = 25_000;
const PATIENCE = 20_000;
const MOST_ENTRIES = 200;
const MOST_BYTES = 400_000;
const OVER = new Set(["revoked", "over", "closed", "archived"]);
async function ask(address, { body, headers = {} } = {}) {
const controller = new AbortController();
const timer = setTimeout(() => controller.abort(), PATIENCE);
try {
return await fetch(address, {
method: body ? "POST" : "GET",
body: body && JSON.stringify(body),
headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json" }), ...headers },
cache: "no-store",
credentials: "same-origin",
redirect: "manual",
signal: controller.signal,
});
} catch {
return null;
} finally {
clearTimeout(timer);
}
}
async function answerOf(response) {
if (!response || response.status >= 500 || response.status === 429) return null;
try {
return { status: response.status, said: await response.json() };
} catch {
return null;
}
}
function isRefusal(status) {
return status === 401 || status === 403;
}
class Sender {
#desk;
#running = null;
#again = false;
isOnline = navigator.onLine;
constructor(desk) {
this.#desk = desk;
}
start() {
addEventListener("online", () => this.sync());
addEventListener("offline", () => this.#reached(false));
addEventListener("focus", () => this.sync());
addEventListener("pageshow", (event) => event.persisted && this.sync());
document.addEventListener("visibilitychange", () => document.hidden || this.sync());
this.#desk.addEventListener("noted", () => this.sync());
setInterval(() => this.sync(), EVERY);
return this.sync();
}
sync({ force = false } = {}) {
if (this.#running) {
this.#again ||= this.#desk.unsent.length > 0 || force;
return this.#running;
}
this.#running = this.#alone(force).finally(() => {
this.#running = null;
if (this.#again) {
this.#again = false;
this.sync();
}
});
return this.#running;
}
async #alone(force) {
const work = () => this.#sync(force);
return navigator.locks ? navigator.locks.request("comptoir-sending", work) : work();
}
async #sync(force) {
if (this.#desk.isOutlived) await this.#desk.end("over");
const access = await this.#sendAll();
if (access === null) return;
const stale = Date.now() - (this.#desk.fetchedAt ?? 0);
const isFresh = this.#desk.data && stale >= 0 && stale < FRESH;
if (OVER.has(access)) await this.#end(access);
else if (force || !isFresh) await this.#fetchData();
}
async #sendAll() {
let access = "";
let size = MOST_ENTRIES;
const unreadable = new Set();
for (;;) {
const waiting = this.#desk.unsent.filter((record) => !unreadable.has(record.id));
if (!waiting.length) return unreadable.size ? null : access;
const batch = takeBatch(waiting, size);
const body = {
protocol: PROTOCOL,
phone_time: new Date().toISOString(),
unsent: this.#desk.unsent.length - batch.length,
entries: batch.map(asSent),
};
const answer = await answerOf(await ask("/comptoir/journal", { body }));
if (!answer) return this.#reached(false);
if (isRefusal(answer.status)) return this.#strand(true);
if (answer.status === 200) {
access = await this.#takeAnswer(answer.said);
if (access === null) return null;
} else if (batch.length > 1) size = Math.ceil(batch.length / 2);
else unreadable.add(batch[0].id);
}
}
async #takeAnswer(said) {
if (said.protocol !== PROTOCOL || !said.entries?.length) return this.#reached(false);
this.#reached(true);
this.#desk.learnTime(said.server_time);
await this.#desk.takeAnswers(said.entries);
return said.access ?? "open";
}
async #fetchData() {
const headers = this.#desk.etag && this.#desk.data ? { "If-None-Match": this.#desk.etag } : {};
const response = await ask("/comptoir/donnees", { headers });
if (response?.status === 304) {
this.#reached(true);
return this.#desk.confirmData();
}
const answer = await answerOf(response);
if (answer && isRefusal(answer.status)) return this.#end(answer.said.access ?? "unknown");
if (answer?.status !== 200 || answer.said.protocol !== PROTOCOL) return this.#reached(false);
this.#reached(true);
this.#strand(false);
return this.#desk.takeData(answer.said, response.headers.get("ETag"));
}
async #end(reason) {
if (this.#desk.unsent.length) return this.#strand(true);
return this.#desk.end(reason);
}
#strand(stranded) {
if (this.#desk.stranded !== stranded) {
this.#desk.stranded = stranded;
this.#desk.touch();
}
return null;
}
#reached(online) {
if (this.isOnline !== online) {
this.isOnline = online;
this.#desk.touch();
}
return null;
}
}
function takeBatch(records, most) {
const batch = [];
let bytes = 0;
for (const record of records.slice(0, most)) {
bytes += JSON.stringify(asSent(record)).length * 2;
if (batch.length && bytes > MOST_BYTES) break;
batch.push(record);
}
return batch;
}
const SOUNDS = {
good: [[1320, 0.12]],
warn: [[660, 0.14], [660, 0.14]],
bad: [[220, 0.4]],
};
const VIBRATIONS = { good: [60], warn: [60, 80, 60], bad: [300] };
const GAP = 0.07;
const JUST_NOW = 500;
let audio = null;
let signalledAt = -Infinity;
function wakeSound() {
try {
audio ??= new AudioContext();
if (audio.state === "suspended") audio.resume().catch(() => {});
} catch {
audio = null;
}
return audio !== null;
}
function beep(kind) {
if (!audio || audio.state !== "running") return false;
let start = audio.currentTime;
for (const [pitch, length] of SOUNDS[kind]) {
const tone = audio.createOscillator();
const volume = audio.createGain();
tone.type = "square";
tone.frequency.value = pitch;
volume.gain.setValueAtTime(0.25, start);
volume.gain.exponentialRampToValueAtTime(0.001, start + length);
tone.connect(volume).connect(audio.destination);
tone.start(start);
tone.stop(start + length);
start += length + GAP;
}
return true;
}
function vibrate(kind) {
if (!navigator.vibrate || !navigator.userActivation?.hasBeenActive) return false;
return navigator.vibrate(VIBRATIONS[kind]);
}
function signal(kind, word, sentence = "") {
const place = document.getElementById("counter-answer");
const strong = document.createElement("b");
strong.textContent = word;
place.className = `app-answer app-answer-${kind}`;
place.replaceChildren();
place.append(strong, sentence ? ` ${sentence}` : "");
place.dataset.turn = place.dataset.turn === "a" ? "b" : "a";
signalledAt = performance.now();
beep(kind);
vibrate(kind);
}
function wasJustSignalled() {
return performance.now() - signalledAt < JUST_NOW;
}
function clearSignal() {
document.getElementById("counter-answer").replaceChildren();
}
function go(place) {
if (location.hash === `#${place}`) dispatchEvent(new Event("hashchange"));
else location.hash = place;
}
function stateOf(pickup, desk) {
const now = desk.now();
const time = pickup.done_at ? momentOf(atOf(pickup, desk), now) : "";
const name = pickup.done_by ?? desk.data.access.name;
if (pickup.state === "done") return ["warn", say("already"), say("alreadyBy", { time, name })];
if (pickup.state === "no_show") return ["warn", say("absent"), say("absentSince", { time })];
if (pickup.state === "cancelled") return ["bad", say("cancelled"), say("cancelledBy")];
const slot = desk.books.slots.get(pickup.slot);
if (slot && !isSameDay(slot.starts_at, now)) {
const when = `${dayOf(slot.starts_at)}, ${timeOf(slot.starts_at)}`;
return ["warn", say("found"), say("otherDay", { when })];
}
const isLate = slot && Date.parse(slot.ends_at) <= now;
return ["good", say("found"), isLate ? say("otherDay", { when: timeOf(slot.starts_at) }) : ""];
}
function atOf(pickup, desk) {
return pickup.done_by === null ? desk.corrected(pickup.done_at) : Date.parse(pickup.done_at);
}
async function openText(text, { desk, sender }) {
const read = readScan(text);
let found = await findRead(desk.books, read);
if (!found.pickup && !found.listing && (read.ticket || read.code) && sender.isOnline) {
await sender.sync({ force: true });
if (!desk.books) return false;
found = await findRead(desk.books, read);
}
if (found.pickup) {
signal(...stateOf(found.pickup, desk));
go(`enlevement/${found.pickup.id}`);
return true;
}
if (found.listing) {
signal("good", say("label"), found.listing.code);
go(`vente/${found.listing.id}`);
return true;
}
await answerUnknown(read, desk);
return false;
}
async function answerUnknown(read, desk) {
if (read.foreign !== undefined) return signal("bad", say("foreign"), say("foreignWhy"));
if (read.label) return signal("bad", say("elsewhere"), say("labelElsewhere"));
const code = read.ticket ?? read.code;
const answer = await ask(`/comptoir/ailleurs?code=${encodeURIComponent(code)}`);
if (!answer?.ok) {
const time = timeOf(desk.data.server_time);
return signal("bad", say("unknown"), say("unknownOffline", { time }));
}
const { found = [] } = await answer.json();
if (!found.length) return signal("bad", say("unknown"), say("unknownOnline"));
const now = desk.now();
const stops = found.map((stop) =>
say("expectedAt", { site: stop.site, commune: stop.commune, when: momentOf(stop.starts_at, now) }),
);
return signal("bad", say("elsewhere"), stops.join(" · "));
}
function menuScreen({ desk, sender }) {
const element = piece("menu");
const form = part(element, "language");
form.addEventListener("submit", async (event) => {
event.preventDefault();
const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) }).catch(() => null);
if (answer?.ok) await renewPage();
else fill(element, { languageWhy: say("needsNetwork") });
});
const update = () => fill(element, { access: desk.data?.access?.name, site: desk.data?.site?.name });
update();
press(element, "refresh", async () => {
await sender.sync({ force: true });
go("");
});
return { element, update };
}
async function renewPage() {
for (const name of await globalThis.caches?.keys() ?? []) {
if (!name.startsWith("comptoir-")) continue;
const cache = await caches.open(name);
const shell = await fetch("/comptoir", { cache: "no-store" });
if (shell.ok && !shell.redirected) await cache.put("/comptoir", shell);
}
location.reload();
}
function closingScreen({ desk, sender }) {
const element = piece("closing");
const update = () => {
const num = desk.unsent.length;
fill(element, { unsent: num ? say("unsentWarning", { num }) : "" });
show(element, "close", num === 0);
show(element, "retry", num > 0);
show(element, "lose", num > 0);
};
const close = async () => {
const answer = await ask("/comptoir/fermer", { body: { protocol: 1 } });
await desk.end(answer?.ok ? "closed" : "closed_here");
};
press(element, "close", async () => {
await sender.sync();
if (desk.unsent.length === 0) await close();
else update();
});
press(element, "retry", () => sender.sync());
press(element, "force", close);
update();
return { element, update };
}
function endedScreen({ desk, sender }) {
const element = piece("ended");
const { reason, name } = desk.ended;
const why = `ended_${reason}`;
fill(element, { why: say(knows(why) ? why : "ended_unknown", { name }) });
press(element, "again", () => sender.sync({ force: true }));
return { element };
}
async function markEnded(isEnded) {
if (!globalThis.caches) return;
if (isEnded) await caches.open("ended");
else await caches.delete("ended");
}
function row(place, title, code, small) {
const item = piece("row");
const link = item.querySelector("a");
link.href = `#${place}`;
return fill(item, { title, code, small });
}
function pickupRow(pickup, desk) {
const slot = desk.books.slots.get(pickup.slot);
const words = [slot ? spanOf(slot, desk.now()) : "", pickup.vehicle];
if (pickup.state !== "booked") words.push(stateOf(pickup, desk).slice(1).join(" "));
const item = row(`enlevement/${pickup.id}`, pickup.name, pickup.code, words.filter(Boolean).join(" · "));
item.classList.toggle("app-row-done", pickup.state !== "booked");
return item;
}
function countsOf(count) {
if (!count.expected) return say("nobody");
const words = [say("expected", { num: count.expected })];
if (count.done) words.push(say("served", { num: count.done }));
if (count.missed) words.push(say("missed", { num: count.missed }));
return words.join(", ");
}
function homeScreen({ desk, sender }) {
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
function makeStepper({ name, value, step, measured, lot, unitName }, changed) {
const box = piece("stepper");
const input = part(box, "input");
const less = part(box, "less");
const more = part(box, "more");
let current = value;
input.setAttribute("aria-label", name);
less.setAttribute("aria-label", `${less.title} – ${name}`);
more.setAttribute("aria-label", `${more.title} – ${name}`);
input.inputMode = measured ? "decimal" : "numeric";
input.readOnly = lot;
const write = () => {
input.value = typed(current);
part(box, "unit").textContent = unitName(current);
less.setAttribute("aria-disabled", String(current <= 0));
more.setAttribute("aria-disabled", String(lot && current >= step));
};
const set = (next) => {
current = Math.max(0, lot ? Math.min(step, next) : next);
write();
changed(current);
};
less.addEventListener("click", () => set(current - step));
more.addEventListener("click", () => set(current + step));
input.addEventListener("focus", () => input.select());
input.addEventListener("input", () => {
const wanted = thousandths(input.value);
const isRight = !Number.isNaN(wanted) && (measured || wanted % THOUSAND === 0);
input.setAttribute("aria-invalid", String(!isRight));
if (isRight) changed((current = wanted));
});
input.addEventListener("change", () => {
input.removeAttribute("aria-invalid");
write();
});
write();
return { box, set };
}
function extraLines(element, draft, desk, changed) {
const draw = () => {
const rows = draft.extras.map((extra) => extraRow(extra, desk, changed));
part(element, "extras").replaceChildren(...rows);
};
draw();
return draw;
}
function extraRow(extra, desk, changed) {
const element = piece("extra");
const listing = desk.books.listings.get(extra.listing);
const units = desk.data.units;
fill(element, { title: listing.title, price: priceOf(listing, units) });
const options = stepperOptions(listing, extra.quantity, units);
const stepper = makeStepper(options, (quantity) => {
extra.quantity = quantity;
fill(element, { warning: warningOf(listing, quantity, units) });
changed();
});
part(element, "stepper").append(stepper.box);
fill(element, { warning: warningOf(listing, extra.quantity, units) });
return element;
}
function stepperOptions(listing, value, units) {
const lot = listing.price_kind === "lot";
return {
name: listing.title,
value,
step: (lot && listing.usual) || listing.smallest || THOUSAND,
measured: listing.measured,
lot,
unitName: (quantity) => units[listing.unit]?.[quantity < 2 * THOUSAND ? "one" : "many"] ?? "",
};
}
function usualSale(listing) {
return listing.usual || listing.smallest || THOUSAND;
}
function warningOf(listing, quantity, units) {
const free = freeOf(listing);
if (quantity <= free) return "";
const left = quantityOf(free, units, listing.unit);
const reserved = quantityOf(listing.reserved, units, listing.unit);
return listing.reserved > 0
? say("promisedToOthers", { left, reserved })
: say("moreThanBooks", { quantity: left });
}
function wantArticle(element, pickup, desk, add) {
const field = part(element, "article");
const list = part(element, "articles");
field.addEventListener("input", () => {
const found = findGoods(desk.books, field.value);
field.scrollIntoView({ block: "start" });
list.replaceChildren(
...found.map((listing) => {
const item = piece("choice");
fill(item, { title: listing.title, code: listing.code });
press(item, "choose", () => {
field.value = "";
list.replaceChildren();
add(listing);
});
return item;
}),
);
});
press(element, "label", () => go(`scanner/${pickup.id}`));
}
const drafts = new Map();
function addToDraft(pickupId, listing) {
const draft = drafts.get(pickupId);
if (!draft) return;
const known = draft.extras.find((extra) => extra.listing === listing.id);
if (!known) draft.extras.push({ listing: listing.id, quantity: usualSale(listing) });
}
function sheetScreen(context, id) {
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
function release(pickups, desk) {
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
function fateOf(record) {
if (wasRefused(record)) return ["bad", say("refused"), record.answer.sentence || say("refusedWhy")];
if (isUnsent(record)) return ["warn", say("toSendOne"), ""];
if (record.answer.state === "flagged") return ["warn", say("flagged"), record.answer.sentence ?? ""];
return ["good", say("sent"), ""];
}
const KINDS = { pickup: "handedOver", walk_in: "sold", release: "absent", undo: "undone" };
function noteScreen({ desk }, id) {
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
function historyScreen({ desk }) {
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
function slotsScreen({ desk }) {
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
function slotScreen({ desk }, id) {
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
const ENOUGH_SPACE = 20_000_000;
const WRONG_CLOCK = 10 * 60_000;
const CHECKS = {
https: async () => (isSecureContext ? "ok" : "bad"),
storage: async ({ desk }) => {
if (!desk.store.keeps) return "bad";
return (await isPersistent()) ? "ok" : "warn";
},
camera: async () => {
const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
stream.getTracks().forEach((track) => track.stop());
return "ok";
},
sound: async () => (wakeSound() && beep("good") ? "ok" : "warn"),
vibration: async () => (vibrate("good") ? "ok" : "warn"),
clock: async ({ desk }) => (Math.abs(desk.offset) < WRONG_CLOCK ? "ok" : "warn"),
space: async () => {
const { quota, usage } = await navigator.storage.estimate();
return quota - usage > ENOUGH_SPACE ? "ok" : "bad";
},
network: async ({ sender }) => {
await sender.sync({ force: true });
return sender.isOnline ? "ok" : "warn";
},
offline: async () => ((await isKeptOffline()) ? "ok" : "bad"),
};
async function isPersistent() {
try {
return (await navigator.storage.persisted()) || (await navigator.storage.persist());
} catch {
return false;
}
}
async function isKeptOffline() {
try {
return Boolean(navigator.serviceWorker.controller && (await caches.match("/comptoir")));
} catch {
return false;
}
}
function rehearsalScreen(context) {
const element = piece("rehearsal");
const results = {};
const list = part(element, "list");
const rows = Object.fromEntries(
Object.keys(CHECKS).map((name) => {
const item = piece("check");
fill(item, { name: say(`check_${name}`), state: say("check_waiting") });
list.append(item);
return [name, item];
}),
);
const tell = (name, state) => {
results[name] = state;
rows[name].dataset.state = state;
const why = state === "ok" ? "" : say(`why_${name}`);
fill(rows[name], { state: say(`check_${state}`), why });
};
press(element, "start", async () => {
wakeSound();
show(element, "start", false);
for (const [name, check] of Object.entries(CHECKS)) {
tell(name, await check(context).catch(() => "bad"));
}
show(element, "heard", true);
part(element, "heard").scrollIntoView({ block: "nearest" });
});
const answered = (wasHeard) => {
if (!wasHeard) tell("sound", "warn");
show(element, "heard", false);
trial(element, context, results);
};
press(element, "yes", () => answered(true));
press(element, "no", () => answered(false));
press(element, "home", () => go(""));
return { element };
}
function trial(element, context, results) {
show(element, "list", false);
show(element, "trial", true);
const { box } = makeStepper(
{ name: say("trialTitle"), value: 3000, step: 1000, measured: false, lot: false, unitName: () => "" },
() => {},
);
part(element, "stepper").replaceChildren(box);
part(element, "trial").querySelector("h2").focus();
press(element, "confirm", async () => {
results.handover = "ok";
const passed = !Object.values(results).includes("bad");
show(element, "trial", false);
show(element, "list", true);
show(element, "home", true);
const sent = await report(results, passed);
const sentence = passed ? say("rehearsed") : say("rehearsedBadly");
signal(passed ? "good" : "bad", passed ? say("ready") : say("notReady"), sentence);
fill(element, { result: sent ? "" : say("notReported") });
});
}
async function report(checks, passed) {
const body = { protocol: 1, phone_time: new Date().toISOString(), passed, checks };
return Boolean((await ask("/comptoir/repetition", { body }))?.ok);
}
function conditionOf({ condition }) {
const key = `condition_${condition}`;
return knows(key) ? say(key) : "";
}
function saleScreen({ desk }, id) {
const listing = desk.books.listings.get(Number(id));
if (!listing) return null;
const units = desk.data.units;
const element = piece("sale");
const options = stepperOptions(listing, usualSale(listing), units);
let quantity = options.value;
let isWarned = false;
let isSold = false;
const draw = () => {
const warning = warningOf(listing, quantity, units);
fill(element, {
warning: isWarned ? warning : "",
total: say("toPay", { amount: money(lineCents(listing, quantity)) }),
});
show(element, "overrule", isWarned && warning);
show(element, "confirm", !(isWarned && warning));
};
fill(element, {
title: listing.title,
code: listing.code,
price: priceOf(listing, units),
facts: [conditionOf(listing), listing.defect, listing.location].filter(Boolean).join(" · "),
free: say("freeToSell", { quantity: quantityOf(freeOf(listing), units, listing.unit) }),
reserved: listing.reserved
? say("reservedForOthers", { quantity: quantityOf(listing.reserved, units, listing.unit) })
: "",
});
const stepper = makeStepper(options, (next) => {
quantity = next;
isWarned = false;
draw();
});
part(element, "stepper").append(stepper.box);
const sell = async (overruled) => {
if (isSold) return;
isSold = true;
const items = [[quantityOf(quantity, units, listing.unit), listing.title]];
const cents = lineCents(listing, quantity);
const [record] = await desk.note({
kind: "walk_in",
listing: listing.id,
quantity,
overruled,
label: { name: say("soldHere"), code: listing.code, items, cents },
seen: { free: freeOf(listing) },
});
signal("good", say("sold"), items[0].join(" "));
go(`note/${record.id}`);
};
press(element, "confirm", () => {
if (quantity <= 0) return signal("warn", say("nothing"));
if (!warningOf(listing, quantity, units)) return sell(false);
isWarned = true;
draw();
signal("bad", say("careful"));
return part(element, "overrule").focus();
});
press(element, "overrule", () => sell(true));
draw();
return { element };
}
const AGAIN = 2_500;
function scannerScreen(context, sheet) {
const { desk } = context;
const element = piece("scanner");
const state = { scanner: null, isLeft: false, last: "", lastAt: 0, isBusy: false };
const found = async (text) => {
const now = performance.now();
const isSame = text === state.last && now - state.lastAt < AGAIN;
if (isSame || state.isBusy || state.isLeft) {
if (isSame) state.lastAt = now;
return;
}
Object.assign(state, { last: text, lastAt: now, isBusy: true });
try {
await (sheet ? addLabel(text, sheet, context) : openText(text, context));
} catch {
signal("bad", say("unknown"), say("unknownOnline"));
} finally {
state.isBusy = false;
state.lastAt = performance.now();
}
};
part(element, "form").addEventListener("submit", (event) => {
event.preventDefault();
const text = part(element, "field").value;
state.last = "";
if (text.trim()) found(text);
});
part(element, "photo").addEventListener("change", async (event) => {
const [file] = event.target.files;
if (!file) return;
state.last = "";
const text = await readPhoto(file, element);
if (text) found(text);
else signal("bad", say("noCode"), say("noCodeWhy"));
});
press(element, "back", () => go(sheet ? `enlevement/${sheet}` : ""));
start(element, state, found, desk);
return {
element,
leave() {
state.isLeft = true;
state.scanner?.destroy();
},
};
}
async function library(element) {
const module = await import(part(element, "video").dataset.library);
return module.default;
}
async function readPhoto(file, element) {
try {
const QrScanner = await library(element);
const result = await QrScanner.scanImage(file, { returnDetailedScanResult: true });
return result.data;
} catch {
return null;
}
}
async function start(element, state, found, desk) {
try {
const QrScanner = await library(element);
if (state.isLeft) return;
const video = part(element, "video");
const lens = (await desk.store.read("lens")) ?? "environment";
state.scanner = new QrScanner(video, (result) => found(result.data), {
returnDetailedScanResult: true,
preferredCamera: lens,
maxScansPerSecond: 12,
calculateScanRegion: wholeMiddle,
onDecodeError: () => {},
});
await state.scanner.start();
if (state.isLeft) return state.scanner.destroy();
show(element, "waiting", false);
await offerLenses(QrScanner, element, state.scanner, lens, desk);
await offerTorch(element, state.scanner);
} catch {
if (state.isLeft) return;
show(element, "waiting", false);
show(element, "camera", false);
show(element, "noCamera", true);
}
}
function wholeMiddle(video) {
const side = Math.round(0.92 * Math.min(video.videoWidth, video.videoHeight));
return {
x: Math.round((video.videoWidth - side) / 2),
y: Math.round((video.videoHeight - side) / 2),
width: side,
height: side,
downScaledWidth: Math.min(side, 640),
downScaledHeight: Math.min(side, 640),
};
}
async function offerLenses(QrScanner, element, scanner, lens, desk) {
const cameras = await QrScanner.listCameras(true);
if (cameras.length < 2) return;
const choice = part(element, "lens");
choice.replaceChildren(
...cameras.map((camera, place) => {
const name = camera.label || say("lensNumber", { num: place + 1 });
return new Option(name, camera.id, false, camera.id === lens);
}),
);
show(element, "lenses", true);
choice.addEventListener("change", async () => {
await desk.store.write("lens", choice.value);
await scanner.setCamera(choice.value).catch(() => signal("bad", say("noCamera")));
await offerTorch(element, scanner);
});
}
async function offerTorch(element, scanner) {
const torch = part(element, "torch");
torch.hidden = !(await scanner.hasFlash().catch(() => false));
torch.onclick = async () => {
await scanner.toggleFlash().catch(() => {});
torch.setAttribute("aria-pressed", String(scanner.isFlashOn()));
};
}
async function addLabel(text, sheet, { desk }) {
const { listing } = await findRead(desk.books, readScan(text));
if (!listing) return signal("bad", say("noLabel"), say("noLabelWhy"));
addToDraft(Number(sheet), listing);
signal("good", say("added"), listing.title);
return go(`enlevement/${sheet}`);
}
const SCREENS = {
"": homeScreen,
scanner: scannerScreen,
enlevement: sheetScreen,
vente: saleScreen,
note: noteScreen,
historique: historyScreen,
creneaux: slotsScreen,
creneau: slotScreen,
menu: menuScreen,
repetition: rehearsalScreen,
fermer: closingScreen,
};
const MINUTE = 60_000;
const sender = new Sender(desk);
const context = { desk, sender };
const main = document.getElementById("main");
const visitorLink = document.getElementById("counter-visitor");
let screen = null;
function route({ focus = true } = {}) {
const [name, argument] = location.hash.slice(1).split("/");
screen?.leave?.();
if (!wasJustSignalled()) clearSignal();
if (desk.ended) screen = endedScreen(context);
else if (!desk.books) screen = waitingScreen();
else screen = (SCREENS[name] ?? homeScreen)(context, argument && decodeURIComponent(argument));
if (!screen) return go("");
screen.place = placeOf();
document.body.dataset.screen = desk.ended ? "ended" : name;
visitorLink.hidden = visitorLink.dataset.place !== location.hash;
main.replaceChildren(screen.element);
const heading = screen.element.querySelector("h1");
document.title = `${heading.textContent.trim()} – ${say("counter")}`;
if (focus) {
heading.tabIndex = -1;
heading.focus({ preventScroll: true });
scrollTo(0, 0);
}
return undefined;
}
function placeOf() {
return `${Boolean(desk.ended)} ${Boolean(desk.books)} ${desk.ended?.reason ?? ""}`;
}
function waitingScreen() {
const element = piece("waiting");
const update = () => fill(element, { why: say(sender.isOnline ? "fetching" : "noDataYet") });
press(element, "again", () => sender.sync({ force: true }));
update();
return { element, update };
}
function showStatus() {
const status = document.getElementById("counter-status");
const place = document.getElementById("counter-place");
const num = desk.unsent.length;
if (desk.data) {
useZone(desk.data.edition.time_zone);
place.textContent = `${desk.data.site.name} · ${desk.data.access.name}`;
}
status.hidden = !desk.data;
const age = Math.max(0, Math.floor((Date.now() - (desk.fetchedAt ?? 0)) / MINUTE));
fill(document.body, {
statusAge: desk.data ? ageWords(age) : "",
statusSend: num ? say("toSend", { num }) : say("allSent"),
statusNetwork: sender.isOnline ? "" : say("offline"),
notKept: desk.store.keeps ? "" : say("notKept"),
stranded: desk.stranded && num ? say("stranded", { num }) : "",
});
status.dataset.state = desk.stranded ? "bad" : num || !sender.isOnline ? "warn" : "good";
}
function ageWords(minutes) {
const time = timeOf(desk.data.server_time);
if (minutes < 1) return say("freshData");
if (minutes < 120) return say("dataMinutes", { num: minutes });
return minutes < 4320 ? say("dataHours", { num: Math.floor(minutes / 60) }) : say("dataFrom", { time });
}
function changed() {
showStatus();
if (screen?.place !== placeOf()) {
markEnded(Boolean(desk.ended));
if (desk.books || desk.ended) route({ focus: Boolean(desk.ended) });
} else screen?.update?.();
}
function adoptAddress() {
const { pathname, href } = location;
if (pathname === "/comptoir/repetition") history.replaceState(null, "", "/comptoir#repetition");
if (!/^\/[ar]\//i.test(pathname)) return null;
history.replaceState(null, "", "/comptoir");
visitorLink.href = `${pathname}?visiteur=1`;
return href;
}
async function openScanned(address) {
if (desk.books) {
if (await openText(address, context)) visitorLink.dataset.place = location.hash;
return;
}
const wait = () => {
if (!desk.books) return;
desk.removeEventListener("changed", wait);
openScanned(address);
};
desk.addEventListener("changed", wait);
}
async function keepOffline() {
try {
const registration = await navigator.serviceWorker.register("/comptoir/travailleur.js", {
scope: "/",
updateViaCache: "none",
});
await registration.update();
} catch {
}
await isPersistent();
}
async function begin() {
addEventListener("pointerdown", wakeSound);
addEventListener("keydown", wakeSound);
addEventListener("hashchange", () => route());
addEventListener("beforeunload", (event) => {
if (!desk.store.keeps && desk.unsent.length) event.preventDefault();
});
await desk.open();
desk.addEventListener("changed", changed);
const scanned = adoptAddress();
showStatus();
route({ focus: false });
if (scanned) openScanned(scanned);
document.body.dataset.ready = "yes";
keepOffline();
sender.start();
setInterval(showStatus, MINUTE / 4);
}
begin();
