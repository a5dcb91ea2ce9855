"use strict";
// Says of a signed file whether this workshop signed it and whether a single letter of it was changed. Sends nothing.
const own = JSON.parse(document.getElementById("key").textContent);
const words = JSON.parse(document.getElementById("words").textContent);
const answer = document.getElementById("answer");
const told = document.getElementById("told");

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const plain = (content) => btoa(String.fromCharCode(...content)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const read = (text) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(text)));

function parts(text) {
  const whole = JSON.parse(text);
  const { payload, protected: header, signature } = whole;
  const same = JSON.stringify({ payload, protected: header, signature }, null, 1);
  if (text.replace(/\r\n/g, "\n").trim() !== same || plain(bytes(signature)) !== signature) throw new Error("changed");
  return { header: read(header), signed: `${header}.${payload}`, signature: bytes(signature), payload };
}

async function judge(text) {
  if (!window.crypto || !crypto.subtle) return ["cannot"];
  let file;
  try {
    file = parts(text);
  } catch {
    return ["nofile"];
  }
  const { alg, typ, jwk } = file.header;
  if (alg !== "ES256" || typ !== "workshop-passport" || !jwk) return ["nofile"];
  if (jwk.x !== own.x || jwk.y !== own.y || jwk.crv !== own.crv) return ["otherkey"];
  const key = await crypto.subtle.importKey("jwk", own, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const content = new TextEncoder().encode(file.signed);
  const right = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, file.signature, content);
  return right ? ["right", read(file.payload)] : ["changed"];
}

function line(tag, text, into) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.dir = "auto";
  into.append(made);
  return made;
}

function rows(title, pairs) {
  if (!pairs.length) return;
  line("h2", title, told);
  const list = document.createElement("dl");
  list.className = "rows";
  for (const [label, text] of pairs) {
    const row = document.createElement("div");
    line("dt", label, row);
    line("dd", text, row);
    list.append(row);
  }
  told.append(list);
}

function list(title, texts) {
  if (!texts.length) return;
  line("h2", title, told);
  const made = document.createElement("ul");
  made.className = "plain";
  for (const text of texts) line("li", text, made);
  told.append(made);
}

function show(signed) {
  const { passport } = signed;
  line("h2", passport.design, told);
  line("p", [passport.number, passport.serial].filter(Boolean).join(" · "), told);
  if (passport.state) line("p", `${passport.state.title}. ${passport.state.sentence}`, told);
  if (passport.reported) {
    line("h3", passport.reported.title, told);
    line("p", `${passport.reported.since} ${passport.reported.sentence}`, told);
  }
  line("p", passport.said, told);
  rows(words.about, [[words.asof, signed.as_of], [words.workshop, passport.workshop], [words.code, passport.code], [words.version, String(signed.version)]]);
  rows(words.what, passport.facts);
  const parts = passport.parts.flatMap(([title, figure, figures, evidence]) => [[title, figure], ...figures, ...evidence.map((text) => ["", text])]);
  rows(words.made, [...parts, ...passport.materials, ...passport.struck]);
  list(words.said, passport.claims.map(([sentence, limit]) => `${sentence} ${limit}`.trim()));
  for (const look of passport.inspections) list(look.title, look.checks.map(([text, found]) => `${text} ${found}`));
  list(words.compare, passport.compare);
}

// Only the file that was asked about last is answered, and no earlier answer stands meanwhile.
let asked = 0;

async function check() {
  const mine = ++asked;
  const [chosen] = document.getElementById("file").files;
  const typed = document.getElementById("number").value.replace(/[^0-9a-f]/gi, "").toUpperCase();
  told.replaceChildren();
  answer.replaceChildren();
  answer.hidden = true;
  let verdict = "nothing", signed;
  if (typed && typed !== words.number.replace(/ /g, "")) verdict = "othercard";
  else if (chosen) [verdict, signed] = await judge(await chosen.text());
  if (mine !== asked) return;
  answer.hidden = false;
  answer.dataset.verdict = verdict;
  answer.className = verdict === "right" ? "state" : "state stop";
  line("h2", words.titles[verdict], answer);
  line("p", words.sentences[verdict], answer);
  if (signed) show(signed);
}

document.getElementById("check").addEventListener("click", check);
