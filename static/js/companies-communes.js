/* Suggestions of communes while typing, in the browser's own list. Without this file the commune is
   chosen on the next page. */

const WAIT = 200; // ms after the last key

for (const input of document.querySelectorAll("input[data-communes]")) {
  const list = document.getElementById(input.getAttribute("list"));
  let timer = 0;
  let latest = 0;

  const suggest = async () => {
    const asked = ++latest;
    const answer = await fetch(`${input.dataset.communes}?q=${encodeURIComponent(input.value)}`);
    if (!answer.ok || asked !== latest) return;
    const communes = await answer.json();
    list.replaceChildren(
      ...communes.map(({ label }) => Object.assign(document.createElement("option"), { value: label })),
    );
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const taken = [...list.options].some((option) => option.value === input.value);
    // A network that is away leaves the page as it works without suggestions.
    if (!taken && input.value.trim().length > 1) timer = setTimeout(() => suggest().catch(() => {}), WAIT);
  });
}
