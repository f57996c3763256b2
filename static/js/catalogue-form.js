/* The form of a listing saves as it is filled in; without this file a button does it.

   What could not be sent (no network, signed out) stays on the device and is sent when the form is
   opened again, unless the listing was changed elsewhere since. The answer of the server says what
   the title means: weight, material, family. data-save-words: JSON of translated sentences. */

const PAUSE = 1500; // milliseconds without typing before saving
const PREFIX = "brocante-listing-";

/** Storage may be refused (private mode, full): the form then works without. */
const shelf = {
  put(key, value) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      // Kept on the page all the same.
    }
  },
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
      return null;
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // Nothing was kept.
    }
  },
};

class SavingForm {
  constructor(form) {
    this.form = form;
    this.code = form.dataset.autosave;
    this.words = JSON.parse(form.dataset.saveWords);
    this.status = form.querySelector("[data-save-status]");
    form.addEventListener("input", (event) => this.changed(event));
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("pageshow", (event) => event.persisted && (this.left = false));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.dirty) this.save();
    });
    window.addEventListener("online", () => this.dirty && this.save());
    this.restore();
  }

  /** The form itself goes: a save that came after it would be taken for a later change. */
  leave(event) {
    if (event.defaultPrevented) return; // photos hold the form back until they are sent
    clearTimeout(this.timer);
    this.left = true;
    this.sending?.abort();
    if (this.dirty || this.busy) shelf.put(this.code, { at: Date.now(), values: this.values() });
  }

  say(key, values = {}) {
    const filled = Object.entries(values).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, value),
      this.words[key],
    );
    this.status.textContent = filled;
  }

  changed(event) {
    if (event.target.type === "file") {
      // A photo needs a draft to belong to: it is made at once, with what was typed so far.
      this.save();
      return;
    }
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  values() {
    return [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
  }

  /** One save at a time, so that an older one cannot arrive after a newer one. */
  async save() {
    clearTimeout(this.timer);
    if (this.left) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.dirty = false;
    this.say("saving");
    const values = this.values();
    const answer = await this.send(values);
    this.busy = false;
    if (answer) {
      shelf.drop(this.code);
      this.saved(answer, values);
    } else {
      this.dirty = true;
      shelf.put(this.code, { at: Date.now(), values });
    }
    if (this.again) {
      this.again = false;
      this.save();
    }
  }

  async send(values) {
    const body = new URLSearchParams(values);
    body.set("action", "autosave");
    this.sending = new AbortController();
    const { signal } = this.sending;
    try {
      const headers = { Accept: "application/json" };
      const url = this.form.getAttribute("action");
      const answer = await fetch(url, { method: "POST", headers, body, signal });
      if (answer.ok && !answer.redirected) return await answer.json();
      this.say("signedOut");
    } catch {
      this.say("offline");
    }
    return null;
  }

  saved(answer, sent) {
    const wrong = Object.keys(answer.errors).map((name) => this.nameOf(name));
    this.say(answer.pending ? "kept" : "saved", { time: answer.at });
    if (wrong.length > 0) {
      const note = this.words.notUnderstood.replace("{fields}", wrong.join(", "));
      this.status.textContent += ` ${note}`;
    }
    if (!answer.pending) {
      this.form.elements.quantity_was.value = Object.fromEntries(sent).quantity?.replace(",", ".") ?? "";
    }
    if (this.form.elements.new) {
      this.form.elements.new.remove();
      history.replaceState(null, "", answer.url);
    }
    this.learn(answer);
  }

  nameOf(name) {
    const label = this.form.querySelector(`label[for="${CSS.escape(name)}"], #${CSS.escape(name)} legend`);
    return label?.textContent.trim() ?? name;
  }

  /** Shows what the title says; never against what the seller chose meanwhile. */
  learn({ weight, question, material, family }) {
    this.form.querySelector("[data-weight-note]").textContent = weight;
    const box = this.form.querySelector("[data-weight-question]");
    box.hidden = question === null;
    if (question) {
      box.querySelector("[data-weight-label]").textContent = question.label;
      this.form.elements.is_material.value = question.code;
      this.form.querySelector("[data-weight]").open = true;
    }
    const select = this.form.elements.material;
    if (select.value === "" && material) select.value = material;
    const families = this.form.elements.family;
    if (families.value === "" && family) families.value = family;
  }

  restore() {
    const kept = shelf.get(this.code);
    if (!kept) return;
    if (kept.at < Number(this.form.dataset.changed)) {
      shelf.drop(this.code);
      return;
    }
    const values = new Map();
    for (const [name, value] of kept.values) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of this.form.elements) {
      if (!field.name || ["hidden", "submit", "file"].includes(field.type)) continue;
      const typed = values.get(field.name) ?? [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = typed.includes(field.value);
      else if (typed.length > 0) [field.value] = typed;
    }
    this.save().then(() => this.dirty || this.say("restored"));
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => new SavingForm(form));
