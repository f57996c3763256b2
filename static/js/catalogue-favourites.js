/* Favourites, kept in this browser only. For each edition: code → [what was left, price in cents] as it
   was seen last. The server is told the codes when the page of favourites is looked at, and keeps none.

   On a listing: button[data-favourite] (hidden without this script) puts it aside or takes it out.
   On the page of favourites: #favourites is filled with what the server says of the codes kept here. */

const MOST = 60;

function storage(edition) {
  const name = `brocante-favourites:${edition}`;
  return {
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem(name) ?? "{}");
        return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
      } catch {
        return {};
      }
    },
    /** False when the browser keeps nothing: a private window, a full disk. */
    write(kept) {
      try {
        const entries = Object.entries(kept).slice(-MOST);
        localStorage.setItem(name, JSON.stringify(Object.fromEntries(entries)));
        return true;
      } catch {
        return false;
      }
    },
  };
}

function seenOf({ left, cents }) {
  return [Number(left) || 0, Number(cents) || 0];
}

function equipHeart(button) {
  const { favourite: code, edition } = button.dataset;
  const store = storage(edition);
  if (!store.write(store.read())) return;
  const link = document.querySelector("[data-favourites-link]");
  const show = () => {
    const kept = store.read();
    const isIn = code in kept;
    button.setAttribute("aria-pressed", String(isIn));
    button.querySelector("span").textContent = isIn ? button.dataset.on : button.dataset.off;
    if (link) link.hidden = Object.keys(kept).length === 0;
  };
  button.addEventListener("click", () => {
    const kept = store.read();
    if (code in kept) delete kept[code];
    else kept[code] = seenOf(button.dataset);
    store.write(kept);
    show();
  });
  button.hidden = false;
  show();
}

/** The address of the page with what is kept here: CODE.left.cents, one after the other. */
function addressOf(page, kept) {
  const seen = Object.entries(kept).map(([code, [left, cents] = []]) => {
    return `${code}.${Math.max(0, Math.trunc(left) || 0)}.${Math.max(0, Math.trunc(cents) || 0)}`;
  });
  return `${page}?vus=${encodeURIComponent(seen.join(","))}`;
}

function addRemove(item, box, store) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = box.dataset.remove;
  button.setAttribute("aria-label", `${box.dataset.remove} ${item.querySelector("h2").textContent}`);
  button.addEventListener("click", () => {
    const kept = store.read();
    delete kept[item.dataset.code];
    store.write(kept);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    if (next) next.querySelector("a").focus();
    else location.reload();
  });
  item.lastElementChild.append(button);
}

function equipList(box, store) {
  const items = [...box.querySelectorAll("[data-code]")];
  for (const item of items) addRemove(item, box, store);
  const noted = box.querySelector("[data-favourites-seen]");
  if (!noted) return;
  noted.hidden = false;
  noted.addEventListener("click", () => {
    const before = store.read();
    const kept = {};
    // What the server no longer knows is forgotten here as well.
    for (const item of items) {
      if (item.dataset.code in before) kept[item.dataset.code] = seenOf(item.dataset);
    }
    store.write(kept);
    for (const news of box.querySelectorAll(".favourite-news, .alert")) news.remove();
    noted.parentElement.remove();
    box.querySelector("a")?.focus();
  });
}

async function fill(box) {
  // A list that somebody sent shows itself.
  if (box.dataset.asked === "true") return;
  const store = storage(box.dataset.edition);
  const kept = store.read();
  if (Object.keys(kept).length === 0) return;
  box.replaceChildren();
  try {
    const answer = await fetch(addressOf(box.dataset.page, kept));
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    box.replaceChildren(...page.getElementById("favourites").children);
    equipList(box, store);
  } catch {
    const words = document.createElement("p");
    words.textContent = box.dataset.failed;
    box.replaceChildren(words);
  }
}

for (const button of document.querySelectorAll("[data-favourite]")) equipHeart(button);
const box = document.getElementById("favourites");
if (box) fill(box);
