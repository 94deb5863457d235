// Reports that wait on this phone. Page and worker both open this store; each report is a record of its own.
export async function openQueue() {
  const opening = indexedDB.open("kerege-reports", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("reports", { keyPath: "id" });
    opening.result.createObjectStore("choices");
  };
  const database = await answered(opening);
  const run = (store, mode, work) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  return {
    all: async () => {
      const found = await run("reports", "readonly", (store) => store.getAll());
      return found.sort((a, b) => a.writtenAt.localeCompare(b.writtenAt));
    },
    get: (id) => run("reports", "readonly", (store) => store.get(id)),
    put: (report) => run("reports", "readwrite", (store) => store.put(report)),
    remove: (id) => run("reports", "readwrite", (store) => store.delete(id)),
    choice: (name) => run("choices", "readonly", (store) => store.get(name)),
    choose: (name, value) => run("choices", "readwrite", (store) => store.put(value, name)),
  };
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error || new Error("The store cannot be opened."));
  });
}
