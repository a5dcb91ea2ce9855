// One check at a time. The page stays the form that it is: only what is shown, counted and said changes here.
import { takeFaults } from "./checks-count.js";
import { forgetAnswers, keepAnswers, restoreAnswers } from "./checks-kept.js";
import { forgetPictures, keepPicture, restorePictures } from "./checks-pictures.js";
import { stepsOf } from "./checks-steps.js";

const stepAt = (id) => document.getElementById(id)?.closest("[data-step]")?.dataset.step;

const begin = async (form) => {
  const steps = stepsOf(form);
  const { refusedField, refusedVerdict } = form.dataset;
  const last = () => `sign-${refusedVerdict || "pass"}`;
  const named = (step) => (step === "sign" ? last() : step);

  const open = (name) => {
    if (name === "checks") steps.show(steps.first());
    else if (name === "sign-pass" && !steps.mayPass()) steps.show(steps.worst());
    else steps.show(name);
  };
  const start = () => {
    steps.read();
    const asked = stepAt(`f-${refusedField}`) || stepAt(location.hash.slice(1));
    if (asked) steps.show(named(asked));
    else if (steps.isDone()) steps.show(refusedVerdict ? last() : steps.ending());
    else steps.show(steps.first());
  };
  const pressKey = (key) => {
    const field = form.elements.pin;
    if (key === "clear") field.value = "";
    else if (key === "back") field.value = field.value.slice(0, -1);
    else field.value = (field.value + key).slice(0, field.maxLength);
  };

  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    if ("next" in pressed.dataset) steps.onward();
    else if ("takeFaults" in pressed.dataset) takeFaults(form);
    else if ("finish" in pressed.dataset) steps.show(steps.first());
    else if (pressed.dataset.go) steps.show(pressed.dataset.go);
    else if (pressed.dataset.open) open(pressed.dataset.open);
    else if (pressed.closest("[data-pin-pad]")) pressKey(pressed.dataset.key);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    if (form.dataset.at === "check") steps.onward();
    else if (form.dataset.at.startsWith("sign-")) form.querySelector(`[name=verdict][data-when=${form.dataset.at}]`)?.click();
  });
  const changed = (event) => {
    if (event.target.type === "file") keepPicture(form, event.target);
    keepAnswers(form);
    steps.read();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  window.addEventListener("hashchange", () => stepAt(location.hash.slice(1)) && start());

  form.noValidate = true;
  form.classList.add("stepped");
  form.querySelectorAll("[data-strip], [data-answers], [data-pin-pad], [data-judged]").forEach((one) => (one.hidden = false));
  restoreAnswers(form);
  start();
  await restorePictures(form);
  steps.read();
};

const form = document.querySelector("form[data-checks]");
if (form) begin(form);
document.querySelector("[data-forget]")?.addEventListener("click", async () => {
  forgetAnswers(form);
  await forgetPictures(form);
  location.reload();
});
