/* Articles nobody reserved that join a sheet: found by code, title or label. */

import { THOUSAND, freeOf } from "./counter-books.js";
import { findGoods } from "./counter-find.js";
import { go } from "./counter-open.js";
import { fill, part, piece, press, priceOf, quantityOf, say } from "./counter-page.js";
import { makeStepper } from "./counter-stepper.js";

/** Shows the articles of a draft; returns what draws them anew. */
export function extraLines(element, draft, desk, changed) {
  const draw = () => {
    const rows = draft.extras.map((extra) => extraRow(extra, desk, changed));
    part(element, "extras").replaceChildren(...rows);
  };
  draw();
  return draw;
}

function extraRow(extra, desk, changed) {
  const element = piece("extra");
  const listing = desk.books.listings.get(extra.listing);
  const units = desk.data.units;
  fill(element, { title: listing.title, price: priceOf(listing, units) });
  const options = stepperOptions(listing, extra.quantity, units);
  const stepper = makeStepper(options, (quantity) => {
    extra.quantity = quantity;
    fill(element, { warning: warningOf(listing, quantity, units) });
    changed();
  });
  part(element, "stepper").append(stepper.box);
  fill(element, { warning: warningOf(listing, extra.quantity, units) });
  return element;
}

/** How a listing is counted out: its step, its unit. A lot leaves as the whole that is there. */
export function stepperOptions(listing, value, units) {
  const lot = listing.price_kind === "lot";
  return {
    name: listing.title,
    value,
    step: (lot && listing.usual) || listing.smallest || THOUSAND,
    measured: listing.measured,
    lot,
    unitName: (quantity) => units[listing.unit]?.[quantity < 2 * THOUSAND ? "one" : "many"] ?? "",
  };
}

/** What a sale of a listing opens at. */
export function usualSale(listing) {
  return listing.usual || listing.smallest || THOUSAND;
}

/** What stands against so much leaving; empty when nothing does. */
export function warningOf(listing, quantity, units) {
  const free = freeOf(listing);
  if (quantity <= free) return "";
  const left = quantityOf(free, units, listing.unit);
  const reserved = quantityOf(listing.reserved, units, listing.unit);
  return listing.reserved > 0
    ? say("promisedToOthers", { left, reserved })
    : say("moreThanBooks", { quantity: left });
}

/** The field that finds an article to add, and the way by its label. */
export function wantArticle(element, pickup, desk, add) {
  const field = part(element, "article");
  const list = part(element, "articles");
  field.addEventListener("input", () => {
    const found = findGoods(desk.books, field.value);
    // Above the keyboard and the bar, so that what is found can be seen.
    field.scrollIntoView({ block: "start" });
    list.replaceChildren(
      ...found.map((listing) => {
        const item = piece("choice");
        fill(item, { title: listing.title, code: listing.code });
        press(item, "choose", () => {
          field.value = "";
          list.replaceChildren();
          add(listing);
        });
        return item;
      }),
    );
  });
  press(element, "label", () => go(`scanner/${pickup.id}`));
}
