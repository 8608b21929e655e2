/** What an upload that was begun is known by again: never credentials, never content. */
export interface Unfinished {
  /** The file's name, size and date, and the key that it goes to. */
  identity: string;
  key: string;
  id: string;
}

export const identify = (file: File, key: string) => `${file.name}|${file.size}|${file.lastModified}|${key}`;

const done = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const open = indexedDB.open('nvdemo', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('uploads', { keyPath: 'identity' });
  return (await done(open)).transaction('uploads', mode).objectStore('uploads');
}

// Without IndexedDB (a private window) uploads work, but are forgotten by a reload.
export const remember = async (upload: Unfinished) => store('readwrite').then((uploads) => done(uploads.put(upload))).catch(() => {});
export const forget = async (identity: string) => store('readwrite').then((uploads) => done(uploads.delete(identity))).catch(() => {});
export const recall = async (identity: string): Promise<Unfinished | undefined> =>
  store('readonly').then((uploads) => done(uploads.get(identity))).catch(() => undefined);
export const recallAll = async (): Promise<Unfinished[]> =>
  store('readonly').then((uploads) => done(uploads.getAll())).catch(() => []);
