/* The sum for the till follows what leaves. Without it, the sum is on the page that confirms. */

const THOUSAND = 1000;

/** "1 250,5" → 1250500 thousandths; NaN when it is no number. */
function thousandths(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return plain === "" ? 0 : Math.round(Number(plain) * THOUSAND);
}

/** Cents of one line, rounded as the server rounds: a half goes up. A lot has one price. */
function cents(line) {
  const taken = thousandths(line.querySelector("input[inputmode]").value);
  const price = Number(line.dataset.cents);
  if (line.dataset.counterLine === "free" || taken === 0) return 0;
  return line.dataset.counterLine === "lot" ? price : Math.round((price * taken) / THOUSAND);
}

const total = document.querySelector("[data-counter-total]");
const lines = [...document.querySelectorAll("[data-counter-line]")];
if (total && lines.length) {
  const money = new Intl.NumberFormat(total.dataset.language, {
    style: "currency",
    currency: "EUR",
    trailingZeroDisplay: "stripIfInteger",
  });
  const show = () => {
    const sum = lines.reduce((all, line) => all + cents(line), 0);
    total.hidden = Number.isNaN(sum);
    if (!total.hidden) total.textContent = total.dataset.words.replace("{}", money.format(sum / 100));
  };
  for (const line of lines) {
    line.addEventListener("input", show);
    line.addEventListener("change", show);
  }
  show();
}
