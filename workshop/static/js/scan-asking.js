// Asks the workshop what a scanned text leads to. Nothing is done twice: after a lost answer the same text is sent with the same key.
import { later } from "./scan-kept.js";

const form = document.querySelector("[data-scan]");
const keys = new Map();
let count = 0;

const keyOf = (text) => {
  if (!keys.has(text)) keys.set(text, `${form.elements.request_key.value}-${(count += 1)}`);
  return keys.get(text);
};

export const isUnanswered = (text) => keys.has(text);

// What the workshop told: ok, said, to, serial, last_change, is_warning. Throws when no answer came.
export const ask = async ({ text, how }) => {
  const body = new FormData(form);
  body.set("text", text);
  body.set("how", how);
  if (document.querySelector("[data-takes-scans]")) body.set("stays", "yes");
  body.set("request_key", keyOf(text));
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.status >= 500) throw new Error(answer.statusText);
  keys.delete(text);
  if (answer.headers.get("Content-Type")?.includes("json")) return { ok: answer.ok, ...(await answer.json()) };
  await later({ text, how });
  location.reload(); // signed out, or the page is too old
  return { ok: false, said: answer.statusText };
};
