// The bench without a network: my pieces as last seen, with what was done to them since and waits; one of them opens with its form.
import { mine } from "./mine.js";
import { everything } from "./queue.js";
import { after } from "./shell-after.js";

const shell = document.querySelector("[data-shell]");
const list = shell.querySelector("[data-mine] ul");
const line = document.querySelector("template[data-piece]");
const form = document.querySelector("template[data-form]");
const serial = decodeURIComponent(location.pathname.match(/^\/pieces\/([^/]+)/)?.[1] ?? "");

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
  shell.querySelector("[data-mine]").hidden = !known?.pieces.length;
  list.replaceChildren(...(known?.pieces ?? []).map(row));
  return known?.pieces.find((one) => one.serial === serial);
}

async function begin() {
  const piece = await show();
  if (piece) shell.querySelector("[data-opened]").replaceChildren(opened(after(piece, await everything())));
  shell.querySelector("[data-not-kept]").hidden = !serial || Boolean(piece);
  addEventListener("reached", async () => {
    await show();
    shell.querySelector("[data-reached]").hidden = location.pathname === "/outbox";
  });
}

if (isSecureContext && globalThis.indexedDB) {
  await begin();
}
