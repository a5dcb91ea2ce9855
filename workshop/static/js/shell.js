// The bench without a network: my pieces as last seen, with what was done to them since and waits; one of them opens with its form.
import { mine } from "./mine.js";
import { everything } from "./queue.js";

const shell = document.querySelector("[data-shell]");
const list = shell.querySelector("[data-mine] ul");
const line = document.querySelector("template[data-piece]");
const form = document.querySelector("template[data-form]");
const serial = decodeURIComponent(location.pathname.match(/^\/pieces\/([^/]+)/)?.[1] ?? "");

// Where the piece will be once what waits has been sent: a finished stage is over, a started one is in hand.
function after(piece, entries) {
  const now = { ...piece };
  for (const { fields } of entries.filter((one) => one.place === `/pieces/${piece.serial}` && one.state !== "aside")) {
    const kind = fields.find(([name]) => name === "kind")?.[1];
    const at = now.stages.findIndex(([name]) => name === now.stage);
    if (kind === "start" || kind === "take_up") now.working = true;
    else if (kind === "put_down") now.working = false;
    else if (at >= 0 && kind === now.stages[at][1])
      Object.assign(now, { working: false, stage: now.stages[at + 1]?.[0] ?? "" });
  }
  return now;
}

function row(piece) {
  const node = line.content.cloneNode(true);
  node.querySelector("a").href = `/pieces/${piece.serial}`;
  node.querySelector("[data-serial]").textContent = piece.serial;
  node.querySelector("[data-design]").textContent = piece.design;
  node.querySelector("[data-told]").textContent = piece.told;
  return node;
}

function opened(piece) {
  const node = form.content.cloneNode(true);
  const made = node.querySelector("form");
  const work = piece.stages.find(([name]) => name === piece.stage)?.[1] ?? "";
  made.action = `/pieces/${encodeURIComponent(piece.serial)}/events`;
  made.elements.last_change.value = piece.seen;
  made.elements.stage.value = piece.stage;
  node.querySelector("[data-heading]").textContent = `${piece.serial}, ${piece.stage || piece.design}`;
  const finish = made.querySelector("[data-finish]");
  finish.value = work;
  finish.hidden = !work;
  made.querySelector("[data-start]").hidden = !work || piece.working;
  made.querySelector("[data-down]").hidden = !piece.working;
  node.querySelector("[data-photo]").action = `/pieces/${encodeURIComponent(piece.serial)}/photos`;
  return node;
}

async function show() {
  const known = await mine();
  const entries = await everything();
  shell.querySelector("[data-mine]").hidden = !known?.pieces.length;
  list.replaceChildren(...(known?.pieces ?? []).map(row));
  const piece = known?.pieces.find((one) => one.serial === serial);
  shell.querySelector("[data-opened]").replaceChildren(...(piece ? [opened(after(piece, entries))] : []));
  shell.querySelector("[data-not-kept]").hidden = !serial || Boolean(piece);
}

if (isSecureContext && globalThis.indexedDB) {
  await show();
}
