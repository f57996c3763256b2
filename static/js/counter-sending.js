/* Sends the journal and fetches the data: when the network comes back, when somebody looks, every
   half minute, after each action. Everything may be sent again; the server applies it once. */

import { asSent } from "./counter-desk.js";

const PROTOCOL = 1;
const EVERY = 30_000;
const FRESH = 25_000;
const PATIENCE = 20_000;
const MOST_ENTRIES = 200;
const MOST_BYTES = 400_000;
const OVER = new Set(["revoked", "over", "closed", "archived"]);

/** Asks the server; null when there is no network. Never follows a redirect to some page. */
export async function ask(address, { body, headers = {} } = {}) {
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

/**
 * What our own server says, as {status, ...}; null for silence, for an error of its own, and for
 * what others put in its place: pages of a Wi-Fi that wants a password, of a proxy.
 */
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

export class Sender {
  #desk;
  #running = null;
  #again = false;
  isOnline = navigator.onLine;

  constructor(desk) {
    this.#desk = desk;
  }

  /** Starts to send by itself. */
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

  /** Sends what waits, then fetches data unless they are fresh. One at a time, over all tabs. */
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

  /** Sends everything. Returns the state of the access, "" when nothing was to send, null when
      there is no way through. */
  async #sendAll() {
    let access = "";
    let size = MOST_ENTRIES;
    // An entry that the server cannot read waits for a better day, and the others not behind it.
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

  /** Returns the state of the access; null when the answer answers nothing. */
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

  /** The counter is over here. What was not sent is never thrown away. */
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

/** The first entries that fit into one batch, in number and in bytes. */
export function takeBatch(records, most) {
  const batch = [];
  let bytes = 0;
  for (const record of records.slice(0, most)) {
    bytes += JSON.stringify(asSent(record)).length * 2;
    if (batch.length && bytes > MOST_BYTES) break;
    batch.push(record);
  }
  return batch;
}
