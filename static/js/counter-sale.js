/* A sale on the spot: the quantity is there already, confirm. Two taps. */

import { freeOf, lineCents } from "./counter-books.js";
import { stepperOptions, usualSale, warningOf } from "./counter-articles.js";
import { go } from "./counter-open.js";
import { fill, knows, money, part, piece, press, priceOf, quantityOf, say, show } from "./counter-page.js";
import { signal } from "./counter-signals.js";
import { makeStepper } from "./counter-stepper.js";

function conditionOf({ condition }) {
  const key = `condition_${condition}`;
  return knows(key) ? say(key) : "";
}

export function saleScreen({ desk }, id) {
  const listing = desk.books.listings.get(Number(id));
  if (!listing) return null;
  const units = desk.data.units;
  const element = piece("sale");
  const options = stepperOptions(listing, usualSale(listing), units);
  let quantity = options.value;
  let isWarned = false;
  let isSold = false;
  const draw = () => {
    const warning = warningOf(listing, quantity, units);
    fill(element, {
      warning: isWarned ? warning : "",
      total: say("toPay", { amount: money(lineCents(listing, quantity)) }),
    });
    show(element, "overrule", isWarned && warning);
    show(element, "confirm", !(isWarned && warning));
  };
  fill(element, {
    title: listing.title,
    code: listing.code,
    price: priceOf(listing, units),
    facts: [conditionOf(listing), listing.defect, listing.location].filter(Boolean).join(" · "),
    free: say("freeToSell", { quantity: quantityOf(freeOf(listing), units, listing.unit) }),
    reserved: listing.reserved
      ? say("reservedForOthers", { quantity: quantityOf(listing.reserved, units, listing.unit) })
      : "",
  });
  const stepper = makeStepper(options, (next) => {
    quantity = next;
    isWarned = false;
    draw();
  });
  part(element, "stepper").append(stepper.box);
  const sell = async (overruled) => {
    if (isSold) return;
    isSold = true;
    const items = [[quantityOf(quantity, units, listing.unit), listing.title]];
    const cents = lineCents(listing, quantity);
    const [record] = await desk.note({
      kind: "walk_in",
      listing: listing.id,
      quantity,
      overruled,
      label: { name: say("soldHere"), code: listing.code, items, cents },
      seen: { free: freeOf(listing) },
    });
    signal("good", say("sold"), items[0].join(" "));
    go(`note/${record.id}`);
  };
  press(element, "confirm", () => {
    if (quantity <= 0) return signal("warn", say("nothing"));
    if (!warningOf(listing, quantity, units)) return sell(false);
    isWarned = true;
    draw();
    signal("bad", say("careful"));
    return part(element, "overrule").focus();
  });
  press(element, "overrule", () => sell(true));
  draw();
  return { element };
}
