// What a page says first, saved or refused, is heard and felt too.
import { signal } from "./signals.js";

const said = document.querySelector(".said[role=alert], .said.saved");
if (said) signal(said.getAttribute("role") === "alert" ? "wrong" : "right");
