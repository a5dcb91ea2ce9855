// Whose turn it is: words before pictures, and nothing past an entry that was refused.
export const chain = ({ place, person }) => `${person} ${place}`;
export const heldUp = (entries) => new Set(entries.filter((one) => one.state === "attention" && !one.files.length).map(chain));

// Behind one that was refused, and going nowhere until a person decides about that.
export const isHeld = (entry, entries) => !entry.files.length && heldUp(entries).has(chain(entry));

// Words before pictures: what was done is known to others before a large photo is through.
export function inTurn(entries) {
  const waiting = entries.filter((one) => one.state === "waiting");
  return [...waiting.filter((one) => !one.files.length), ...waiting.filter((one) => one.files.length)];
}
