// Where a piece will be once what waits has been sent: a finished stage is over, a started one is in hand.
export function after(piece, entries) {
  const now = { ...piece };
  for (const { fields } of entries.filter((one) => one.place === `/pieces/${piece.serial}` && one.state !== "aside")) {
    const kind = fields.find(([name]) => name === "kind")?.[1];
    const at = now.stages.findIndex(([name]) => name === now.stage);
    if (kind === "start" || kind === "take_up") now.working = true;
    else if (kind === "put_down") now.working = false;
    else if (at >= 0 && kind === now.stages[at][1])
      Object.assign(now, { working: false, stage: now.stages[at + 1]?.[0] ?? "" });
  }
  return now;
}
