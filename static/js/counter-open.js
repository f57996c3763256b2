/* From a scanned or typed text to its screen, with an answer each time. */

import { findRead, readScan } from "./counter-find.js";
import { dayOf, isSameDay, momentOf, say, timeOf } from "./counter-page.js";
import { ask } from "./counter-sending.js";
import { signal } from "./counter-signals.js";

/** Goes to a screen of the application. */
export function go(place) {
  if (location.hash === `#${place}`) dispatchEvent(new Event("hashchange"));
  else location.hash = place;
}

/** Says what became of a pickup: [kind, word, sentence], by state and by its day. */
export function stateOf(pickup, desk) {
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

/** When a pickup was closed, by the server's clock: an entry of this phone has the phone's time. */
function atOf(pickup, desk) {
  return pickup.done_by === null ? desk.corrected(pickup.done_at) : Date.parse(pickup.done_at);
}

/**
 * Opens what a text stands for. Returns true when a screen was opened; otherwise it was answered
 * and whoever asked stays where they are.
 */
export async function openText(text, { desk, sender }) {
  const read = readScan(text);
  let found = await findRead(desk.books, read);
  if (!found.pickup && !found.listing && (read.ticket || read.code) && sender.isOnline) {
    // Perhaps reserved a minute ago.
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

/** Nothing here by that code: says what it is, as far as anybody knows. */
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
