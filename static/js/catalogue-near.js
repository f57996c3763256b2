/* "Around me" beside the field of the town: asks the phone, writes the position into the field.

   Rounded to two decimals (about a kilometre): enough to sort yards, too little to find a house. */

const field = document.querySelector("input[data-near]");

function makeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary near-button";
  button.textContent = field.dataset.near;
  return button;
}

/** Where a refusal is said: there from the start, or screen readers would not speak of it. */
function makeStatus() {
  const said = document.createElement("p");
  said.id = "near-said";
  said.className = "field-hint near-said";
  said.setAttribute("role", "status");
  return said;
}

function refuse(said) {
  said.textContent = field.dataset.nearRefused;
  field.setAttribute("aria-describedby", said.id);
  field.focus();
}

function locate(said) {
  // Emptied first, so that a second refusal is spoken again.
  said.textContent = "";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
      field.form.requestSubmit();
    },
    () => refuse(said),
    { maximumAge: 600_000, timeout: 15_000 },
  );
}

if (field && navigator.geolocation) {
  const button = makeButton();
  const said = makeStatus();
  button.addEventListener("click", () => locate(said));
  field.closest("label").after(said, button);
}
