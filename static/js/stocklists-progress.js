/* Looks again how far an import is, until it has come to something a person can do. */

const PAUSE = 400;

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-moving]");
  if (!fresh) {
    location.reload();
    return;
  }
  const shown = document.querySelector("[data-moving]");
  const words = shown.querySelector("[data-moving-words]");
  const told = fresh.querySelector("[data-moving-words]").textContent;
  if (words.textContent !== told) words.textContent = told;
  shown.querySelector("progress").replaceWith(fresh.querySelector("progress"));
}

async function follow() {
  try {
    await look();
  } catch {
    /* No network just now: the next look may find it. */
  }
  setTimeout(follow, PAUSE);
}

if (document.querySelector("[data-moving]")) setTimeout(follow, PAUSE);
