// The device's own small database: entries that wait, keys of those that were sent, my pieces as last seen.
const STORES = ["entries", "sent", "kept"];

const open = () =>
  new Promise((done, fail) => {
    const asked = indexedDB.open("workshop", 1);
    asked.onupgradeneeded = () => {
      const entries = asked.result.createObjectStore("entries", { keyPath: "seq", autoIncrement: true });
      entries.createIndex("id", "id", { unique: true });
      asked.result.createObjectStore("sent", { keyPath: "id" });
      asked.result.createObjectStore("kept");
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => fail(asked.error ?? new Error("blocked"));
  });

// Opened anew each time: a database that was cleared meanwhile is simply made again.
export async function transact(mode, act) {
  const db = await open();
  try {
    return await new Promise((done, fail) => {
      const deal = db.transaction(STORES, mode, { durability: "strict" });
      deal.oncomplete = () => done(asked?.result);
      deal.onerror = deal.onabort = () => fail(deal.error ?? new Error("aborted"));
      const asked = act(Object.fromEntries(STORES.map((name) => [name, deal.objectStore(name)])));
    });
  } finally {
    db.close();
  }
}
