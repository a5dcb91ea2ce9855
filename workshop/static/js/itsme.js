// Where people sign in: a scanned “It's me” card chooses the name, and the PIN is asked for. Any other scan is told to wait.
import { signal } from "./signals.js";
import { listen } from "./wedge.js";

const said = document.querySelector("[data-itsme]");

const tileOf = (text) => {
  const [, subject] = /^ME:([0-9A-F]{32})$/i.exec(text) ?? [];
  return subject && document.querySelector(`.people a[href*="person=${subject.toLowerCase()}"]`);
};

listen((text) => {
  const tile = tileOf(text);
  signal(tile ? "right" : "wrong");
  said.hidden = Boolean(tile);
  tile?.click();
});
