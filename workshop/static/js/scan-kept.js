// Scans without a network: a piece of my own opens as last seen; any other code is kept and looked up when the workshop answers again.
import { keep, kept } from "./kept.js";
import { here, mine } from "./mine.js";

const SLIP = /^(?:JOB:)?([A-Z]{1,3})[ -]?0*(\d+)$/i;
const CARD = /^(DO|ME):/i;
const MOST = 50;
const named = (serial) => SLIP.exec(serial)?.slice(1).join("-").toUpperCase();

// As the workshop would answer, from what this device has kept; nothing for what it does not know.
export async function asLastSeen(text, sentence) {
  const known = await mine().catch(() => null);
  const piece = SLIP.test(text) && known?.pieces.find((one) => named(one.serial) === named(text));
  if (!piece || known.person !== (await here())) return null;
  const { serial, seen } = piece;
  return { ok: true, serial, to: `/pieces/${serial}`, last_change: seen, said: sentence.replace("{serial}", serial) };
}

// Whether it is kept for whoever is here. A command card is not: by then it may mean another piece.
export async function later({ text, how }) {
  const person = await here();
  if (!person || CARD.test(text)) return false;
  const others = ((await kept("scans").catch(() => null)) ?? []).filter((one) => one.text !== text);
  return keep("scans", [...others, { text, how, person }].slice(-MOST)).then(() => true, () => false);
}

// What is kept of whoever is here, oldest first, each given to `act` until one gets no answer.
export async function again(act) {
  const person = await here();
  for (const one of (await kept("scans").catch(() => null)) ?? []) {
    if (one.person !== person) continue;
    if (!(await act(one))) return;
    await keep("scans", (await kept("scans")).filter(({ text }) => text !== one.text));
  }
}
