// An entry that was just saved is sent while its page waits: then the page goes on, or says why not, or that it waits.
import { link, refused, say } from "./beside.js";
import { filled } from "./filling.js";
import { stale } from "./mine.js";
import { everything } from "./queue.js";
import { forget, remember, remind } from "./remembering.js";
import { flush } from "./sending.js";
import { isHeld } from "./turns.js";

const PATIENCE_MS = 5000;
const chip = document.querySelector("header [data-outbox]");

async function wasAnswered(entry, form) {
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS, { heard: new Map() }));
  const { heard } = await Promise.race([flush("now", PATIENCE_MS), late]);
  const told = heard.get(entry.id);
  if (told?.how === "refused") return refused(form, entry, told);
  if (told?.how !== "done") await remind(); // gone without having been sent: the storage was cleared meanwhile
  const entries = await everything();
  const left = entries.find((one) => one.id === entry.id);
  if (left?.state === "attention") return refused(form, entry, left); // by an earlier round that was still under way
  if (left) {
    // Only now: the worker would else be quicker than this page, which tells what was saved.
    const registration = await navigator.serviceWorker.getRegistration();
    registration?.sync?.register("outbox").catch(() => {});
    if (["sign-in", "other"].includes(told?.how)) say(form, "wait", chip.dataset.signIn);
    else if (isHeld(entry, entries)) say(form, "wait", chip.dataset.held, " ", link("/outbox", chip.dataset.again));
    return form.reset();
  }
  forget(entry.id);
  await stale();
  go(new URL(told?.address || entry.page, location.href));
}

// To a place on this very page a browser would only scroll.
function go(to) {
  const isHere = to.pathname === location.pathname && to.search === location.search;
  if (isHere && to.hash) history.replaceState(null, "", to);
  if (isHere) location.reload();
  else location.assign(to);
}

export async function told(form, entry, later) {
  remember(entry);
  filled(form, null);
  say(form, "wait", chip.dataset.here);
  await wasAnswered(entry, form);
  later();
}
