// Large keys for the field that they stand with. The field is looked up at each press: a page may move the pad to another.
// The decimal key shows the sign of the page's language; a comma or a point is read either way.
const sign = new Intl.NumberFormat(document.documentElement.lang || "en")
  .formatToParts(1.5)
  .find((part) => part.type === "decimal").value;

const isAllChosen = (field) =>
  field.value !== "" && field.selectionStart === 0 && field.selectionEnd === field.value.length;

const written = (before, key) => {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (key === "back") return before.slice(0, -1);
  if (key === "line") return line ? `${before}\n` : before;
  if (key !== "sign") return before + key;
  if (/[.,]/.test(line)) return before;
  return before + (line ? sign : `0${sign}`);
};

const press = (field, key) => {
  field.value = written(isAllChosen(field) ? "" : field.value, key);
  field.setSelectionRange(field.value.length, field.value.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

for (const pad of document.querySelectorAll("[data-keypad-for]")) {
  const field = () => document.getElementById(pad.dataset.keypadFor);

  pad.querySelector("[data-key=sign]").textContent = sign;
  pad.hidden = false;
  // The keys take the place of the tablet's own keyboard, which would cover half the page; a plugged-in number pad still types.
  if (field()) field().inputMode = "none";
  // A number pad types at once, without a touch.
  if (field()?.matches("[data-first]") && document.activeElement === document.body) field().focus({ preventScroll: true });

  // The field keeps the focus, so that digits from a number pad go on where the keys stopped.
  pad.addEventListener("pointerdown", (event) => event.preventDefault());
  pad.addEventListener("mousedown", (event) => event.preventDefault());
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]");
    if (key && field()) press(field(), key.dataset.key);
  });
}
