// What is scanned on the page of a case is back; on the page where one is packed it goes into the list.
const scan = document.querySelector("[data-case-scan]");
const list = document.querySelector(".pack textarea[name=serials]");

const tick = (serial) => {
  const box = document.querySelector(`.pack input[name="serial"][value="${CSS.escape(serial)}"]`);
  if (box) box.checked = true;
  else if (!list.value.split("\n").includes(serial)) list.value = [list.value.trimEnd(), serial].filter(Boolean).join("\n");
  (box ?? list).scrollIntoView({ block: "nearest" });
};

addEventListener("scanned", (event) => {
  const { serial } = event.detail;
  if (!serial || !(scan || list)) return;
  event.preventDefault();
  if (!scan) return tick(serial);
  scan.elements.text.value = serial;
  scan.requestSubmit();
});
