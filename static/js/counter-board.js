/* Keeps the board up to date while somebody looks at it. */

const EVERY = 30_000;

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-board]");
    const shown = document.querySelector("[data-board]");
    // Not under somebody's finger or reading position.
    if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
  } catch {
    /* No network just now: the next look may find it. */
  }
}

setInterval(look, EVERY);
