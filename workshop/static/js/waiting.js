// The list of what is saved here: waiting, refused with what happened meanwhile, put aside by a person. Nothing goes from it by itself but what was sent.
import { here } from "./mine.js";
import { change, everything, onChange } from "./queue.js";

const line = document.querySelector("template[data-entry]");
const chip = document.querySelector("header [data-outbox]");
const STATES = ["waiting", "attention", "aside"];

// Of another's entry, and of all at a locked tablet, only which kind it is and of which piece. An owner may put it aside.
function told(entry, person) {
  const node = line.content.cloneNode(true);
  const put = (name, text) => (node.querySelector(`[data-${name}]`).textContent = text ?? "");
  const isOwn = entry.person === person;
  put("title", `${entry.place.split("/").pop()}: ${entry.title}`);
  put("when", isOwn ? new Date(entry.kept).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : "");
  put("fields", isOwn ? typed(entry) : "");
  put("sentence", isOwn && entry.state === "attention" ? entry.sentence : "");
  node.querySelector("[data-other]").hidden = isOwn;
  const open = node.querySelector("[data-open]");
  open.href = isOwn ? `${entry.page}#outbox=${entry.id}` : "";
  open.hidden = entry.state !== "attention" || !isOwn;
  press(node, "put-aside", entry, "aside", entry.state === "aside" || !(isOwn || "owner" in chip.dataset));
  press(node, "send", entry, "waiting", entry.state === "waiting" || !isOwn);
  return node;
}

const UNTOLD = ["last_change", "do", "kind", "division", "stage"];
const typed = ({ fields, files }) =>
  [...fields.filter(([name, value]) => value && !UNTOLD.includes(name)).map(([, value]) => value), ...files.map((one) => one.name)].join(", ");

// Not while it is being sent.
function press(node, name, entry, state, hidden) {
  const button = node.querySelector(`[data-${name}]`);
  button.hidden = hidden;
  button.addEventListener("click", async () => {
    await navigator.locks.request("outbox", async () => {
      const now = (await everything()).find((one) => one.id === entry.id);
      if (now) await change(now, { state });
    });
    dispatchEvent(new Event("online")); // only now: what it held up, or itself, may go, and nobody else is sending
  });
}

// What a list shows is built anew only when it has changed: a finger may be on one of its keys.
const shown = new Map();

function fill(state, those, person) {
  const section = document.querySelector(`[data-entries=${state}]`);
  const now = JSON.stringify([person, those.map(({ id, sentence }) => [id, sentence])]);
  if (shown.get(state) === now) return;
  shown.set(state, now);
  section.hidden = !those.length;
  section.querySelector("ul").replaceChildren(...those.map((one) => told(one, person)));
}

// What was read before a change must not be shown after it: one at a time, each reads anew.
let last = Promise.resolve();
const show = () => (last = last.then(read, read));

async function read() {
  const entries = await everything();
  const person = await here();
  for (const state of STATES) {
    const those = entries.filter((one) => one.state === state);
    fill(state, those, person);
  }
  document.querySelector("[data-nothing]").hidden = entries.length > 0;
}

if (isSecureContext && globalThis.indexedDB) {
  onChange(show);
  await show();
}
