/* The pin of a site: dragged on the map, moved by arrow buttons, or by its two numbers.

   <div id="pin-map" data-map-module …>, two text fields #latitude and #longitude, and a hidden
   #pin-moves with four buttons [data-north="1|-1"] [data-east="1|-1"]. Without this file the two
   fields do the same. */

const STEP = 0.0001; // degrees, about 10 m
const WIDE_STEP = 0.001;

const element = document.getElementById("pin-map");
const fields = { latitude: document.getElementById("latitude"), longitude: document.getElementById("longitude") };
const moves = document.getElementById("pin-moves");

function typed() {
  const [latitude, longitude] = [fields.latitude, fields.longitude].map((field) =>
    Number(field.value.trim().replace(",", ".") || NaN),
  );
  const good = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return good ? [latitude, longitude] : null;
}

async function start() {
  const { createMap, pinIcon } = await import(element.dataset.mapModule);
  const first = typed();
  if (first) [element.dataset.latitude, element.dataset.longitude] = first.map(String);
  const map = createMap(element);
  const marker = L.marker(first ?? map.getCenter(), {
    draggable: true,
    autoPan: true,
    keyboard: true,
    icon: pinIcon("map-pin-own"),
    alt: element.dataset.pinWords,
    title: element.dataset.pinWords,
  }).addTo(map);

  const write = () => {
    const { lat, lng } = marker.getLatLng();
    fields.latitude.value = lat.toFixed(6);
    fields.longitude.value = lng.toFixed(6);
  };
  const move = (north, east, step) => {
    const { lat, lng } = marker.getLatLng();
    marker.setLatLng([lat + north * step, lng + east * step]);
    map.panTo(marker.getLatLng(), { animate: false });
    write();
  };

  marker.on("dragend", write);
  map.on("click", (event) => {
    marker.setLatLng(event.latlng);
    write();
  });
  moves.hidden = false;
  moves.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    move(Number(button.dataset.north ?? 0), Number(button.dataset.east ?? 0), STEP);
  });
  const arrows = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  marker.getElement().addEventListener("keydown", (event) => {
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation();
    move(...arrow, event.shiftKey ? WIDE_STEP : STEP);
  });
  for (const field of Object.values(fields)) {
    field.addEventListener("change", () => {
      const place = typed();
      if (!place) return;
      marker.setLatLng(place);
      map.panTo(place, { animate: false });
    });
  }
}

if (element) await start();
