// Thousandths of a carat that a form says were set: as weighed, else their part of what is at hand, as the server shares it.
import { milligrams } from "./figures.js";

const whole = (field) => (/^\d{1,9}$/.test(field?.value ?? "") ? Number(field.value) : 0);

const ofRow = (row, form) => {
  const set = row.querySelector("input[name^=set-]");
  const number = whole(set);
  const weighed = milligrams(form.elements[`${set.name}-ct`]?.value);
  if (weighed) return weighed;
  const there = Number(row.dataset.number);
  return number && number <= there ? Math.floor((row.dataset.carats * number) / there) : 0;
};

export const caratsSet = (form) => {
  const rows = [...form.querySelectorAll("[data-stones]")].map((row) => ofRow(row, form));
  const singles = [...form.querySelectorAll("input[name=single]:checked")].map((one) => Number(one.dataset.carats));
  return [...rows, ...singles].reduce((sum, one) => sum + one, 0);
};
