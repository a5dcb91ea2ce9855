// Sends what waits, each entry under the name of who saved it, in order for each piece, until the server has answered for it.
import { change, everything, sentBefore, settle } from "./queue.js";

const LIGHT_MS = 20000;
const HEAVY_MS = 180000;
// So long after the tap somebody waits for the answer, whichever page or worker sends it.
const AT_ONCE_MS = 5000;
const LATER = [408, 425, 429, 502, 503, 504];

function bodyOf(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  for (const key of entry.after) body.append("after", key);
  body.append("request_key", entry.id);
  body.append("device_at", entry.at);
  for (const { field, name, type, bytes } of entry.files) body.append(field, new File([bytes], name, { type }));
  return body;
}

async function ask(entry) {
  const when = Date.now() - entry.kept < AT_ONCE_MS ? "now" : "later";
  const answer = await fetch(entry.address, {
    method: "POST",
    body: bodyOf(entry),
    redirect: "manual",
    headers: { "X-Outbox-Person": entry.person, "X-Outbox-When": when },
    signal: AbortSignal.timeout(entry.files.length ? HEAVY_MS : LIGHT_MS),
  });
  return judge(answer.status, await answer.json().catch(() => null));
}

// Only our own server's word counts: a page of somebody else's Wi-Fi is as good as no network.
function judge(status, told) {
  if (told?.done) return { how: "done", address: told.address, said: told.said };
  if (status === 413) return { how: "refused", sentence: told?.detail ?? "", status };
  if (LATER.includes(status)) return { how: "server" };
  if (!told?.type) return { how: "offline" };
  if (told.type === "/problems/another-person") return { how: "other" };
  if (status === 401) return { how: "sign-in" };
  if (status >= 500) return { how: "broken" };
  return { how: "refused", sentence: told.detail, field: told.field, type: told.type, status };
}

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
  for (const entry of inTurn(entries)) {
    if (away.has(entry.person) || (!entry.files.length && held.has(chain(entry)))) continue;
    const told = await attempt(entry);
    heard.set(entry.id, told);
    if (["offline", "server", "sign-in"].includes(told.how)) return told.how;
    if (told.how === "other") away.add(entry.person);
    else if (told.how !== "done") held.add(chain(entry));
  }
  return away.size ? "other" : "sent";
}

const chain = ({ place, person }) => `${person} ${place}`;
const heldUp = (entries) => new Set(entries.filter((one) => one.state === "attention" && !one.files.length).map(chain));

// Behind one that was refused, and going nowhere until a person decides about that.
export const isHeld = (entry, entries) => !entry.files.length && heldUp(entries).has(chain(entry));

// Words before pictures: what was done is known to others before a large photo is through.
function inTurn(entries) {
  const waiting = entries.filter((one) => one.state === "waiting");
  return [...waiting.filter((one) => !one.files.length), ...waiting.filter((one) => one.files.length)];
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
