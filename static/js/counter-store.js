/* What the phone keeps: the data of its site and the journal, in IndexedDB. Where the browser
   refuses (private window, full disk), the same in memory, and it says so. */

const DATABASE = "comptoir";
const KEPT = "kept";
const JOURNAL = "journal";

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
    try {
      store.#database = await openDatabase();
    } catch {
      store.#database = null;
    }
    return store;
  }

  /** Tells whether everything noted so far outlives the page. */
  get keeps() {
    return this.#database !== null && this.#loose.size === 0;
  }

  async read(key) {
    if (this.#values.has(key)) return this.#values.get(key);
    if (!this.#database) return undefined;
    return transact(this.#database, [KEPT], "readonly", (kept) => kept.get(key));
  }

  async write(key, value) {
    if (await this.#try([KEPT], (kept) => kept.put(value, key))) this.#values.delete(key);
    else this.#values.set(key, value);
  }

  /** All records in the order they were tapped. */
  async records() {
    const found = new Map();
    if (this.#database) {
      const all = await transact(this.#database, [JOURNAL], "readonly", (one) => one.getAll());
      for (const record of all) found.set(record.id, record);
    }
    for (const record of this.#loose.values()) found.set(record.id, record);
    return [...found.values()].sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));
  }

  /** Keeps records, all or none on the disk; tells whether they are. In memory they are anyway. */
  async keep(records) {
    const kept = await this.#try([JOURNAL], (journal) => {
      for (const record of records) journal.put(record);
    });
    for (const record of records) {
      if (kept) this.#loose.delete(record.id);
      else this.#loose.set(record.id, record);
    }
    return kept;
  }

  /** Erases everything but what `last` says: why this counter is no more. */
  async erase(last) {
    this.#values.clear();
    this.#loose.clear();
    await this.#try([KEPT, JOURNAL], (kept, journal) => {
      kept.clear();
      journal.clear();
    });
    await this.write("ended", last);
  }

  async #try(names, work) {
    if (!this.#database) return false;
    try {
      await transact(this.#database, names, "readwrite", work);
      return true;
    } catch {
      return false;
    }
  }
}
