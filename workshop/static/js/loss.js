// The loss while the weight is typed.
import { grams, milligrams } from "./figures.js";
import { filled, lookOf, reckoned, verdictOf } from "./loss-reckoned.js";

const SCALE = 300;

for (const box of document.querySelectorAll("[data-loss]")) {
  const form = box.closest("form");
  const words = JSON.parse(box.dataset.words);
  const mayGain = "mayGain" in box.dataset;
  const put = (name, text) => { box.querySelector(`[data-${name}]`).textContent = text; };

  const asks = form.querySelector("[data-asks]");
  let isAsking = false;

  // Where it went is asked once the figure is whole, and no more when it is gone; what was typed there stays in sight.
  const ask = (look, isLeft) => {
    const isWhole = isLeft || isAsking || /[.,]\d|\d{3}/.test(form.elements.weight.value);
    const now = look === "over" && isWhole;
    const isFilled = [...asks.querySelectorAll("input, textarea")].some((one) => one.value && one.type !== "hidden");
    if (now !== isAsking && (now || !isFilled)) asks.open = now;
    isAsking = now;
  };

  const show = (event) => {
    const now = milligrams(form.elements.weight.value);
    box.querySelector("[data-typed]").hidden = !now;
    box.querySelector("[data-nothing-typed]").hidden = Boolean(now);
    const one = now ? reckoned(box, form, now, words.sign) : { lost: 0, allowed: null };
    const look = now ? lookOf(one, mayGain) : "";
    box.className = `loss ${look}`;
    const reach = one.allowed ? Math.min(SCALE, Math.floor((SCALE * 2 * Math.max(0, one.lost)) / (3 * one.allowed))) : 0;
    box.querySelector("[data-reach]")?.setAttribute("width", reach);
    ask(look, event?.type === "change");
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
