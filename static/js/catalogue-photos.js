/* Photos of a listing: shrunk on the phone, sent one by one, kept on the phone until they arrived.

   The form works without this file: its file field is then sent with everything else. Here:

   <form data-photos data-upload-url data-remove-url data-order-url data-words="{…}">
     <input type="hidden" name="csrf_token">
     <input type="file" name="photos" multiple accept="image/*,.heic,.heif">
     <ol data-photo-list><li data-photo-id="7"><img …> <span data-photo-plain>buttons</span></li></ol>

   upload-url  POST, multipart: photo (the file), upload_id (made here: a repeated photo is the same
               photo). Answers 200 {id, url, width, height}, or 4xx {error} with a sentence.
   remove-url  POST photo=<id>.      order-url  POST order=<id>,<id>,…
   words       JSON of translated sentences: photo waiting shrinking sending sent retrying signedOut
               remove earlier later allSent stillSending failed; {n} is a number or a percentage. */

const LONGEST_SIDE = 2000; // pixels; the server keeps 1200 of width
const PREVIEW_SIDE = 160;
const FIRST_DELAY = 2; // seconds before the second try, doubled each time
const LAST_DELAY = 60;

/** Pending photos outlive a closed page. A browser that keeps nothing (private mode) still sends. */
const shelf = {
  answer: (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }),
  open() {
    const request = indexedDB.open("brocante-photos", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("pending", { keyPath: "id" });
    return shelf.answer(request);
  },
  async run(mode, use) {
    try {
      shelf.base ??= await shelf.open();
      return await shelf.answer(use(shelf.base.transaction("pending", mode).objectStore("pending")));
    } catch {
      return undefined;
    }
  },
  keep: (item) => shelf.run("readwrite", (store) => store.put(item)),
  forget: (id) => shelf.run("readwrite", (store) => store.delete(id)),
  all: async () => (await shelf.run("readonly", (store) => store.getAll())) ?? [],
};

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Draws upright pixels no larger than `side`; null when this browser cannot read the file. */
async function drawn(file, side) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what is transparent would become black in a JPEG
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

/** A smaller JPEG without position; the file itself when this browser cannot read it (HEIC). */
async function shrunk(file) {
  const canvas = await drawn(file, LONGEST_SIDE);
  const blob = canvas && (await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85)));
  return blob ?? file;
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

class PhotoForm {
  constructor(form) {
    this.form = form;
    this.words = JSON.parse(form.dataset.words);
    this.list = form.querySelector("[data-photo-list]");
    this.status = make("p", { className: "second" });
    this.status.setAttribute("role", "status");
    this.list.after(this.status);
    this.queue = [];
    for (const row of this.list.children) this.equip(row);
    this.rename();
    this.field = form.querySelector('input[type="file"]');
    this.field.addEventListener("change", () => {
      const files = [...this.field.files];
      this.field.value = ""; // otherwise the form would send them a second time
      files.forEach((file, index) => {
        const item = { id: newId(), file, fresh: true, at: Date.now() + index };
        this.keep(item);
        this.add(item);
      });
    });
    form.addEventListener("submit", (event) => this.holdBack(event));
    window.addEventListener("online", () => this.wake?.());
    this.resume();
  }

  async resume() {
    const mine = (await shelf.all()).filter((item) => item.url === this.form.dataset.uploadUrl);
    mine.sort((a, b) => a.at - b.at).forEach((item) => this.add(item));
  }

  keep({ id, file, fresh, at }) {
    return shelf.keep({ id, file, fresh, at, url: this.form.dataset.uploadUrl });
  }

  say(key, n = "") {
    return this.words[key].replace("{n}", n);
  }

  add(photo) {
    photo.bar = make("progress", { max: 100, value: 0 });
    photo.state = make("span", { textContent: this.say("waiting") });
    photo.row = make("li", { className: "panel row" }, photo.bar, photo.state);
    this.equip(photo.row, photo);
    this.list.append(photo.row);
    this.rename();
    this.queue.push(photo);
    if (!this.busy) this.work();
  }

  /** One photo at a time: on a weak network the first one arrives while the last one waits. */
  async work() {
    this.busy = true;
    while (this.queue.length > 0) {
      const photo = this.queue[0];
      await this.prepare(photo);
      if (!photo.gone) await this.deliver(photo);
      this.queue = this.queue.filter((other) => other !== photo);
    }
    this.busy = false;
    const failed = this.list.querySelector("[data-failed]");
    this.status.textContent = this.say(failed ? "failed" : "allSent");
    if (this.held && !failed) this.form.requestSubmit(this.held.submitter);
    this.held = null;
  }

  async prepare(photo) {
    photo.state.textContent = this.say("shrinking");
    if (photo.fresh) photo.file = await shrunk(photo.file);
    photo.fresh = false;
    if (!photo.gone) await this.keep(photo);
    const preview = await drawn(photo.file, PREVIEW_SIDE);
    if (preview) photo.row.prepend(preview);
    this.rename();
  }

  async deliver(photo) {
    for (let delay = FIRST_DELAY; !photo.gone; delay = Math.min(delay * 2, LAST_DELAY)) {
      const answer = await this.send(photo);
      if (photo.gone) return;
      if (answer.id !== undefined) return this.arrived(photo, answer);
      if (answer.error) return this.refused(photo, answer.error, !answer.keep);
      photo.state.textContent = this.say("retrying", delay);
      await this.pause(delay);
    }
  }

