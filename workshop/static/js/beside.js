// What became of an entry, said beside its form.
import { filled } from "./filling.js";

const chip = document.querySelector("header [data-outbox]");

export function say(form, kind, ...words) {
  form.querySelector("[data-outbox-said]")?.remove();
  const box = document.createElement("div");
  box.className = `said ${kind}`;
  box.dataset.outboxSaid = "";
  box.setAttribute("role", kind === "refused" ? "alert" : "status");
  box.append(...words);
  form.prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

export function link(address, text) {
  const a = document.createElement("a");
  Object.assign(a, { href: address, textContent: text, className: "link" });
  return a;
}

export function refused(form, entry, { sentence, field, type, status }) {
  const title = document.createElement("b");
  title.textContent = chip.dataset.refused;
  const again = status === 409 ? [" ", link(`${entry.page}#outbox=${entry.id}`, chip.dataset.again)] : [];
  say(form, "refused", title, " ", sentence, ...again);
  filled(form, entry);
  form.dispatchEvent(new CustomEvent("refused", { detail: type }));
  form.querySelector(`[name="${CSS.escape(field ?? "")}"]`)?.focus();
}
