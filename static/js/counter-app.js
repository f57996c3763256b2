/* The application at the gate: opens the books, shows the screen of the address, sends. */

import { desk } from "./counter-desk.js";
import { closingScreen, endedScreen, markEnded, menuScreen } from "./counter-closing.js";
import { homeScreen } from "./counter-home.js";
import { historyScreen, noteScreen, slotScreen, slotsScreen } from "./counter-lists.js";
import { go, openText } from "./counter-open.js";
import { fill, piece, press, say, timeOf, useZone } from "./counter-page.js";
import { isPersistent, rehearsalScreen } from "./counter-rehearsal.js";
import { saleScreen } from "./counter-sale.js";
import { scannerScreen } from "./counter-scanner.js";
import { Sender } from "./counter-sending.js";
import { sheetScreen } from "./counter-sheet.js";
import { clearSignal, wakeSound, wasJustSignalled } from "./counter-signals.js";

const SCREENS = {
  "": homeScreen,
  scanner: scannerScreen,
  enlevement: sheetScreen,
  vente: saleScreen,
  note: noteScreen,
  historique: historyScreen,
  creneaux: slotsScreen,
  creneau: slotScreen,
  menu: menuScreen,
  repetition: rehearsalScreen,
  fermer: closingScreen,
};
const MINUTE = 60_000;

const sender = new Sender(desk);
const context = { desk, sender };
const main = document.getElementById("main");
const visitorLink = document.getElementById("counter-visitor");
let screen = null;

/** Shows the screen of the address; without data, or at the end, what there is instead. */
function route({ focus = true } = {}) {
  const [name, argument] = location.hash.slice(1).split("/");
  screen?.leave?.();
  // The answer to the scan or the tap that led here stays above the screen.
  if (!wasJustSignalled()) clearSignal();
  if (desk.ended) screen = endedScreen(context);
  else if (!desk.books) screen = waitingScreen();
  else screen = (SCREENS[name] ?? homeScreen)(context, argument && decodeURIComponent(argument));
  if (!screen) return go("");
  screen.place = placeOf();
  document.body.dataset.screen = desk.ended ? "ended" : name;
  visitorLink.hidden = visitorLink.dataset.place !== location.hash;
  main.replaceChildren(screen.element);
  const heading = screen.element.querySelector("h1");
  document.title = `${heading.textContent.trim()} – ${say("counter")}`;
  if (focus) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  return undefined;
}

/** What decides which screen is shown, beside the address. */
function placeOf() {
  return `${Boolean(desk.ended)} ${Boolean(desk.books)} ${desk.ended?.reason ?? ""}`;
}

function waitingScreen() {
  const element = piece("waiting");
  const update = () => fill(element, { why: say(sender.isOnline ? "fetching" : "noDataYet") });
  press(element, "again", () => sender.sync({ force: true }));
  update();
  return { element, update };
}

/** The line that is always there: how old the data are, what is still to send. */
function showStatus() {
  const status = document.getElementById("counter-status");
  const place = document.getElementById("counter-place");
  const num = desk.unsent.length;
  if (desk.data) {
    useZone(desk.data.edition.time_zone);
    place.textContent = `${desk.data.site.name} · ${desk.data.access.name}`;
  }
  status.hidden = !desk.data;
  const age = Math.max(0, Math.floor((Date.now() - (desk.fetchedAt ?? 0)) / MINUTE));
  fill(document.body, {
    statusAge: desk.data ? ageWords(age) : "",
    statusSend: num ? say("toSend", { num }) : say("allSent"),
    statusNetwork: sender.isOnline ? "" : say("offline"),
    notKept: desk.store.keeps ? "" : say("notKept"),
    stranded: desk.stranded && num ? say("stranded", { num }) : "",
  });
  status.dataset.state = desk.stranded ? "bad" : num || !sender.isOnline ? "warn" : "good";
}

/** How old the data are; a phone whose clock was changed meanwhile says only their time. */
function ageWords(minutes) {
  const time = timeOf(desk.data.server_time);
  if (minutes < 1) return say("freshData");
  if (minutes < 120) return say("dataMinutes", { num: minutes });
  return minutes < 4320 ? say("dataHours", { num: Math.floor(minutes / 60) }) : say("dataFrom", { time });
}

function changed() {
  showStatus();
  if (screen?.place !== placeOf()) {
    markEnded(Boolean(desk.ended));
    if (desk.books || desk.ended) route({ focus: Boolean(desk.ended) });
  } else screen?.update?.();
}

/** Makes the address the application's own; returns the one that somebody scanned, or null. */
function adoptAddress() {
  const { pathname, href } = location;
  if (pathname === "/comptoir/repetition") history.replaceState(null, "", "/comptoir#repetition");
  if (!/^\/[ar]\//i.test(pathname)) return null;
  history.replaceState(null, "", "/comptoir");
  visitorLink.href = `${pathname}?visiteur=1`;
  return href;
}

/** Opens a ticket or a label read by the phone's own code reader, as soon as there are books. */
async function openScanned(address) {
  if (desk.books) {
    if (await openText(address, context)) visitorLink.dataset.place = location.hash;
    return;
  }
  const wait = () => {
    if (!desk.books) return;
    desk.removeEventListener("changed", wait);
    openScanned(address);
  };
  desk.addEventListener("changed", wait);
}

/** The service worker makes the page start without network; without it, everything else works. */
async function keepOffline() {
  try {
    const registration = await navigator.serviceWorker.register("/comptoir/travailleur.js", {
      scope: "/",
      updateViaCache: "none",
    });
    await registration.update();
  } catch {
    // Offline, or a browser without it: the rehearsal says which.
  }
  await isPersistent();
}

async function begin() {
  addEventListener("pointerdown", wakeSound);
  addEventListener("keydown", wakeSound);
  addEventListener("hashchange", () => route());
  addEventListener("beforeunload", (event) => {
    if (!desk.store.keeps && desk.unsent.length) event.preventDefault();
  });
  await desk.open();
  desk.addEventListener("changed", changed);
  const scanned = adoptAddress();
  showStatus();
  route({ focus: false });
  if (scanned) openScanned(scanned);
  document.body.dataset.ready = "yes";
  keepOffline();
  sender.start();
  setInterval(showStatus, MINUTE / 4);
}

begin();
