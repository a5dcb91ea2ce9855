// What of a tree is still open, while button, filings and loss are typed: the workshop judges it all the same.
import { grams, milligrams, sign } from "./figures.js";

const sum = document.querySelector("[data-sum]");
const form = document.querySelector("[data-closing]");

const mg = (name) => milligrams(form.elements[name].value) ?? 0;
const shown = (weight) => grams(Math.abs(weight), sign);

const said = (open, steps) => {
  if (Math.abs(open) <= steps) return sum.dataset.closes;
  return (open > 0 ? sum.dataset.missing : sum.dataset.heavy).replace("{grams}", shown(open));
};

form?.addEventListener("input", () => {
  const parts = ["scrap", "lemel", "loss"].map((name) => [name, mg(name)]);
  for (const [name, weight] of parts) sum.querySelector(`[data-of=${name}]`).textContent = shown(weight);
  const typed = parts.reduce((all, [, weight]) => all + weight, 0);
  const weighings = Number(sum.dataset.weighings) + (parts[0][1] > 0) + (parts[1][1] > 0);
  sum.querySelector("[data-left]").textContent = said(Number(sum.dataset.open) - typed, weighings * mg("division"));
});
