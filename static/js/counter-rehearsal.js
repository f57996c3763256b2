/* The eve: what this phone can do, then one hand-over that reaches no book. */

import { go } from "./counter-open.js";
import { fill, part, piece, press, say, show } from "./counter-page.js";
import { ask } from "./counter-sending.js";
import { beep, signal, vibrate, wakeSound } from "./counter-signals.js";
import { makeStepper } from "./counter-stepper.js";

const ENOUGH_SPACE = 20_000_000;
const WRONG_CLOCK = 10 * 60_000;

/** Each check answers ok, warn (works without it) or bad. */
const CHECKS = {
  https: async () => (isSecureContext ? "ok" : "bad"),
  storage: async ({ desk }) => {
    if (!desk.store.keeps) return "bad";
    return (await isPersistent()) ? "ok" : "warn";
  },
  camera: async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    stream.getTracks().forEach((track) => track.stop());
    return "ok";
  },
  sound: async () => (wakeSound() && beep("good") ? "ok" : "warn"),
  vibration: async () => (vibrate("good") ? "ok" : "warn"),
  clock: async ({ desk }) => (Math.abs(desk.offset) < WRONG_CLOCK ? "ok" : "warn"),
  space: async () => {
    const { quota, usage } = await navigator.storage.estimate();
    return quota - usage > ENOUGH_SPACE ? "ok" : "bad";
  },
  network: async ({ sender }) => {
    await sender.sync({ force: true });
    return sender.isOnline ? "ok" : "warn";
  },
  offline: async () => ((await isKeptOffline()) ? "ok" : "bad"),
};

/** Asks the browser not to throw the data away when space gets short. */
export async function isPersistent() {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}

/** The service worker answers here, and the page itself is kept. */
export async function isKeptOffline() {
  try {
    return Boolean(navigator.serviceWorker.controller && (await caches.match("/comptoir")));
  } catch {
    return false;
  }
}

export function rehearsalScreen(context) {
  const element = piece("rehearsal");
  const results = {};
  const list = part(element, "list");
  const rows = Object.fromEntries(
    Object.keys(CHECKS).map((name) => {
      const item = piece("check");
      fill(item, { name: say(`check_${name}`), state: say("check_waiting") });
      list.append(item);
      return [name, item];
    }),
  );
  const tell = (name, state) => {
    results[name] = state;
    rows[name].dataset.state = state;
    const why = state === "ok" ? "" : say(`why_${name}`);
    fill(rows[name], { state: say(`check_${state}`), why });
  };
  press(element, "start", async () => {
    wakeSound();
    show(element, "start", false);
    for (const [name, check] of Object.entries(CHECKS)) {
      tell(name, await check(context).catch(() => "bad"));
    }
    show(element, "heard", true);
    part(element, "heard").scrollIntoView({ block: "nearest" });
  });
  const answered = (wasHeard) => {
    if (!wasHeard) tell("sound", "warn");
    show(element, "heard", false);
    trial(element, context, results);
  };
  press(element, "yes", () => answered(true));
  press(element, "no", () => answered(false));
  press(element, "home", () => go(""));
  return { element };
}

/** One hand-over to nobody. */
function trial(element, context, results) {
  show(element, "list", false);
  show(element, "trial", true);
  const { box } = makeStepper(
    { name: say("trialTitle"), value: 3000, step: 1000, measured: false, lot: false, unitName: () => "" },
    () => {},
  );
  part(element, "stepper").replaceChildren(box);
  part(element, "trial").querySelector("h2").focus();
  press(element, "confirm", async () => {
    results.handover = "ok";
    const passed = !Object.values(results).includes("bad");
    show(element, "trial", false);
    show(element, "list", true);
    show(element, "home", true);
    const sent = await report(results, passed);
    const sentence = passed ? say("rehearsed") : say("rehearsedBadly");
    signal(passed ? "good" : "bad", passed ? say("ready") : say("notReady"), sentence);
    fill(element, { result: sent ? "" : say("notReported") });
  });
}

async function report(checks, passed) {
  const body = { protocol: 1, phone_time: new Date().toISOString(), passed, checks };
  return Boolean((await ask("/comptoir/repetition", { body }))?.ok);
}
