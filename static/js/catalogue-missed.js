/* Says once a session that nothing answers this search whole: the report of the edition counts what
   was looked for in vain, without who did. */

const place = document.querySelector("[data-missed]");
const search = location.search.slice(1);

function isNew() {
  try {
    const name = `brocante-missed:${search}`;
    if (sessionStorage.getItem(name)) return false;
    sessionStorage.setItem(name, "1");
    return true;
  } catch {
    return true;
  }
}

if (place && isNew()) {
  fetch(place.dataset.missed, { method: "POST", body: new URLSearchParams(search), keepalive: true }).catch(
    () => {},
  );
}
