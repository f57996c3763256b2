/* The counter of this phone: its store, its books, and the one way to note what happened. */

import { buildBooks, isUnsent } from "./counter-books.js";
import { Store } from "./counter-store.js";

const SENT_FIELDS = ["id", "kind", "at", "pickup", "lines", "listing", "quantity", "overruled", "entry", "seen"];

const DAY = 86_400_000;

/** 132 random bits as 22 letters of an address: no two phones ever make the same. */
export function newId() {
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

  /** Reads what the phone kept. */
  async open() {
    this.store = await Store.open();
    if (globalThis.BroadcastChannel) {
      this.#others = new BroadcastChannel("comptoir");
      this.#others.onmessage = () => this.reload();
    }
    await this.reload();
  }

  /** Reads the store again: another tab of this counter noted or fetched something. */
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

  /** The time by the server's clock, in ms: phones' clocks are wrong. */
  now() {
    return Date.now() + this.offset;
  }

  /** What a phone's own time of an entry was by the server's clock, in ms. */
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

  /** Keeps an answer of the server as the data of this counter. */
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

  /** The phone became another counter: names it noted before are not its business any more. */
  async #forgetOtherSite() {
    const answered = this.records.filter((record) => record.answer);
    this.records = this.unsent;
    await this.store.forget(answered);
  }

  /** Tells whether the days of this counter are long over: then nobody's name stays here. */
  get isOutlived() {
    const ends = this.data && Date.parse(this.data.access.ends_at);
    return Boolean(ends) && this.now() > ends + DAY && this.unsent.length === 0;
  }

  /** The server says that nothing changed: the data are as fresh as if sent again. */
  async confirmData() {
    this.fetchedAt = Date.now();
    await this.#keepData();
    await this.#settle();
  }

  /** Learns how wrong this phone's clock is. */
  learnTime(serverTime) {
    if (serverTime) this.offset = Date.parse(serverTime) - Date.now();
  }

  async #keepData() {
    const { data, etag, offset, fetchedAt } = this;
    await this.store.write("data", { data, etag, offset, fetchedAt });
  }

  /** What was answered before these data were asked for is in them. */
  async #settle() {
    const answered = this.records.filter((record) => record.answer && !record.settled);
    for (const record of answered) record.settled = true;
    if (answered.length) await this.store.keep(answered);
    this.#changed({ tell: true });
  }

  /**
   * Notes what happened: on the disk first, then shown. `acts` become one record each, all or none.
   * Returns the records.
   */
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

  /** Takes an entry back, and with a hand-over the articles that joined it. */
  undo(entry, label) {
    const record = this.records.find((one) => one.id === entry);
    const joined = this.records.filter(
      (one) => record?.kind === "pickup" && one.joins && one.pickup === record.pickup && one.at === record.at,
    );
    const taken = [{ id: entry, label }, ...joined];
    return this.note(...taken.map((one) => ({ kind: "undo", entry: one.id, label: one.label, seen: {} })));
  }

  /** Keeps what the server answered to entries. */
  async takeAnswers(answers) {
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    const answered = this.records.filter((record) => byId.has(record.id));
    for (const record of answered) record.answer = byId.get(record.id);
    await this.store.keep(answered);
    this.#changed({ tell: true });
  }

  /** Ends the counter on this phone: everything is erased but why. */
  async end(reason) {
    const name = this.data?.access?.name ?? this.ended?.name ?? "";
    this.ended = { reason, name, at: new Date(this.now()).toISOString() };
    await this.store.erase(this.ended);
    this.data = null;
    this.records = [];
    this.#changed({ tell: true });
    this.dispatchEvent(new Event("ended"));
  }

  /** Something beside the books changed (network, stranded entries): show it. */
  touch() {
    this.#changed();
  }

  #changed({ tell = false } = {}) {
    this.#books = null;
    if (tell) this.#others?.postMessage("changed");
    this.dispatchEvent(new Event("changed"));
  }
}

/** An entry as the server reads it: nothing of what only this phone needs. */
export function asSent(record) {
  return Object.fromEntries(
    SENT_FIELDS.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]),
  );
}

export const desk = new Desk();
