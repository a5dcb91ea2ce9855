// What stands answered for one check, as the form has it now. The server judges again, and only that counts.
const FIGURE = /^(\d+)(?:[.,](\d{0,3}))?$/;

// Thousandths of a typed figure; null for what is none.
export const thousandths = (typed) => {
  const found = FIGURE.exec(typed.trim());
  return found ? Number(found[1]) * 1000 + Number((found[2] || "").padEnd(3, "0")) : null;
};

const measured = (check, field, words) => {
  const typed = field.value.trim();
  if (!typed) return { state: "open" };
  const figure = thousandths(typed);
  if (figure === null) return { state: "open", told: typed, said: words.notRead, wrong: true };
  const { low, high, unit, limits } = check.dataset;
  const holds = figure >= Number(low) && figure <= Number(high);
  const inside = limits ? words.inside : words.taken;
  return { state: holds ? "yes" : "no", told: `${typed} ${unit}`, said: holds ? inside : words.outside, figure };
};

const hasPhoto = (check) => {
  const field = check.querySelector("input[type=file][name^='p-']");
  return Boolean(field?.files.length || check.querySelector("input[name^='chosen-p-']"));
};

// {state: open, yes or no; told: the answer in words; said: the judgement of a figure}
export const answerOf = (check, words) => {
  const { how } = check.dataset;
  const field = check.querySelector("input[name^='m-']");
  if (how === "measurement") return measured(check, field, words);
  const chosen = check.querySelector("input[name^='a-']:checked")?.value;
  const count = how === "count" ? field.value.trim() : "";
  const missing = how === "count" && !/^\d+$/.test(count) ? words.figureMissing : how === "photo" && !hasPhoto(check) ? words.photoMissing : "";
  if (!chosen) return { state: "open", told: count ? words.answerMissing : "" };
  if (missing) return { state: "open", told: missing };
  return { state: chosen, told: [count, words[chosen]].filter(Boolean).join(": ") };
};

// Where a figure stands on a scale whose middle half is what the limits allow, from 2 to 98.
export const placeOf = ({ low, high }, figure) => {
  const span = Math.max(1, high - low);
  return Math.min(98, Math.max(2, 25 + (50 * (figure - low)) / span));
};
