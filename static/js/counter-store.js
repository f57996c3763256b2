/* What the phone keeps: the data of its site and the journal, in IndexedDB. Where the browser
   refuses (private window, full disk), the same in memory, and it says so. */

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
    // Some browsers never answer after a crash; whoever waits at the gate must not wait for them.
    setTimeout(() => reject(new Error("no answer")), OPENING_PATIENCE);
  });
}

/** Runs one transaction and resolves when it is on the disk, not only under way. */
function transact(database, names, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode, { durability: "strict" });
    const answer = work(...names.map((name) => transaction.objectStore(name)));
    transaction.oncomplete = () => resolve(answer?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}

export class Store {
  #database = null;
  #values = new Map();
  #loose = new Map();

  /** Opens the store; never fails. */
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

  /** Tells whether everything noted so far outlives the page. */
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

  /** All records in the order they were tapped. */
  async records() {
    const { answer } = await this.#try([JOURNAL], "readonly", (journal) => journal.getAll());
    const found = new Map((answer ?? []).map((record) => [record.id, record]));
    for (const record of this.#loose.values()) found.set(record.id, record);
    return [...found.values()].sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));
  }

  /** Keeps records, all or none on the disk; tells whether they are. In memory they are anyway. */
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

  /** Forgets records: those of another counter that this phone was before. */
  async forget(records) {
    for (const record of records) this.#loose.delete(record.id);
    await this.#try([JOURNAL], "readwrite", (journal) => {
      for (const record of records) journal.delete(record.id);
    });
  }

  /** Erases everything but what `last` says: why this counter is no more. */
  async erase(last) {
    this.#values.clear();
    this.#loose.clear();
    await this.#try([KEPT, JOURNAL], "readwrite", (kept, journal) => {
      kept.clear();
      journal.clear();
    });
    await this.write("ended", last);
  }

  /** Works on the disk; a connection that the system closed meanwhile is opened once more. */
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
