/* "Around me" beside the field of the town: asks the phone, writes the position into the field.

   Rounded to two decimals (about a kilometre): enough to sort yards, too little to find a house. */

const field = document.querySelector("input[data-near]");

function makeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary";
  button.textContent = field.dataset.near;
  return button;
}

function refuse() {
  field.placeholder = field.dataset.nearRefused;
  field.focus();
}

function locate() {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
      field.form.requestSubmit();
    },
    refuse,
    { maximumAge: 600_000, timeout: 15_000 },
  );
}

if (field && navigator.geolocation) {
  const button = makeButton();
  button.addEventListener("click", locate);
  field.closest("label").after(button);
}
