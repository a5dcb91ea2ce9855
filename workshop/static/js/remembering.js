// What this page saved stays in its memory until it is known to have been sent: if the storage is cleared meanwhile, it is put back.
// Putting back too much does no harm, because the server does each key once.
import { add, everything, sentKeys } from "./queue.js";

const mine = new Map();

export const remember = (entry) => mine.set(entry.id, entry);
export const forget = (id) => mine.delete(id);

export async function remind() {
  if (!mine.size) return;
  const here = new Set([...(await everything()), ...(await sentKeys())].map((one) => one.id));
  const sent = new Set((await sentKeys()).map((one) => one.id));
  for (const [id, { seq, ...entry }] of mine) {
    if (sent.has(id)) mine.delete(id);
    else if (!here.has(id)) await add(entry).catch(() => {});
  }
}
