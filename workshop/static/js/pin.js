// A pad of keys over the PIN's field: fills it, shows its beads, sends it at the sixth digit.
for (const form of document.querySelectorAll("form[data-pin]")) {
  const field = form.querySelector("input[name=pin]");
  const beads = form.querySelector("[data-beads]");
  const pad = form.querySelector("[data-pad]");
  const digits = field.maxLength;

  for (let at = 0; at < digits; at += 1) beads.append(document.createElement("i"));
  beads.setAttribute("role", "img");
  beads.hidden = pad.hidden = false;
  form.classList.add("keyed");

  const show = () => {
    [...beads.children].forEach((bead, at) => bead.classList.toggle("f", at < field.value.length));
    beads.setAttribute("aria-label", `${field.value.length} / ${digits}`);
  };
  const press = (key) => {
    if (key === "clear") field.value = "";
    else if (key === "back") field.value = field.value.slice(0, -1);
    else field.value = (field.value + key).slice(0, digits);
    show();
    if (field.value.length === digits) form.requestSubmit();
  };
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]");
    if (key) press(key.dataset.key);
  });
  field.addEventListener("input", show);
  show();
}
