// The loss of a stage in whole milligrams, and what is said of it: before + stones set + metal added - now. The server reckons the same.
import { milligrams, tenths } from "./figures.js";
import { caratsSet } from "./stones_set.js";

const WHOLE = 10000;
const DIVISIONS = 3;

export const reckoned = (box, form, now, sign) => {
  const { before, inside, usual } = box.dataset;
  const stones = Math.floor((2 * caratsSet(form) + 5) / 10);
  const lot = form.elements.lot?.value;
  const typed = milligrams(form.elements.added?.value) ?? 0;
  const isMeasured = lot && !["none", "unknown"].includes(lot) && !typed;
  const added = isMeasured ? Math.max(0, now - before - stones) : typed;
  const metal = before - inside;
  const lost = Number(before) + stones + added - now;
  const allowed = usual === "" ? null : Math.floor((metal * usual) / WHOLE);
  const slack = DIVISIONS * (milligrams(form.elements.division?.value) ?? 10);
  const percent = tenths(metal > 0 ? Math.floor((2 * Math.abs(lost) * 1000 + metal) / (2 * metal)) : 0, sign);
  return { before, stones, added, now, metal, lost, allowed, slack, percent, usual: tenths((usual * 1000) / WHOLE, sign) };
};

const isGain = ({ lost, slack }, mayGain) => -lost > slack && !mayGain;

export const lookOf = (one, mayGain) => {
  const { lost, allowed, slack } = one;
  if (isGain(one, mayGain)) return "over";
  if (allowed === null) return "";
  if (lost <= allowed) return "within";
  return lost > allowed + slack ? "over" : "about";
};

export const verdictOf = (one, look, words, mayGain) => {
  if (one.lost < 0) return isGain(one, mayGain) ? words.gained : "";
  return filled(words[look || "plain"], one);
};

export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
