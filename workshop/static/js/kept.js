// What the device keeps by name, besides entries.
import { transact } from "./db.js";

export const kept = (name) => transact("readonly", (stores) => stores.kept.get(name));
export const keep = (name, value) => transact("readwrite", (stores) => stores.kept.put(value, name));
export const drop = (name) => transact("readwrite", (stores) => stores.kept.delete(name));
