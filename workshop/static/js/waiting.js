// The list of what is saved here: waiting, refused with what happened meanwhile, put aside by a person. Nothing goes from it by itself but what was sent.
import { change, everything, onChange } from "./queue.js";

const line = document.querySelector("template[data-entry]");
const STATES = ["waiting", "attention", "aside"];

function told(entry, person) {
  const node = line.content.cloneNode(true);
  const put = (name, text) => (node.querySelector(`[data-${name}]`).textContent = text ?? "");
  put("title", `${entry.place.split("/").pop()}: ${entry.title}`);
  put("when", new Date(entry.kept).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
  put("fields", typed(entry));
  put("sentence", entry.state === "attention" ? entry.sentence : "");
  const isAnothers = Boolean(person) && entry.person !== person;
  node.querySelector("[data-other]").hidden = !isAnothers;
  const open = node.querySelector("[data-open]");
  open.href = `${entry.page}#outbox=${entry.id}`;
  open.hidden = entry.state !== "attention" || isAnothers;
  press(node, "put-aside", entry, "aside", entry.state === "aside");
  press(node, "send", entry, "waiting", entry.state === "waiting");
  return node;
}

const UNTOLD = ["last_change", "do", "kind", "division", "stage"];
const typed = ({ fields, files }) =>
  [...fields.filter(([name, value]) => value && !UNTOLD.includes(name)).map(([, value]) => value), ...files.map((one) => one.name)].join(", ");

// Not while it is being sent.
function press(node, name, entry, state, hidden) {
  const button = node.querySelector(`[data-${name}]`);
  button.hidden = hidden;
  button.addEventListener("click", () =>
    navigator.locks.request("outbox", async () => {
      const now = (await everything()).find((one) => one.id === entry.id);
      if (now) await change(now, { state });
      if (state === "waiting") dispatchEvent(new Event("online"));
    }),
  );
}

async function show() {
  const entries = await everything();
  const person = document.querySelector("header [data-outbox]").dataset.person;
  for (const state of STATES) {
    const section = document.querySelector(`[data-entries=${state}]`);
    const those = entries.filter((one) => one.state === state);
    section.hidden = !those.length;
    section.querySelector("ul").replaceChildren(...those.map((one) => told(one, person)));
  }
  document.querySelector("[data-nothing]").hidden = entries.length > 0;
}

if (isSecureContext && globalThis.indexedDB) {
  onChange(show);
  await show();
}
