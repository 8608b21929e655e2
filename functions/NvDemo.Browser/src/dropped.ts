/** What browsers call a picture that is pasted, whichever it is. */
const anyPicture = 'image.png';

/** Files that are chosen, dropped or pasted, with their paths below the folder they came in. */
export interface Chosen {
  file: File;
  path: string;
}

/** Pasted pictures have names of their own, so that none takes another's place. */
export const named = (chosen: Chosen[]): Chosen[] =>
  chosen.map(({ file, path }, index) => ({
    file,
    path: path === anyPicture ? `pasted ${new Date().toISOString().replace(/[:TZ]/g, ' ').trim()}${index ? ` ${index}` : ''}.png` : path,
  }));

export const ofInput = (files: FileList): Chosen[] =>
  Array.from(files, (file) => ({ file, path: file.webkitRelativePath || file.name }));

/** What a drop or a paste has. */
export interface Dropped {
  chosen: Chosen[];
  /** The names of what can't be read. */
  unreadable: string[];
}

/** All files of a drop or a paste, those of folders too. */
export async function ofTransfer(transfer: DataTransfer): Promise<Dropped> {
  // What is asked for later than at once is gone.
  const entries = Array.from(transfer.items, (item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter((entry) => entry !== null);
  if (entries.length === 0) return { chosen: Array.from(transfer.files, (file) => ({ file, path: file.name })), unreadable: [] };
  const unreadable: string[] = [];
  const walk = (entry: FileSystemEntry): Promise<Chosen[]> =>
    read(entry, walk).catch(() => {
      unreadable.push(entry.fullPath.slice(1));
      return [];
    });
  return { chosen: (await Promise.all(entries.map(walk))).flat(), unreadable };
}

async function read(entry: FileSystemEntry, walk: (entry: FileSystemEntry) => Promise<Chosen[]>): Promise<Chosen[]> {
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
