// A slip or a lot that is scanned goes into the form of this page: a piece that is offered is chosen, another stands in its field.
const put = (field, text) => {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (field.type === "radio") field.checked = true;
  else field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.scrollIntoView({ block: "nearest" });
};

const offered = (name, value) => document.querySelector(`main input[name="${name}"][value="${CSS.escape(value)}"]`);

addEventListener("scanned", (event) => {
  const { serial, to } = event.detail;
  const lot = to.match(/\/lots\/([^/?#]+)/)?.[1];
  const field = serial
    ? (offered("serial", serial) ?? document.getElementById("f-other_serial"))
    : lot && document.getElementById("f-lot-scanned");
  if (!field) return;
  event.preventDefault();
  put(field, serial || lot);
  const other = document.getElementById("f-other_serial");
  if (field.type === "radio" && other) other.value = "";
});
