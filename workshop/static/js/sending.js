// Sends what waits, each entry under the name of who saved it, in order for each piece, until the server has answered for it.
import { ask } from "./asking.js";
import { change, everything, sentBefore, settle } from "./queue.js";
import { chain, heldUp, inTurn } from "./turns.js";

// What goes before is fixed with the first try, so that every try is the same request.
async function attempt(entry) {
  const ready = entry.after ? entry : await change(entry, { after: await sentBefore(entry) });
  const told = await ask(ready).catch(() => ({ how: "offline" }));
  if (told.how === "done") await settle(ready);
  if (told.how === "refused") await change(ready, { state: "attention", sentence: told.sentence, field: told.field, type: told.type, status: told.status });
  return told;
}

async function round(heard) {
  const entries = await everything();
  const held = heldUp(entries);
  const away = new Set();
  let isBroken = false;
  for (const entry of inTurn(entries)) {
    if (away.has(entry.person) || (!entry.files.length && held.has(chain(entry)))) continue;
    const told = await attempt(entry);
    heard.set(entry.id, told);
    if (["offline", "server", "sign-in"].includes(told.how)) return told.how;
    if (told.how === "other") away.add(entry.person);
    else if (told.how !== "done") held.add(chain(entry));
    isBroken ||= told.how === "broken";
  }
  if (isBroken) return "server";
  return away.size ? "other" : "sent";
}

// One page or worker at a time. `now`: somebody waits for the answer, so that it waits its turn.
export async function flush(when = "later", patience = 4000) {
  const heard = new Map();
  const lock = when === "now" ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
  const state = await navigator.locks
    .request("outbox", lock, (held) => (held ? round(heard) : "busy"))
    .catch(() => "busy");
  return { state, heard };
}
