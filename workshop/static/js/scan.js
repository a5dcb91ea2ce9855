// What was scanned, one after the other: shown, heard, and gone to once nothing more waits.
import { ask, isUnanswered } from "./scan-asking.js";
import { isKept } from "./mine.js";
import { again, asLastSeen, later } from "./scan-kept.js";
import { show } from "./scan-said.js";
import { listen } from "./wedge.js";

const AGAIN_MS = 3000;
const form = document.querySelector("[data-scan]");
const waiting = [];
let isSending = false;
let latest = { text: "", at: 0 };

// A card speaks of the piece scanned before it; after a slip that leads nowhere, of none.
const keep = ({ text }, told) => {
  const { serial, last_change: seen } = form.elements;
  if (told.ok && told.serial) [serial.value, seen.value] = [told.serial, told.last_change];
  else if (!/^DO:/i.test(text)) serial.value = "";
};

const unanswered = async (one) => {
  const isKept = await later(one);
  show(form.dataset[isKept ? "later" : "lost"].replace("{text}", one.text), "wrong");
};

const take = async (one) => {
  show(form.dataset.busy.replace("{text}", one.text), "busy");
  const told = await ask(one).catch(() => asLastSeen(one.text, form.dataset.kept));
  keep(one, told ?? {});
  if (told) show(told.said, told.ok && !told.is_warning ? "right" : "wrong");
  else await unanswered(one);
  latest = { text: one.text, at: performance.now() };
  return told?.ok && !isTaken(one, told) ? told.to : "";
};

// A page that can use what was scanned takes it, and stays.
const isTaken = ({ text }, told) =>
  !/^DO:/i.test(text) && !dispatchEvent(new CustomEvent("scanned", { cancelable: true, detail: told }));

const work = async () => {
  isSending = true;
  let to = "";
  while (waiting.length) to = (await take(waiting.shift())) || to;
  isSending = false;
  if (to) location.assign(to);
};

export const scanned = (text, how) => {
  const isTwice = waiting.at(-1)?.text === text || (latest.text === text && performance.now() - latest.at < AGAIN_MS);
  if (isTwice && !isUnanswered(text)) return;
  waiting.push({ text, how });
  if (!isSending) work();
};

// Nobody is led away by what was scanned some time ago: the way is offered.
const lookUp = () =>
  navigator.locks?.request("scans", { ifAvailable: true }, (held) => held && !isKept && again(async (one) => {
    const told = await ask(one).catch(() => null);
    if (told) show(`${one.text}: ${told.said}`, told.ok && !told.is_warning ? "right" : "wrong", told.to);
    return told;
  }));

listen((text) => scanned(text, "scanner"));
addEventListener("online", lookUp);
addEventListener("reached", lookUp);
lookUp();
