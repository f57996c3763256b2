/* − quantity +: big buttons, and a field for who types. */

import { THOUSAND } from "./counter-books.js";
import { part, piece, thousandths, typed } from "./counter-page.js";

/**
 * Makes a stepper. `value` and `step` are thousandths; `measured` lets fractions be typed; a `lot`
 * leaves whole or not at all. Calls `changed(value)`; `set(value)` changes it from outside.
 */
export function makeStepper({ name, value, step, measured, lot, unitName }, changed) {
  const box = piece("stepper");
  const input = part(box, "input");
  const less = part(box, "less");
  const more = part(box, "more");
  let current = value;
  input.setAttribute("aria-label", name);
  less.setAttribute("aria-label", `${less.title} – ${name}`);
  more.setAttribute("aria-label", `${more.title} – ${name}`);
  input.inputMode = measured ? "decimal" : "numeric";
  input.readOnly = lot;

  const write = () => {
    input.value = typed(current);
    part(box, "unit").textContent = unitName(current);
    less.setAttribute("aria-disabled", String(current <= 0));
    more.setAttribute("aria-disabled", String(lot && current >= step));
  };
  const set = (next) => {
    current = Math.max(0, lot ? Math.min(step, next) : next);
    write();
    changed(current);
  };
  less.addEventListener("click", () => set(current - step));
  more.addEventListener("click", () => set(current + step));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("input", () => {
    const wanted = thousandths(input.value);
    const isRight = !Number.isNaN(wanted) && (measured || wanted % THOUSAND === 0);
    input.setAttribute("aria-invalid", String(!isRight));
    if (isRight) changed((current = wanted));
  });
  input.addEventListener("change", () => {
    input.removeAttribute("aria-invalid");
    write();
  });
  write();
  return { box, set };
}
