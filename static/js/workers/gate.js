// Opens the page of a gate without a network. It reaches that page alone (its scope), keeps it with its styles and
// scripts as static/js/elements/gate-desk.js put them there, and forgets it as soon as the shop does not show it any more.
const KEPT = "gate", PATIENCE = 4000;
const isPage = ({ mode, url }) => mode === "navigate" && new URL(url).pathname === new URL(registration.scope).pathname;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (isPage(request)) event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(asset(request));
});

async function page(request) {
  const kept = await caches.match(registration.scope, { cacheName: KEPT });
  const asked = ask(request);
  if (!kept) return asked;
  // At a fair a network may be there and answer nothing.
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([asked.catch(() => kept), late]);
}

async function ask(request) {
  const answer = await fetch(request);
  // Signed out, or no business of this person any more.
  if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
    await caches.delete(KEPT);
    await registration.unregister();
  }
  return answer;
}

async function asset(request) {
  return await caches.match(request, { cacheName: KEPT }) ?? fetch(request);
}
