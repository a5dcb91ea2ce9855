// A form with data-outbox is stored on the device first and sent from there: at once, or when there is a network again.
import { show } from "./chip.js";
import { open } from "./filling.js";
import { decorate } from "./saving.js";
import { remind } from "./remembering.js";
import { isKept, refresh } from "./mine.js";
import { everything, forgetOldKeys } from "./queue.js";
import { flush } from "./sending.js";

const SOONEST_MS = 2000;
const LATEST_MS = 60000;
let wait = SOONEST_MS;
let timer;

// Until nothing waits that could go: from 2 s to 60 s between tries, never all tablets at once.
export async function go() {
  clearTimeout(timer);
  const isDone = await attempted().catch(() => false); // storage that failed for a moment is asked again
  clearTimeout(timer); // of another try that ended meanwhile
  if (isDone) return;
  timer = setTimeout(go, wait * (1 + Math.random() / 2));
  wait = Math.min(wait * 2, LATEST_MS);
}

// Whether nothing is left to try.
async function attempted() {
  await remind();
  const { state, heard } = await flush().catch(() => ({ state: "offline" }));
  await show(state);
  if (heard?.size || isKept) await again();
  if (state === "sent" && heard.size) wait = SOONEST_MS;
  return !isKept && !(await everything()).some((one) => one.state === "waiting");
}

// What was sent, or done elsewhere meanwhile, shows in my pieces.
async function again() {
  if (await refresh(true).catch(() => false)) dispatchEvent(new Event("reached"));
}

export function soon() {
  wait = SOONEST_MS;
  return go();
}

async function begin() {
  decorate(soon);
  addEventListener("online", soon);
  addEventListener("pageshow", (event) => event.persisted && soon());
  document.addEventListener("visibilitychange", () => document.hidden || soon());
  await show();
  soon();
  await open();
  await navigator.serviceWorker.register("/sw.js", { type: "module" }).catch(() => {});
  await forgetOldKeys();
  await refresh();
  await navigator.storage?.persist?.(); // not every WebKit has it, and others ask the person first
}

// Over plain HTTP the same forms are sent by the browser itself.
if (isSecureContext && navigator.locks && "serviceWorker" in navigator && globalThis.indexedDB) begin();
