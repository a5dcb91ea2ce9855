// The service worker: keeps the files of this version and one before, shows the shell when there is no network, sends when it is back.
// It never touches anything but GET.
import { flush } from "./sending.js";

const PATIENCE_MS = 8000;
const NOT_OURS = /^\/(p|P|api)(\/|$)|^\/(sw\.js|healthz|readyz)$/;

export function work({ version, files, shell }) {
  const name = `workshop-${version}`;

  const fill = async () => {
    const cache = await caches.open(name);
    await cache.addAll(files);
    // Without cookies, so that nobody's name is in it.
    await cache.put(shell, await fetch(shell, { credentials: "omit", cache: "no-store" }));
    await self.skipWaiting();
  };
  // An open page of the version before still asks for its own files; older ones go.
  const tidy = async () => {
    const others = (await caches.keys()).filter((one) => one.startsWith("workshop-") && one !== name);
    await Promise.all(others.slice(0, -1).map((one) => caches.delete(one)));
    await self.clients.claim();
  };
  const page = async (request) => {
    const late = new Promise((_, fail) => setTimeout(fail, PATIENCE_MS, new Error("late")));
    try {
      return await Promise.race([fetch(request), late]);
    } catch {
      return (await caches.match(shell, { cacheName: name })) ?? Response.error();
    }
  };

  addEventListener("install", (event) => event.waitUntil(fill()));
  addEventListener("activate", (event) => event.waitUntil(tidy()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== location.origin || NOT_OURS.test(pathname)) return;
    if (request.mode === "navigate") event.respondWith(page(request));
    else if (pathname.startsWith("/static/"))
      event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
  });
  addEventListener("sync", (event) => {
    if (event.tag !== "outbox") return;
    // What could not be sent is asked for again by the browser, later.
    event.waitUntil(flush().then(({ state }) => state === "offline" && Promise.reject(new Error(state))));
  });
}
