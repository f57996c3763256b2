/* Looks again how far an import is, until it has come to something a person can do. */

/* Short lists are shown at once; who waits for a long one is asked for less and less often. */
const FIRST = 100;
const LAST = 800;
const SLOWER = 1.05;

/* Shows how far it is; tells whether it goes on. */
async function look(shown) {
  const answer = await fetch(shown.dataset.moving, { headers: { Accept: "application/json" } });
  if (!answer.ok) return true;
  const told = await answer.json();
  if (!told.moving) {
    location.reload();
    return false;
  }
  const words = shown.querySelector("[data-moving-words]");
  if (words.textContent !== told.words) words.textContent = told.words;
  const bar = shown.querySelector("progress");
  if (told.total) {
    bar.max = told.total;
    bar.value = told.done;
  } else {
    bar.removeAttribute("value");
  }
  return true;
}

async function follow(shown, pause) {
  let goesOn = true;
  try {
    goesOn = await look(shown);
  } catch {
    /* No network just now: the next look may find it. */
  }
  if (goesOn) setTimeout(follow, pause, shown, Math.min(pause * SLOWER, LAST));
}

const shown = document.querySelector("[data-moving]");
if (shown) setTimeout(follow, FIRST, shown, FIRST);