  /** Waits, but no longer than until the network is back or the photo is removed. */
  pause(seconds) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }

  /** Answers {id, …}, {error}, or {} to try again. Not by fetch, which tells no progress. */
  send(photo) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("upload_id", photo.id);
      body.append("photo", photo.file, photo.file.name ?? "photo.jpg");
      request.upload.onprogress = (event) => {
        photo.bar.value = (100 * event.loaded) / event.total;
        photo.state.textContent = this.say("sending", Math.round(photo.bar.value));
      };
      request.onload = () => resolve(this.understood(request));
      request.onerror = request.ontimeout = request.onabort = () => resolve({});
      request.open("POST", this.form.dataset.uploadUrl);
      request.timeout = 180_000;
      request.setRequestHeader("X-CSRF-Token", this.token());
      request.setRequestHeader("Accept", "application/json");
      photo.abort = () => request.abort();
      request.send(body);
    });
  }

  understood(request) {
    if (request.status >= 500 || request.status === 429) return {};
    try {
      const answer = JSON.parse(request.responseText);
      if (answer.id !== undefined || answer.error) return answer;
    } catch {
      // Not our JSON: the sign-in page, an error page or the sign-in page of a hotel's network.
    }
    return { error: this.say("signedOut"), keep: true };
  }

  token() {
    return this.form.querySelector('[name="csrf_token"]').value;
  }

  async arrived(photo, answer) {
    await shelf.forget(photo.id);
    const twin = this.list.querySelector(`[data-photo-id="${CSS.escape(answer.id)}"]`);
    if (twin) photo.row.remove(); // it had arrived before the page was closed, its answer had not
    photo.row.dataset.photoId = answer.id;
    photo.bar.remove();
    photo.state.textContent = this.say("sent");
    if (!photo.row.querySelector("canvas")) {
      const height = Math.round((PREVIEW_SIDE * answer.height) / answer.width);
      photo.row.prepend(make("img", { src: answer.url, width: PREVIEW_SIDE, height }));
    }
    this.rename();
    if (photo.row.nextElementSibling?.dataset.photoId) await this.saveOrder();
  }

  /** Shown until somebody reads and removes it. One that was only kept out by the sign-in stays. */
  async refused(photo, sentence, forget) {
    if (forget) await shelf.forget(photo.id);
    photo.bar.remove();
    photo.row.dataset.failed = "yes";
    photo.state.textContent = sentence;
    photo.state.className = "field-error";
  }

  /** Gives a row its three buttons; those that work without scripts go away. */
  equip(row, photo) {
    row.querySelectorAll("[data-photo-plain]").forEach((plain) => plain.remove());
    const button = (key, act) => {
      const made = make("button", { type: "button", className: "btn", textContent: this.say(key) });
      made.dataset.act = key;
      made.addEventListener("click", act);
      return made;
    };
    row.append(
      button("earlier", (event) => this.move(row, row.previousElementSibling, event.target)),
      button("later", (event) => this.move(row.nextElementSibling, row, event.target)),
      button("remove", () => this.remove(row, photo)),
    );
  }

  /** Names every picture and button by the photo's place, for those who do not see them. */
  rename() {
    [...this.list.children].forEach((row, index, rows) => {
      const name = this.say("photo", index + 1);
      row.querySelector("img")?.setAttribute("alt", name);
      row.querySelector("canvas")?.setAttribute("role", "img");
      for (const part of row.querySelectorAll("canvas, progress")) part.setAttribute("aria-label", name);
      for (const button of row.querySelectorAll("[data-act]")) {
        button.setAttribute("aria-label", `${this.say(button.dataset.act)} – ${name}`);
        if (button.dataset.act !== "remove") {
          const end = button.dataset.act === "earlier" ? 0 : rows.length - 1;
          button.setAttribute("aria-disabled", index === end);
        }
      }
    });
  }

  async move(row, before, button) {
    if (!row || !before) return;
    this.list.insertBefore(row, before);
    this.rename();
    button.focus();
    await this.saveOrder();
  }

  saveOrder() {
    const ids = [...this.list.children].map((row) => row.dataset.photoId).filter(Boolean);
    return this.post(this.form.dataset.orderUrl, { order: ids.join(",") });
  }

  async remove(row, photo) {
    if (photo) {
      photo.gone = true;
      photo.abort?.();
      this.wake?.();
      await shelf.forget(photo.id);
    }
    const id = row.dataset.photoId;
    if (id && !(await this.post(this.form.dataset.removeUrl, { photo: id }))) return;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.rename();
    (next?.querySelector('[data-act="remove"]') ?? this.field).focus();
  }

  async post(url, values) {
    let done = false;
    try {
      const headers = { "X-CSRF-Token": this.token(), Accept: "application/json" };
      const body = new URLSearchParams(values);
      const answer = await fetch(url, { method: "POST", headers, body });
      done = answer.ok && !answer.redirected;
    } catch {
      // No network: said below, and the page still shows what the server has.
    }
    this.status.textContent = done ? "" : this.say("failed");
    return done;
  }

  /** The form waits for its photos; pressing a second time sends it at once. */
  holdBack(event) {
    if (!this.busy || this.held) return;
    event.preventDefault();
    this.held = { submitter: event.submitter };
    this.status.textContent = this.say("stillSending", this.queue.length);
  }
}

document.querySelectorAll("form[data-photos]").forEach((form) => new PhotoForm(form));
