// The chip in the header: how much is saved here, and what it waits for.
import { everything, onChange } from "./queue.js";

const DAY_MS = 24 * 3600 * 1000;
const SHOWN_MS = 5000;
const chip = document.querySelector("header [data-outbox]");
const say = (name, count) => chip.dataset[count === 1 ? `${name}One` : `${name}Many`].replace("{count}", count);
let waited = false;
let shownUntil = 0;
let hiding;

export async function show() {
  const entries = await everything();
  const waiting = entries.filter((one) => one.state === "waiting");
  const refused = entries.filter((one) => one.state === "attention").length;
  const others = waiting.filter((one) => chip.dataset.person && one.person !== chip.dataset.person).length;
  const old = waiting.some((one) => Date.now() - one.kept > DAY_MS);
  const words = [
    refused && say("stop", refused),
    waiting.length - others && say("wait", waiting.length - others),
    others && say("other", others),
    old && chip.dataset.old,
  ].filter(Boolean);
  const link = chip.querySelector("a");
  clearTimeout(hiding);
  if (!words.length && waited) shownUntil = Date.now() + SHOWN_MS;
  if (!words.length && Date.now() < shownUntil) {
    words.push(chip.dataset.sent);
    hiding = setTimeout(show, SHOWN_MS);
  }
  waited = Boolean(entries.some((one) => one.state !== "aside"));
  link.hidden = !words.length;
  link.textContent = words.join(", ");
  link.className = `btn waits ${refused || old ? "stop" : waited ? "wait" : "pass"}`;
}

onChange(show);
