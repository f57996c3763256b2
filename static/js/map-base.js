/* The map every page builds on: outlines of communes, tiles when an installation has a tile server.

   Leaflet is loaded as a plain script before (`L`). Pages import this module by the address with its
   content hash, which the element carries:

     const { createMap } = await import(element.dataset.mapModule);
     const map = createMap(element);          // an L.Map, shown
     await map.outlinesLoaded;                // then fitted to the outlines, unless a view was set

   data-outline-urls   addresses of GeoJSON files, separated by blanks
   data-tiles-url      "https://…/{z}/{x}/{y}.png", or empty: the outlines alone
   data-attribution    plain text
   data-latitude, data-longitude, data-zoom   a first view, optional
   data-zoom-in, data-zoom-out                words of the buttons
   data-missing        said where neither outlines nor tiles arrive, in the [role=status] beside the
                       element, which says until then that the map is being loaded; optional */

const FRANCE = [
  [41.3, -5.2],
  [51.1, 9.6],
];
const CLOSEST = 18;

/** Text into the attribution as text: Leaflet takes HTML. */
function asHtml(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

/** All outlines of a file as one shape: 500 communes would be 500 elements of the page. */
function asOneShape({ features }) {
  const coordinates = features.flatMap(({ geometry }) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
  );
  return { type: "MultiPolygon", coordinates };
}

async function addOutlines(map, urls) {
  const layer = L.geoJSON(null, {
    interactive: false,
    // Colours come from the style sheet, so that the map follows light and dark.
    style: { className: "map-outline", weight: 1 },
  }).addTo(map);
  // One file that does not arrive leaves the others and the pins in place.
  await Promise.allSettled(
    urls.map(async (url) => {
      const answer = await fetch(url);
      if (answer.ok) layer.addData(asOneShape(await answer.json()));
    }),
  );
  layer.bringToBack();
  return layer;
}

/** Whether a tile arrived, known with the first one or once all that were asked for have failed. */
function tilesCome(map, url) {
  if (!url) return Promise.resolve(false);
  const tiles = L.tileLayer(url, { maxZoom: CLOSEST });
  return new Promise((resolve) => {
    tiles.once("tileload", () => resolve(true));
    tiles.once("load", () => resolve(false));
    tiles.addTo(map);
  });
}

/** Say that the map is being loaded until something stands under the pins, or that nothing came. */
async function sayWhatCame(element, outlines, tiles) {
  const said = element.nextElementSibling;
  if (!said?.matches("[role=status]")) return;
  said.hidden = false;
  const outlinesCome = outlines.then((layer) => layer.getLayers().length > 0);
  const something = (promise) => promise.then((came) => came || Promise.reject());
  try {
    await Promise.any([something(outlinesCome), something(tiles)]);
    said.hidden = true;
  } catch {
    said.textContent = element.dataset.missing;
  }
  said.classList.remove("map-waits");
}

export function createMap(element) {
  const { outlineUrls, tilesUrl, attribution, latitude, longitude, zoom } = element.dataset;
  element.hidden = false;
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    keyboard: true,
    maxZoom: CLOSEST,
    // Who scrolls down a page must not be caught by the map under the pointer.
    scrollWheelZoom: false,
    fadeAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  L.control
    .zoom({ zoomInTitle: element.dataset.zoomIn, zoomOutTitle: element.dataset.zoomOut })
    .addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(asHtml(attribution)).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());

  const hasView = latitude !== undefined && longitude !== undefined && latitude !== "";
  if (hasView) map.setView([Number(latitude), Number(longitude)], Number(zoom ?? 13));
  else map.fitBounds(FRANCE);

  const tiles = tilesCome(map, tilesUrl);
  map.outlinesLoaded = addOutlines(map, (outlineUrls ?? "").split(" ").filter(Boolean)).then(
    (layer) => {
      const bounds = layer.getBounds();
      if (!hasView && bounds.isValid()) map.fitBounds(bounds);
      return layer;
    },
  );
  sayWhatCame(element, map.outlinesLoaded, tiles);
  return map;
}

/** A pin whose looks come from the style sheet; a number stands on it when one is given. */
export function pinIcon(kind = "", number = 0) {
  const label = document.createElement("b");
  label.textContent = number > 999 ? "999+" : number;
  return L.divIcon({
    className: `map-pin ${kind}${number ? " map-pin-count" : ""}`.trim(),
    html: number ? label : "",
    iconSize: [36, 44],
    iconAnchor: [18, 44],
  });
}
