/** Files that are chosen, dropped or pasted, with their paths below the folder they came in. */
export interface Chosen {
  file: File;
  path: string;
}

export const ofInput = (files: FileList): Chosen[] =>
  Array.from(files, (file) => ({ file, path: file.webkitRelativePath || file.name }));

/** All files of a drop or a paste, those of folders too. */
export async function ofTransfer(transfer: DataTransfer): Promise<Chosen[]> {
  // What is asked for later than at once is gone.
  const entries = Array.from(transfer.items, (item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter((entry) => entry !== null);
  if (entries.length === 0) return Array.from(transfer.files, (file) => ({ file, path: file.name }));
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry: FileSystemEntry): Promise<Chosen[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.slice(1) || file.name }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Chosen[] = [];
  for (;;) {
    // A hundred at a time.
    const page = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (page.length === 0) return found;
    found.push(...(await Promise.all(page.map(walk))).flat());
  }
}
