// The loss while the weight is typed, in whole milligrams: before + stones set + metal added - now. The server reckons the same.
import { grams, milligrams, tenths } from "./figures.js";
import { caratsSet } from "./stones_set.js";

const WHOLE = 10000;
const DIVISIONS = 3;
const SCALE = 300;

const reckoned = (box, form, now, sign) => {
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

const lookOf = (one, mayGain) => {
  const { lost, allowed, slack } = one;
  if (isGain(one, mayGain)) return "over";
  if (allowed === null) return "";
  if (lost <= allowed) return "within";
  return lost > allowed + slack ? "over" : "about";
};

const verdictOf = (one, look, words, mayGain) => {
  if (one.lost < 0) return isGain(one, mayGain) ? words.gained : "";
  return filled(words[look || "plain"], one);
};

const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

for (const box of document.querySelectorAll("[data-loss]")) {
  const form = box.closest("form");
  const words = JSON.parse(box.dataset.words);
  const mayGain = "mayGain" in box.dataset;
  const put = (name, text) => { box.querySelector(`[data-${name}]`).textContent = text; };

  const show = () => {
    const now = milligrams(form.elements.weight.value);
    box.querySelector("[data-typed]").hidden = !now;
    box.querySelector("[data-nothing-typed]").hidden = Boolean(now);
    const one = now ? reckoned(box, form, now, words.sign) : { lost: 0, allowed: null };
    const look = now ? lookOf(one, mayGain) : "";
    box.className = `loss ${look}`;
    const reach = one.allowed ? Math.min(SCALE, Math.floor((SCALE * 2 * Math.max(0, one.lost)) / (3 * one.allowed))) : 0;
    box.querySelector("[data-reach]")?.setAttribute("width", reach);
    if (look === "over") form.querySelector("[data-asks]").open = true;
    if (!now) return;
    const came = [[words.stones, one.stones], [words.added, one.added]].filter(([, mg]) => mg);
    const parts = [grams(Number(one.before), words.sign), ...came.map(([word, mg]) => filled(word, { figure: grams(mg, words.sign) }))];
    put("sum", `${parts.join(" + ")} − ${grams(now, words.sign)}`);
    put("of", filled(words.of, { metal: grams(one.metal, words.sign) }));
    put("lost", filled(one.lost < 0 ? words.more : words.lost, { figure: grams(Math.abs(one.lost), words.sign) }));
    put("verdict", verdictOf(one, look, words, mayGain));
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show)); // the fields are empty only after the event
  show();
}
