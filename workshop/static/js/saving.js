// From the tap to the disk to the answer: the form's fields become an entry; what became of it is said beside the form.
import { addressOf, filled, replaced } from "./filling.js";
import { who } from "./mine.js";
import { add, everything } from "./queue.js";
import { forget, remember } from "./remembering.js";
import { flush, isHeld } from "./sending.js";
import { shrunk } from "./shrink.js";

const NEVER = ["csrf_token", "request_key", "after", "device_at"];
const PATIENCE_MS = 5000;
const chip = document.querySelector("header [data-outbox]");
const placeOf = (address) => new URL(address).pathname.match(/^\/pieces\/[^/]+/)?.[0] ?? new URL(address).pathname;

async function entryOf(form, data, button) {
  const typed = [...data].filter(([name]) => !NEVER.includes(name));
  const chosen = typed.filter(([, value]) => value instanceof File && value.size);
  const files = chosen.length
    ? await Promise.all(chosen.map(async ([field, file]) => ({ field, ...(await shrunk(file)) })))
    : (replaced(form)?.files ?? []);
  const address = addressOf(form);
  return {
    id: crypto.randomUUID(),
    person: await who(),
    address,
    place: placeOf(address),
    fields: typed.filter(([, value]) => !(value instanceof File)),
    files,
    title: (button?.dataset.title ?? button?.querySelector("span")?.firstChild?.textContent ?? button?.textContent ?? "").trim(),
    page: form.dataset.page ?? location.pathname + location.search,
    at: new Date().toISOString(),
    kept: Date.now(),
    state: "waiting",
  };
}

function say(form, kind, ...words) {
  form.querySelector("[data-outbox-said]")?.remove();
  const box = document.createElement("div");
  box.className = `said ${kind}`;
  box.dataset.outboxSaid = "";
  box.setAttribute("role", kind === "refused" ? "alert" : "status");
  box.append(...words);
  form.prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

function link(address, text) {
  const a = document.createElement("a");
  Object.assign(a, { href: address, textContent: text, className: "link" });
  return a;
}

function refused(form, entry, { sentence, field, type, status }) {
  const title = document.createElement("b");
  title.textContent = chip.dataset.refused;
  const again = status === 409 ? [" ", link(`${entry.page}#outbox=${entry.id}`, chip.dataset.again)] : [];
  say(form, "refused", title, " ", sentence, ...again);
  filled(form, entry);
  form.dispatchEvent(new CustomEvent("refused", { detail: type }));
  form.querySelector(`[name="${CSS.escape(field ?? "")}"]`)?.focus();
}

async function wasAnswered(entry, form) {
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS, { heard: new Map() }));
  const { heard } = await Promise.race([flush("now", PATIENCE_MS), late]);
  const told = heard.get(entry.id);
  if (told?.how === "refused") return refused(form, entry, told);
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
  location.assign(told?.address || entry.page);
}

async function save(form, button, later) {
  const buttons = form.querySelectorAll("button, input[type=submit]");
  const data = new FormData(form, button);
  for (const one of buttons) one.disabled = true; // one tap, one entry, until its answer is there
  const entry = await stored(form, data, button);
  try {
    if (entry) await told(form, entry, later);
  } finally {
    for (const one of buttons) one.disabled = false;
  }
  if (entry) return;
  form.removeAttribute("data-outbox"); // the device cannot keep it: as without a script
  form.requestSubmit(button);
}

// The entry once it is on the disk; nothing where the device has no room for it.
async function stored(form, data, button) {
  try {
    return await add(await entryOf(form, data, button), replaced(form));
  } catch {
    return null;
  }
}

async function told(form, entry, later) {
  remember(entry);
  filled(form, null);
  say(form, "wait", chip.dataset.here);
  await wasAnswered(entry, form);
  later();
}

export function decorate(later) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.matches("[data-outbox]")) {
      event.preventDefault();
      save(form, event.submitter, later);
    } else if (!navigator.onLine) {
      event.preventDefault();
      say(form, "wait", chip.dataset.online);
    }
  });
}
