// A tap for each stone: set, broken, lost, back; the last tap can be taken back. Taps stay on this tablet until the stage is
// sent, so that a piece can be put down between two stones.
const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const kept = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "[]");
  } catch {
    return []; // without storage the taps last as long as the page
  }
};
const keep = (key, taps) => {
  try {
    if (taps.length) localStorage.setItem(key, JSON.stringify(taps));
    else localStorage.removeItem(key);
  } catch { /* as above */ }
};

const enlivened = (row, form) => {
  const key = `stones:${form.dataset.draft}:${row.querySelector("[data-count]").dataset.count}`;
  const fields = [...row.querySelectorAll(".count input")];
  const buttons = [...row.querySelectorAll("[data-count]")];
  const undo = row.querySelector("[data-undo-tap]");
  const typed = () => fields.flatMap((field) => Array(Number(field.value) || 0).fill([field.name, ""]));
  let taps = typed().length ? typed() : kept(key);

  const show = () => {
    for (const button of buttons) {
      const mine = taps.filter(([name]) => name === button.dataset.count);
      form.elements[button.dataset.count].value = mine.length || "";
      button.querySelector("b").textContent = mine.length || "";
      button.querySelector("small").textContent = mine.at(-1)?.[1] ?? "";
      button.classList.toggle("on", mine.length > 0);
      button.disabled = taps.length >= Number(row.dataset.number || Infinity) && !mine.length;
    }
    undo.hidden = !taps.length;
  };
  const change = (now) => {
    taps = now;
    keep(key, taps);
    show();
    form.dispatchEvent(new Event("input"));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      if (taps.length < Number(row.dataset.number || Infinity)) change([...taps, [button.dataset.count, clock()]]);
    });
    button.hidden = false;
  }
  undo.addEventListener("click", () => change(taps.slice(0, -1)));
  for (const label of row.querySelectorAll(".count")) label.hidden = true;
  for (const field of fields) field.addEventListener("input", () => { taps = typed(); show(); }); // an entry opened again
  form.addEventListener("reset", () => { taps = []; show(); });
  form.addEventListener("submit", (event) => event.submitter?.value !== "put_down" && keep(key, []));
  show();
};

for (const form of document.querySelectorAll("form[data-draft]")) {
  for (const row of form.querySelectorAll("[data-stones]")) enlivened(row, form);
}
