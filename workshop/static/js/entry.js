// From the tap to an entry: what the form's fields say, whose work it is, and when it was.
import { addressOf, replaced } from "./filling.js";
import { who } from "./mine.js";
import { shrunk } from "./shrink.js";

const NEVER = ["csrf_token", "request_key", "after", "device_at"];
// Entries of one place keep their order: those of a piece, those of a tree.
const placeOf = (address) => new URL(address).pathname.match(/^\/(?:pieces|trees)\/[^/]+/)?.[0] ?? new URL(address).pathname;
const titleOf = (button) =>
  (button?.dataset.title ?? button?.querySelector("span")?.firstChild?.textContent ?? button?.textContent ?? "").trim();

export async function entryOf(form, data, button) {
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
    title: titleOf(button),
    page: form.dataset.page ?? location.pathname + location.search,
    at: new Date().toISOString(),
    kept: Date.now(),
    state: "waiting",
  };
}
