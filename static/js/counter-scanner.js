/* The camera of the page. Everything here may fail on some phone: the field for the code and the
   photo stay, and the phone's own code reader opens the same screens. */

import { findRead, readScan } from "./counter-find.js";
import { go, openText } from "./counter-open.js";
import { part, piece, press, say, show } from "./counter-page.js";
import { signal } from "./counter-signals.js";
import { addToDraft } from "./counter-sheet.js";

const AGAIN = 2_500;

/** `sheet` is the pickup an article is scanned for; without it, anything may be scanned. */
export function scannerScreen(context, sheet) {
  const { desk } = context;
  const element = piece("scanner");
  const state = { scanner: null, isLeft: false, last: "", lastAt: 0, isBusy: false };

  const found = async (text) => {
    const now = performance.now();
    const isSame = text === state.last && now - state.lastAt < AGAIN;
    if (isSame || state.isBusy || state.isLeft) {
      if (isSame) state.lastAt = now;
      return;
    }
    Object.assign(state, { last: text, lastAt: now, isBusy: true });
    try {
      await (sheet ? addLabel(text, sheet, context) : openText(text, context));
    } catch {
      signal("bad", say("unknown"), say("unknownOnline"));
    } finally {
      state.isBusy = false;
      state.lastAt = performance.now();
    }
  };

  part(element, "form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = part(element, "field").value;
    state.last = "";
    if (text.trim()) found(text);
  });
  part(element, "photo").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    state.last = "";
    const text = await readPhoto(file, element);
    if (text) found(text);
    else signal("bad", say("noCode"), say("noCodeWhy"));
  });
  press(element, "back", () => go(sheet ? `enlevement/${sheet}` : ""));
  start(element, state, found, desk);
  return {
    element,
    leave() {
      state.isLeft = true;
      state.scanner?.destroy();
    },
  };
}

async function library(element) {
  const module = await import(part(element, "video").dataset.library);
  return module.default;
}

async function readPhoto(file, element) {
  try {
    const QrScanner = await library(element);
    const result = await QrScanner.scanImage(file, { returnDetailedScanResult: true });
    return result.data;
  } catch {
    return null;
  }
}

async function start(element, state, found, desk) {
  try {
    const QrScanner = await library(element);
    if (state.isLeft) return;
    const video = part(element, "video");
    const lens = (await desk.store.read("lens")) ?? "environment";
    state.scanner = new QrScanner(video, (result) => found(result.data), {
      returnDetailedScanResult: true,
      preferredCamera: lens,
      maxScansPerSecond: 12,
      calculateScanRegion: wholeMiddle,
      onDecodeError: () => {},
    });
    await state.scanner.start();
    if (state.isLeft) return state.scanner.destroy();
    show(element, "waiting", false);
    await offerLenses(QrScanner, element, state.scanner, lens, desk);
    await offerTorch(element, state.scanner);
  } catch {
    if (state.isLeft) return;
    show(element, "waiting", false);
    show(element, "camera", false);
    show(element, "noCamera", true);
  }
}

/** Nearly the whole shorter side, so that a code at arm's length has enough points. */
function wholeMiddle(video) {
  const side = Math.round(0.92 * Math.min(video.videoWidth, video.videoHeight));
  return {
    x: Math.round((video.videoWidth - side) / 2),
    y: Math.round((video.videoHeight - side) / 2),
    width: side,
    height: side,
    downScaledWidth: Math.min(side, 640),
    downScaledHeight: Math.min(side, 640),
  };
}

async function offerLenses(QrScanner, element, scanner, lens, desk) {
  const cameras = await QrScanner.listCameras(true);
  if (cameras.length < 2) return;
  const choice = part(element, "lens");
  choice.replaceChildren(
    ...cameras.map((camera, place) => {
      const name = camera.label || say("lensNumber", { num: place + 1 });
      return new Option(name, camera.id, false, camera.id === lens);
    }),
  );
  show(element, "lenses", true);
  choice.addEventListener("change", async () => {
    await desk.store.write("lens", choice.value);
    await scanner.setCamera(choice.value).catch(() => signal("bad", say("noCamera")));
    await offerTorch(element, scanner);
  });
}

async function offerTorch(element, scanner) {
  const torch = part(element, "torch");
  torch.hidden = !(await scanner.hasFlash().catch(() => false));
  torch.onclick = async () => {
    await scanner.toggleFlash().catch(() => {});
    torch.setAttribute("aria-pressed", String(scanner.isFlashOn()));
  };
}

/** A label scanned for a sheet: it joins it and the sheet comes back. */
async function addLabel(text, sheet, { desk }) {
  const { listing } = await findRead(desk.books, readScan(text));
  if (!listing) return signal("bad", say("noLabel"), say("noLabelWhy"));
  addToDraft(Number(sheet), listing);
  signal("good", say("added"), listing.title);
  return go(`enlevement/${sheet}`);
}
