// The keys of a form write into the figure that was touched last.
for (const form of document.querySelectorAll("[data-keypad-form]")) {
  const pad = form.querySelector("[data-keypad-for]");
  const figures = form.querySelectorAll("[inputmode=decimal], [inputmode=none]");

  for (const one of pad ? figures : []) {
    one.inputMode = "none";
    one.addEventListener("focus", () => {
      pad.dataset.keypadFor = one.id;
    });
  }
}
