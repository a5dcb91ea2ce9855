// Counts what is open and what failed, and says so where the inspection is ended.
const counted = (words, name, count) => words[count === 1 ? `${name}One` : `${name}Many`].replace("{count}", count);

const faultLine = (check, told) => {
  const line = document.createElement("li");
  line.textContent = `${check.querySelector(".label").textContent} ${told}`;
  return line;
};

// Taken down at a tap, below what was written so far.
export const takeFaults = (form) => {
  const note = form.elements.note;
  const lines = [...form.querySelectorAll("[data-faults] li")].map((line) => line.textContent);
  note.value = [note.value.trim(), ...lines.filter((line) => !note.value.includes(line))].filter(Boolean).join("\n");
  note.dispatchEvent(new Event("input", { bubbles: true }));
};

export const tell = (form, answers, words) => {
  const all = [...answers];
  const failed = all.filter(([, answer]) => answer.state === "no");
  const left = all.filter(([check, answer]) => answer.state === "open" && ("required" in check.dataset || answer.told)).length;
  const put = (name, text) => form.querySelectorAll(`[data-${name}]`).forEach((one) => (one.textContent = text));

  put("back-told", left ? counted(words, "left", left) : words.leftNone);
  put("unfinished-told", left ? counted(words, "left", left) : "");
  form.querySelector("[data-unfinished]").hidden = !left;
  const why = [failed.length && counted(words, "failed", failed.length), left && counted(words, "open", left)].filter(Boolean).join(", ");
  put("pass-told", why ? words.locked.replace("{why}", why) : words.unlocked);

  const pass = form.querySelector("[data-lead=pass]");
  pass?.classList.toggle("locked", Boolean(why));
  pass?.classList.toggle("go", !why);
  pass?.setAttribute("aria-disabled", String(Boolean(why)));
  form.querySelector("[data-lead=back]").classList.toggle("lead", !left && failed.length > 0);

  const faults = form.querySelector("[data-faults]");
  faults.replaceChildren(...failed.map(([check, { told }]) => faultLine(check, told)));
  faults.hidden = form.querySelector("[data-take-faults]").hidden = failed.length === 0;
  return { left, failed: failed.length };
};
