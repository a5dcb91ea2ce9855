// How many stones that were issued to whoever works are still open, on the key that asks about them; it asks once.
const count = (fields) => fields.reduce((sum, field) => sum + (Number(field.value) || 0), 0);

for (const said of document.querySelectorAll("[data-ask]")) {
  const form = said.closest("form");
  const told = (row) => count([...row.querySelectorAll(".count input")]);
  const rows = [...form.querySelectorAll("[data-stones]")];
  const singles = [...form.querySelectorAll("input[name=single]")];

  const show = () => {
    const left = rows.filter((row) => "mine" in row.dataset).map((row) => Math.max(0, row.dataset.number - told(row)));
    const untouched = singles.filter((one) => "mine" in one.dataset && !one.checked).length;
    const open = left.reduce((sum, one) => sum + one, untouched);
    const isTold = rows.some(told) || singles.some((one) => one.checked) || form.elements.stone_lot?.value;
    said.textContent = open ? said.dataset[isTold ? "stay" : "ask"].replace("{count}", open) : "";
  };
  form.addEventListener("refused", ({ detail }) => {
    if (detail !== "/problems/stones-open") return;
    form.elements.stones_asked.disabled = false;
    said.dataset.ask = said.dataset.stay;
    show();
  });
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
