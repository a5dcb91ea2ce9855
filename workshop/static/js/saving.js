// A tap on a form of the outbox: stored on the disk, then sent. What the device cannot keep goes as without a script.
import { told } from "./answered.js";
import { say } from "./beside.js";
import { entryOf } from "./entry.js";
import { replaced } from "./filling.js";
import { add } from "./queue.js";

const chip = document.querySelector("header [data-outbox]");

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
