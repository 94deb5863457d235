// The part of the report page that works without network and when the page is closed. It is served with what it needs
// in front of it: SHELL, and the modules proof, queue and sending.
import { openQueue } from "./queue.js";
import { sendWaiting } from "./sending.js";

const PREFIX = "kerege-report-";
const CACHE = PREFIX + SHELL.version;
const KEPT = [...SHELL.pages, ...SHELL.data, ...SHELL.assets];

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  // The scope is a beginning of addresses, so others that begin alike come by; they are none of ours.
  if (address.pathname === SHELL.page && event.request.mode === "navigate") {
    event.respondWith(pageOfPhone(event.request));
  } else if (KEPT.includes(address.pathname)) {
    event.respondWith(fromPhone(event.request, address.pathname));
  }
});
self.addEventListener("sync", (event) => {
  if (event.tag === "send-reports") event.waitUntil(sendInBackground());
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  for (const address of KEPT) {
    const cacheMode = SHELL.assets.includes(address) ? "default" : "no-cache";
    const response = await fetch(address, { credentials: "omit", cache: cacheMode });
    if (!response.ok || response.redirected) throw new Error(`${address} cannot be kept`);
    await cache.put(address, response);
  }
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromPhone(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}

// The page without a language in its address: the language last read on this phone, else one the phone speaks.
async function pageOfPhone(request) {
  const chosen = await openQueue().then((queue) => queue.choice("language")).catch(() => undefined);
  const wanted = [chosen, ...(self.navigator.languages || [])].map((name) => `${SHELL.page}/${String(name).slice(0, 2)}`);
  const path = wanted.find((page) => SHELL.pages.includes(page));
  return path ? fromPhone(request, path) : fetch(request).catch(() => fromPhone(request, SHELL.pages[0]));
}

async function sendInBackground() {
  const queue = await openQueue();
  const left = await sendWaiting(queue, SHELL.send, { which: "back" });
  for (const client of await self.clients.matchAll()) client.postMessage("reports-changed");
  // A failure makes the browser call again later.
  if (left) throw new Error("Some reports still wait.");
}
