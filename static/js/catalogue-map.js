/* The yards on the map. The list of the page is the data: what it says in words, the pins show.

   #yards-map[data-list] names the list; its items carry data-lat, data-lon and data-count, and their
   first link leads to the yard. Where there are more yards than the page lists, data-points is an
   address that answers with clusters for the part of the map that is looked at. */

const element = document.getElementById("yards-map");

function pointsOf(list) {
  return [...list.querySelectorAll("li[data-lat]")].map((item) => ({
    at: [Number(item.dataset.lat), Number(item.dataset.lon)],
    sites: 1,
    count: Number(item.dataset.count),
    name: item.querySelector("a").textContent,
    words: item.querySelector(".second").textContent.trim(),
    url: item.querySelector("a").href,
  }));
}

/** What opens above a pin: the link of the list and its words, as text. */
function bubble(point) {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = point.url;
  link.textContent = point.name;
  const words = document.createElement("p");
  words.textContent = point.words;
  box.append(link, words);
  return box;
}

function addPoint(map, layer, pinIcon, point) {
  const title = `${point.name}, ${point.words}`;
  const icon = pinIcon(point.sites > 1 ? "map-pin-many" : "", point.count);
  const marker = L.marker(point.at, { icon, alt: title, title }).addTo(layer);
  if (point.url) marker.bindPopup(() => bubble(point));
  else marker.on("click keypress", () => map.setView(point.at, Math.min(map.getZoom() + 2, 16)));
}

/** Ask the server for what a view shows; what does not arrive leaves the pins as they are. */
async function refresh(map, layer, pinIcon) {
  const zone = map.getBounds();
  const corners = [zone.getSouth(), zone.getWest(), zone.getNorth(), zone.getEast()];
  const address = new URL(element.dataset.points, location.href);
  address.searchParams.set("zone", corners.map((degrees) => degrees.toFixed(4)).join(","));
  address.searchParams.set("zoom", map.getZoom());
  try {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const points = await answer.json();
    layer.clearLayers();
    for (const point of points) addPoint(map, layer, pinIcon, point);
  } catch {
    // No network: the list says the same.
  }
}

async function start() {
  const { createMap, pinIcon } = await import(element.dataset.mapModule);
  const map = createMap(element);
  const layer = L.layerGroup().addTo(map);
  const points = pointsOf(document.getElementById(element.dataset.list));
  for (const point of points) addPoint(map, layer, pinIcon, point);
  await map.outlinesLoaded;
  if (points.length > 0) map.fitBounds(L.latLngBounds(points.map((point) => point.at)), { padding: [40, 40], maxZoom: 12 });
  if (!element.dataset.points) return;
  map.on("moveend", () => refresh(map, layer, pinIcon));
  refresh(map, layer, pinIcon);
}

/** Where the map itself does not come, its place does not promise it for ever. */
function fail(error) {
  if (element.hidden || !window.L) {
    element.hidden = true;
    const said = element.nextElementSibling;
    said.textContent = element.dataset.missing;
    said.hidden = false;
  }
  throw error;
}

if (element) start().catch(fail);
