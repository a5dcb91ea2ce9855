// The chip in the header: how much is saved here, and what it waits for.
import { here } from "./mine.js";
import { everything, onChange } from "./queue.js";
import { isHeld } from "./turns.js";

const DAY_MS = 24 * 3600 * 1000;
const SHOWN_MS = 5000;
const chip = document.querySelector("header [data-outbox]");
const say = (name, count) => chip.dataset[count === 1 ? `${name}One` : `${name}Many`].replace("{count}", count);
let waited = false;
let shownUntil = 0;
let hiding;
let latest = "";

// What waits, by what it waits for.
async function sorted(entries) {
  const person = await here();
  const waiting = entries.filter((one) => one.state === "waiting");
  const own = waiting.filter((one) => one.person === person);
  const held = own.filter((one) => isHeld(one, entries));
  return { other: waiting.length - own.length, held: held.length, wait: own.length - held.length };
}

// The latest word of the network: who is signed out waits for a person, not for Wi-Fi.
const KINDS = { "sign-in": "other", other: "other", server: "server" };

export async function show(state) {
  if (typeof state === "string") latest = state;
  const entries = await everything();
  const refused = entries.filter((one) => one.state === "attention").length;
  const old = entries.some((one) => one.state === "waiting" && Date.now() - one.kept > DAY_MS);
  const { other, held, wait } = await sorted(entries);
  const counts = { stop: refused, held, [KINDS[latest] ?? "wait"]: wait };
  counts.other = (counts.other ?? 0) + other;
  const words = [...Object.entries(counts).map(([name, count]) => count && say(name, count)), old && chip.dataset.old].filter(Boolean);
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
