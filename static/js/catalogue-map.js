/* The yards on the map. The list of the page is the data: what it says in words, the pins show.

   #yards-map[data-list] names the list; its items carry data-lat and data-lon, and their first link
   leads to the yard. Pins that stand close together are shown as one with their number. */

const element = document.getElementById("yards-map");

function yardsOf(list) {
  return [...list.querySelectorAll("li[data-lat]")].map((item) => ({
    item,
    at: [Number(item.dataset.lat), Number(item.dataset.lon)],
    link: item.querySelector("a"),
    words: item.querySelector(".second").textContent.trim(),
  }));
}

/** What opens above a pin: the link of the list and its words, as text. */
function bubble(yard) {
  const box = document.createElement("div");
  const link = yard.link.cloneNode(true);
  const words = document.createElement("p");
  words.textContent = yard.words;
  box.append(link, words);
  return box;
}

async function start() {
  const { createMap, pinIcon } = await import(element.dataset.mapModule);
  const map = createMap(element);
  const yards = yardsOf(document.getElementById(element.dataset.list));
  for (const yard of yards) {
    const name = yard.link.textContent;
    const marker = L.marker(yard.at, { icon: pinIcon(), alt: name, title: name }).addTo(map);
    marker.bindPopup(() => bubble(yard));
  }
  await map.outlinesLoaded;
  if (yards.length > 0) map.fitBounds(L.latLngBounds(yards.map((yard) => yard.at)), { padding: [40, 40], maxZoom: 12 });
}

if (element) start();
