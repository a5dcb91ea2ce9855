// What became of a scan, seen and heard; with an address, the way there.
import { signal } from "./signals.js";

const said = document.querySelector("[data-scan-said]");

export const show = (sentence, kind, to) => {
  said.textContent = sentence;
  if (to) {
    const link = document.createElement("a");
    Object.assign(link, { href: to, textContent: said.dataset.open, className: "link" });
    said.append(" ", link);
  }
  said.className = `scan-said ${kind}`;
  said.hidden = false;
  if (kind !== "busy") signal(kind);
};
