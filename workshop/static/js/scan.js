// What was scanned, one after the other: shown, heard, and gone to once nothing more waits.
import { ask, isUnanswered } from "./scan-asking.js";
import { signal } from "./signals.js";
import { listen } from "./wedge.js";

const AGAIN_MS = 3000;
const form = document.querySelector("[data-scan]");
const said = document.querySelector("[data-scan-said]");
const waiting = [];
let isSending = false;
let latest = { text: "", at: 0 };

const show = (sentence, kind) => {
  said.textContent = sentence;
  said.className = `scan-said ${kind}`;
  said.hidden = false;
  if (kind !== "busy") signal(kind);
};

// A card speaks of the piece scanned before it; after a slip that leads nowhere, of none.
const keep = ({ text }, told) => {
  const { serial, last_change: seen } = form.elements;
  if (told.ok && told.serial) [serial.value, seen.value] = [told.serial, told.last_change];
  else if (!/^DO:/i.test(text)) serial.value = "";
};

const take = async (one) => {
  show(form.dataset.busy.replace("{text}", one.text), "busy");
  const told = await ask(one).catch(() => null);
  keep(one, told ?? {});
  if (!told) waiting.length = 0;
  show(told ? told.said : form.dataset.lost.replace("{text}", one.text), told?.ok && !told.is_warning ? "right" : "wrong");
  latest = { text: one.text, at: performance.now() };
  return told?.ok && !isTaken(one, told) ? told.to : "";
};

// A page that can use what was scanned takes it, and stays.
const isTaken = ({ text }, told) =>
  !/^DO:/i.test(text) && !dispatchEvent(new CustomEvent("scanned", { cancelable: true, detail: told }));

const work = async () => {
  isSending = true;
  let to = "";
  while (waiting.length) to = await take(waiting.shift());
  isSending = false;
  if (to) location.assign(to);
};

export const scanned = (text, how) => {
  const isTwice = waiting.at(-1)?.text === text || (latest.text === text && performance.now() - latest.at < AGAIN_MS);
  if (isTwice && !isUnanswered(text)) return;
  waiting.push({ text, how });
  if (!isSending) work();
};

listen((text) => scanned(text, "scanner"));
