// Figures as the server reads and writes them: a comma or a point before at most three decimals, thousandths as whole numbers.

// The decimal sign of the page's language.
export const sign = new Intl.NumberFormat(document.documentElement.lang || "en")
  .formatToParts(1.5)
  .find((part) => part.type === "decimal").value;

export const milligrams = (typed) => {
  const found = /^(\d{0,9})(?:[.,](\d{0,3}))?$/.exec((typed ?? "").trim());
  if (!found || !(found[1] || found[2])) return null;
  return Number(found[1] || 0) * 1000 + Number((found[2] ?? "").padEnd(3, "0"));
};

// At least two decimals, a third only when it says something.
export const grams = (mg, sign) => {
  const rest = String(mg % 1000).padStart(3, "0");
  return `${Math.floor(mg / 1000)}${sign}${rest.slice(0, 2)}${rest[2].replace("0", "")}`;
};

// A number of tenths with the sign of the page: 14 is 1.4, 20 is 2.
export const tenths = (number, sign = ".") =>
  number % 10 ? `${Math.floor(number / 10)}${sign}${number % 10}` : String(number / 10);
