// An entry that was refused is opened in its form again, by who saved it: what was typed stands there, and what is sent then takes its place.
import { who } from "./mine.js";
import { everything } from "./queue.js";

const LEFT = ["last_change", "do", "kind", "stage"];
const made = new WeakMap();

// Not form.action: a field may bear any name, and one called "method" or "action" stands in the form's own place.
export const addressOf = (form) => new URL(form.getAttribute("action") ?? "", location.href).href;

export const replaced = (form) => made.get(form);
export const filled = (form, entry) => made.set(form, entry);

function fill(form, entry) {
  for (const [name, value] of entry.fields) {
    if (LEFT.includes(name)) continue;
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else if (field.type !== "hidden") field.value = value;
      field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  filled(form, entry);
}

export async function open() {
  const id = location.hash.match(/^#outbox=([\w-]+)$/)?.[1];
  const entry = id && (await everything()).find((one) => one.id === id);
  if (!entry || entry.person !== (await who().catch(() => ""))) return;
  const form = [...document.querySelectorAll("form[data-outbox]")].find((one) => addressOf(one) === entry.address);
  if (form) fill(form, entry);
}
