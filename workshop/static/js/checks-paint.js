// Shows what was answered: in the row and the bead of each check, and under a figure as it is typed.
import { placeOf } from "./checks-judge.js";

const wordOf = (check, answer, words, isHere) => {
  if (answer.told) return answer.told;
  if (isHere) return words.being;
  return "required" in check.dataset ? words.open : words.may;
};

export const paint = (form, check, answer, words, isHere) => {
  const told = wordOf(check, answer, words, isHere);
  for (const row of form.querySelectorAll(`[data-row="${check.dataset.step}"]`)) {
    row.dataset.state = answer.state;
    row.classList.toggle("here", isHere);
    (row.querySelector("[data-go]") || row).toggleAttribute("aria-current", isHere);
    const text = row.querySelector("[data-told]");
    if (text) text.textContent = told;
    const read = row.querySelector("[data-state-told]");
    if (read) read.textContent = answer.state === "no" ? `${told}, ${words.failed}` : told;
  }
  check.dataset.state = answer.state;
  const judged = check.querySelector("[data-judged]");
  if (!judged) return;
  judged.dataset.state = answer.wrong ? "no" : answer.state;
  judged.querySelector("[data-judgement]").textContent = answer.said || "";
  const gauge = judged.querySelector(".gauge");
  gauge.hidden = !check.dataset.limits;
  gauge.classList.toggle("set", answer.figure !== undefined);
  if (answer.figure !== undefined) {
    const limits = { low: Number(check.dataset.low), high: Number(check.dataset.high) };
    gauge.style.setProperty("--at", `${placeOf(limits, answer.figure)}%`);
  }
};
