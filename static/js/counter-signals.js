/* The answer to a scan or a tap: a word, a colour, a sound and a vibration, every time. */

const SOUNDS = {
  good: [[1320, 0.12]],
  warn: [[660, 0.14], [660, 0.14]],
  bad: [[220, 0.4]],
};
const VIBRATIONS = { good: [60], warn: [60, 80, 60], bad: [300] };
const GAP = 0.07;
const JUST_NOW = 500;
let audio = null;
let signalledAt = -Infinity;

/** Browsers let a page sound only after a tap: the first one wakes it. */
export function wakeSound() {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume().catch(() => {});
  } catch {
    audio = null;
  }
  return audio !== null;
}

export function beep(kind) {
  if (!audio || audio.state !== "running") return false;
  let start = audio.currentTime;
  for (const [pitch, length] of SOUNDS[kind]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = "square";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + length);
    start += length + GAP;
  }
  return true;
}

export function vibrate(kind) {
  // Refused by browsers until the page was touched, and not there at all on iPhones.
  if (!navigator.vibrate || !navigator.userActivation?.hasBeenActive) return false;
  return navigator.vibrate(VIBRATIONS[kind]);
}

/** Answers: `kind` is good, warn or bad; `word` is read first, from arm's length. */
export function signal(kind, word, sentence = "") {
  const place = document.getElementById("counter-answer");
  const strong = document.createElement("b");
  strong.textContent = word;
  place.className = `app-answer app-answer-${kind}`;
  // Emptied first: the same answer a second time is read out again.
  place.replaceChildren();
  place.append(strong, sentence ? ` ${sentence}` : "");
  // The flash of colour begins anew for the same answer.
  place.dataset.turn = place.dataset.turn === "a" ? "b" : "a";
  signalledAt = performance.now();
  beep(kind);
  vibrate(kind);
}

/** Tells whether the answer shown belongs to what is being opened now. */
export function wasJustSignalled() {
  return performance.now() - signalledAt < JUST_NOW;
}

export function clearSignal() {
  document.getElementById("counter-answer").replaceChildren();
}
