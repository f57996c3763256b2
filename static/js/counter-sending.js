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

function isRefusal(answer) {
  return answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect";
}

async function jsonOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
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
      if (this.#again && this.isOnline) {
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
    for (;;) {
      const waiting = this.#desk.unsent;
      if (!waiting.length) return access;
      const batch = takeBatch(waiting, size);
      const answer = await ask("/comptoir/journal", {
        body: {
          protocol: PROTOCOL,
          phone_time: new Date().toISOString(),
          unsent: waiting.length - batch.length,
          entries: batch.map(asSent),
        },
      });
      if (!answer || answer.status >= 500 || answer.status === 429) return this.#reached(false);
      if (isRefusal(answer)) return this.#strand(true);
      if (answer.ok) access = await this.#takeAnswer(await jsonOf(answer), batch);
      else if (batch.length > 1) size = Math.ceil(batch.length / 2);
      else await this.#giveUp(batch[0]);
    }
  }

  async #takeAnswer(answer, batch) {
    this.#reached(true);
    this.#desk.learnTime(answer.server_time);
    const answers = answer.entries ?? [];
    await this.#desk.takeAnswers(answers);
    // An answer that leaves an entry out would be asked for again and again.
    const told = new Set(answers.map((one) => one.id));
    for (const record of batch) if (!told.has(record.id)) await this.#giveUp(record);
    return answer.access ?? "open";
  }

  /** One entry alone that the server cannot read: the others must not wait behind it. */
  async #giveUp(record) {
    await this.#desk.takeAnswers([{ id: record.id, state: "refused", flags: [], sentence: "" }]);
  }

  async #fetchData() {
    const headers = this.#desk.etag && this.#desk.data ? { "If-None-Match": this.#desk.etag } : {};
    const answer = await ask("/comptoir/donnees", { headers });
    if (!answer) return void this.#reached(false);
    if (isRefusal(answer)) {
      const { access } = await jsonOf(answer);
      return void (await this.#end(access ?? "unknown"));
    }
    if (answer.status !== 304 && !answer.ok) return void this.#reached(false);
    this.#reached(true);
    if (answer.status === 304) await this.#desk.confirmData();
    else await this.#desk.takeData(await answer.json(), answer.headers.get("ETag"));
    this.#strand(false);
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
