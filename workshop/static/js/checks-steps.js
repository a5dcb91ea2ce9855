// Which step of the inspection is shown: a check, what is character, what is wrong, the signature; and which comes next.
import { tell } from "./checks-count.js";
import { answerOf } from "./checks-judge.js";
import { paint } from "./checks-paint.js";

const END = /^(sign)-(pass|rework|scrap)$/;

export const stepsOf = (form) => {
  const steps = [...form.querySelectorAll("[data-step]")];
  const checks = steps.filter((step) => step.matches(".check"));
  const list = form.querySelector("[data-answers]");
  const next = form.querySelector("button[data-next]");
  const words = form.querySelector("[data-words]").dataset;
  let here = checks[0];
  let counts = {};

  const isOpen = (check) => check.dataset.state === "open";
  const isAsked = (check) => check !== here && isOpen(check) && "required" in check.dataset;
  // What need not be answered is passed once, in its turn; what must be comes round again, and again.
  const following = () => checks.slice(checks.indexOf(here) + 1).find(isOpen) || checks.find(isAsked) || checks.find((check) => check === here && counts.left);
  const ending = () => (counts.failed ? "back" : "sign-pass");

  const read = () => {
    const answers = new Map(checks.map((check) => [check, answerOf(check, words)]));
    answers.forEach((answer, check) => paint(form, check, answer, words, check === here));
    counts = tell(form, answers, words);
    const to = following();
    const ended = counts.failed ? words.nextBack : words.nextSign;
    const onto = to === here ? words.nextHere : words.next.replace("{number}", to?.dataset.no);
    form.querySelector("[data-next-told]").textContent = to ? onto : ended;
  };

  const show = (name) => {
    const wanted = END.exec(name)?.[1] || name;
    here = steps.find((step) => step.dataset.step === wanted) || checks[0];
    const at = checks.includes(here) ? "check" : name;
    steps.forEach((step) => (step.hidden = step !== here));
    form.querySelectorAll("[data-when]").forEach((one) => (one.hidden = !one.dataset.when.split(" ").includes(at)));
    form.dataset.at = at;
    next.hidden = at !== "check";
    here.querySelector("[data-keys]")?.append(next);
    read();
    const field = here.querySelector(".read input[inputmode=none]");
    (field || here).focus({ preventScroll: true });
    const row = list.querySelector(".here");
    if (here.getBoundingClientRect().top < 0) here.scrollIntoView({ block: "start" });
    if (row) list.scrollTop = row.offsetTop - list.clientHeight / 2;
  };

  const first = () => (checks.find((check) => isOpen(check) && "required" in check.dataset) || checks[0]).dataset.step;
  const worst = () => (checks.find((check) => check.dataset.state === "no") || checks.find(isAsked) || checks[0]).dataset.step;
  const onward = () => show(following()?.dataset.step || ending());
  const isDone = () => !counts.left;
  const mayPass = () => !counts.left && !counts.failed;
  return { show, read, onward, first, worst, ending, isDone, mayPass };
};
