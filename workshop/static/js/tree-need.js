// The metal that a tree needs, reckoned as it is typed, in whole milligrams as the workshop reckons it.
import { grams, milligrams, sign } from "./figures.js";

const said = document.querySelector("[data-need]");
const { elements } = said.closest("form");
const densities = JSON.parse(said.dataset.densities);

// Nothing typed is `empty`; what is no figure is null.
const figure = (name, empty) => {
  const typed = elements[name].value.trim();
  if (typed === "") return empty;
  const mg = milligrams(typed);
  return mg === null ? null : BigInt(mg);
};

const needed = () => {
  const density = densities[elements.alloy.value];
  const [wax, base, button] = [figure("wax", null), figure("base", 0n), figure("button", -1n)];
  const resin = figure("wax_density", BigInt(said.dataset.wax));
  if (!density || wax === null || base === null || button === null || !resin || wax <= base) return "";
  const metal = (wax - base) * BigInt(density);
  const up = (over, under) => (over + under - 1n) / under;
  const mg = button < 0n ? up(metal * 11n, resin * 10n) : up(metal, resin) + button;
  return said.dataset.sentence.replace("{grams}", grams(Number(mg), sign));
};

said.closest("form").addEventListener("input", () => {
  said.textContent = needed();
});
if (needed()) said.textContent = needed();
