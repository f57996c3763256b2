/* The menu, the end of a counter on this phone, and the page that says why it ended. */

import { go } from "./counter-open.js";
import { fill, knows, part, piece, press, say, show } from "./counter-page.js";
import { ask } from "./counter-sending.js";

export function menuScreen({ desk, sender }) {
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

/** The page anew, as the server writes it now: in another language. */
async function renewPage() {
  for (const name of await globalThis.caches?.keys() ?? []) {
    if (!name.startsWith("comptoir-")) continue;
    const cache = await caches.open(name);
    const shell = await fetch("/comptoir", { cache: "no-store" });
    if (shell.ok && !shell.redirected) await cache.put("/comptoir", shell);
  }
  location.reload();
}

export function closingScreen({ desk, sender }) {
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

/** Why there is nothing here any more. */
export function endedScreen({ desk, sender }) {
  const element = piece("ended");
  const { reason, name } = desk.ended;
  const why = `ended_${reason}`;
  fill(element, { why: say(knows(why) ? why : "ended_unknown", { name }) });
  press(element, "again", () => sender.sync({ force: true }));
  return { element };
}

/** Takes the service worker's mark, so that the addresses of labels and tickets are everybody's. */
export async function markEnded(isEnded) {
  if (!globalThis.caches) return;
  if (isEnded) await caches.open("ended");
  else await caches.delete("ended");
}
