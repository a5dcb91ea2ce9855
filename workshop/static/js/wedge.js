// A scanner that types: caught anywhere on the page by its speed and the Enter at its end. The field that had the focus gets its old value back.
const TEXTS = /^(https?:\/\/\S+|JOB:\S+|(DO|TRAY|LOT):[\w+-]+|ME:[0-9A-F]{32}|[A-Z]{1,3}-\d{4,}|[0-9A-Z]{13})$/i;
const FASTEST_HAND_MS = 45;
const LEAST_UNKNOWN = 8;
let burst = "";
let last = 0;
let field = null;
let before = "";
let dot = [0, 0];

const isField = (one) => one instanceof HTMLElement && "value" in one && !(one instanceof HTMLButtonElement);

const begin = (target) => {
  burst = "";
  field = isField(target) ? target : null;
  before = field ? field.value : "";
  dot = field ? [field.selectionStart, field.selectionEnd] : dot;
};

// What is in no form of ours is a scan only where nobody was typing.
const isScan = () => TEXTS.test(burst) || (!field && burst.length >= LEAST_UNKNOWN);

const giveBack = () => {
  if (!field || field.value === before) return;
  field.value = before;
  if (field.selectionStart !== null && dot[0] !== null) field.setSelectionRange?.(...dot);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const heard = (event, scanned) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
  if (event.timeStamp - last > FASTEST_HAND_MS) begin(event.target);
  last = event.timeStamp;
  if (event.key.length === 1) {
    burst += event.key;
  } else {
    if (event.key === "Enter" && isScan()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      giveBack();
      scanned(burst);
    }
    burst = "";
  }
};

// Calls `scanned` with each text.
export const listen = (scanned) => addEventListener("keydown", (event) => heard(event, scanned), true);
