// One entry asked of the server, and what its answer means.
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

export async function ask(entry) {
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
