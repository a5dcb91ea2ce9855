// The entries of the outbox. `state`: waiting, attention (refused, a person decides) or aside. `seq` gives their order, whatever the clock says.
import { transact } from "./db.js";

const KNOWN_FOR_MS = 8 * 24 * 3600 * 1000;
const changes = new BroadcastChannel("outbox");
const here = new EventTarget(); // a channel is not heard by who speaks on it

function changed() {
  changes.postMessage("changed");
  here.dispatchEvent(new Event("changed"));
}

export function onChange(act) {
  changes.addEventListener("message", act);
  here.addEventListener("changed", act);
}
export const everything = () => transact("readonly", ({ entries }) => entries.getAll());

// Resolves when the entry has reached the disk, in place of the one it was made from.
export async function add(entry, instead) {
  const seq = await transact("readwrite", ({ entries, sent }) => {
    if (instead) {
      entries.delete(instead.seq);
      sent.put({ id: instead.id, place: "", person: "", at: Date.now() });
    }
    return entries.add(entry);
  });
  changed();
  return { ...entry, seq };
}

export async function change(entry, how) {
  const next = { ...entry, ...how };
  await transact("readwrite", ({ entries }) => entries.put(next));
  changed();
  return next;
}

// Delivered: the entry goes, its key stays known, because the entries behind it name it.
export async function settle({ seq, id, place, person }) {
  await transact("readwrite", ({ entries, sent }) => {
    entries.delete(seq);
    return sent.put({ id, place, person, at: Date.now() });
  });
  changed();
}

export const sentKeys = () => transact("readonly", ({ sent }) => sent.getAll());

export async function sentBefore({ place, person }) {
  const own = (await sentKeys()).filter((one) => one.place === place && one.person === person);
  return own.slice(-50).map((one) => one.id);
}

export const forgetOldKeys = () =>
  transact("readwrite", ({ sent }) => {
    sent.openCursor().onsuccess = ({ target: { result: at } }) => {
      if (!at) return;
      if (at.value.at < Date.now() - KNOWN_FOR_MS) at.delete();
      at.continue();
    };
  });
