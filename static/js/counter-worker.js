/* The service worker of a counter's phone. The server puts VERSION and FILES before this text.
   It keeps the page and exactly the files it needs; never answers of forms, never anybody's data. */

const SHELL = "/comptoir";
const CACHE = `comptoir-${VERSION}`;
const ENDED = "ended";

/* The pages of the counter itself, and the addresses of labels and tickets: on this phone the code
   reader of the system opens the counter's sheet. */
const OWN = /^\/comptoir(\/repetition)?$/;
const SCANNED = /^\/(a|r)\/[^/.]+\/?$/i;

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  const shell = await fetch(SHELL, { cache: "no-store", credentials: "same-origin" });
  // Not the page that sends a stranger away, and not one that needs other files than these.
  if (!shell.ok || shell.redirected || shell.headers.get("Counter-Shell") !== VERSION) {
    throw new Error("not the page of this version");
  }
  await cache.put(SHELL, shell);
}

async function forgetOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith("comptoir-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

/** The page, unless this counter is over and the address is one that visitors have too. */
async function page(request, isScanned) {
  const isOver = isScanned && (await caches.has(ENDED));
  const shell = isOver ? undefined : await caches.match(SHELL);
  return shell ?? fetch(request);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    const isScanned = SCANNED.test(url.pathname) && !url.searchParams.has("visiteur");
    if (isScanned || OWN.test(url.pathname)) event.respondWith(page(request, isScanned));
    return;
  }
  if (!FILES.includes(url.pathname + url.search)) return;
  event.respondWith(caches.match(url.pathname + url.search).then((kept) => kept ?? fetch(request)));
});
