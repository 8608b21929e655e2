import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Delete, Link, Move } from './Dialogs';
import { named, ofInput, ofTransfer, type Chosen, type Dropped } from './dropped';
import { forget, identify, recallAll, type Unfinished } from './memory';
import { Preview } from './Preview';
import { isFolder, keyOf, Rows, sorted, type Action, type Order } from './Rows';
import { explain, pause, type FileItem, type Item, type Service } from './service';
import { UploadList } from './UploadList';
import { Uploads } from './uploader';

const direct = 4 * 1024 * 1024;

// As people type it, too.
function folderOfAddress(): string {
  try {
    return decodeURIComponent(location.hash.slice(1)).replace(/[^/]$/, '$&/');
  } catch {
    return '';
  }
}

/** A folder of the store: what is in it, and all that can be done with it. */
export function Files({ service }: { service: Service }) {
  const [folder, setFolder] = useState(folderOfAddress);
  const [search, setSearch] = useState('');
  // None until the service has answered for this folder.
  const [items, setItems] = useState<Item[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [listed, setListed] = useState(0);
  const [order, setOrder] = useState<{ by: Order; descending: boolean }>({ by: 'name', descending: false });
  const [message, setMessage] = useState('');
  const [deleted, setDeleted] = useState<string | undefined>();
  const [problem, setProblem] = useState('');
  const [dialog, setDialog] = useState<{ action: Action; item: Item } | null>(null);
  const [unfinished, setUnfinished] = useState<Unfinished[]>([]);
  const [dragging, setDragging] = useState(false);
  const [, redraw] = useState(0);
  const [moves, setMoves] = useState(0);
  const asked = useRef(new AbortController());
  const pages = useRef(1);
  const prefix = folder + search;

  const load = useCallback(
    async (cursor: string | null, count = 1) => {
      asked.current.abort();
      const { signal } = (asked.current = new AbortController());
      try {
        const found: Item[] = [];
        let after = cursor;
        let read = 0;
        do {
          const page = await service.list(prefix, after, signal);
          found.push(...page.items);
          after = page.next;
          read++;
        } while (after && read < count);
        pages.current = cursor ? pages.current + read : read;
        setItems((before) => (cursor && before ? [...before, ...found] : found));
        setNext(after);
        setListed((times) => times + 1);
        setProblem('');
      } catch (error) {
        if (!signal.aborted) setProblem(explain(error));
      }
    },
    [service, prefix],
  );
  // As much as is shown, so that nobody loses their place.
  const reload = useRef(() => load(null));
  reload.current = () => load(null, pages.current);

  // However many files change at once, they are drawn and listed once.
  const drawing = useRef(0);
  const listing = useRef({ busy: false, stale: false, gone: false });
  const uploads = useRef<Uploads>();
  uploads.current ??= new Uploads(
    () =>
      (drawing.current ||= requestAnimationFrame(() => {
        drawing.current = 0;
        redraw((count) => count + 1);
      })),
    async () => {
      const state = listing.current;
      state.stale = true;
      if (state.busy) return;
      for (state.busy = true; state.stale && !state.gone; ) {
        await pause(Math.min(500 * pages.current, 10_000));
        state.stale = false;
        await reload.current();
      }
      state.busy = false;
    },
  );

  // As one types, but not for each letter.
  useEffect(() => {
    const timer = setTimeout(() => void load(null), search ? 150 : 0);
    return () => clearTimeout(timer);
  }, [load, moves]);

  // Before anything else can happen, so that no change of the address is missed.
  useLayoutEffect(() => {
    const moved = () => {
      asked.current.abort();
      setFolder(folderOfAddress());
      setSearch('');
      setItems(null);
      setNext(null);
      pages.current = 1;
      // There may be two addresses of one folder.
      setMoves((count) => count + 1);
    };
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);

  useEffect(() => {
    void recallAll().then(setUnfinished);
    return () => {
      cancelAnimationFrame(drawing.current);
      listing.current.gone = true;
      uploads.current!.stop();
    };
  }, []);

  // What was focused is gone with the folder before.
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = folder ? `${folder} – NvDemo` : 'NvDemo';
    if (moves > 0) title.current!.focus();
  }, [folder, moves]);

  const take = (chosen: Chosen[]) => {
    const files = chosen.map(({ file, path }) => ({ file, key: folder + path }));
    uploads.current!.add(service, files);
    // What was not finished goes on where the same file is chosen for the same key.
    const known = new Set(files.map(({ file, key }) => identify(file, key)));
    setUnfinished(unfinished.filter((upload) => !known.has(upload.identity)));
  };
  const forgetAll = () => {
    for (const { identity } of unfinished) void forget(identity);
    setUnfinished([]);
  };
  const receive = ({ chosen, unreadable }: Dropped) => {
    take(chosen);
    if (unreadable.length > 0) say(`Can’t be read: ${unreadable.join(', ')}.`);
  };
  const receiving = useRef(receive);
  receiving.current = receive;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const isElsewhere = event.target instanceof HTMLInputElement || document.querySelector('dialog[open]');
      if (event.clipboardData?.files.length && !isElsewhere)
        void ofTransfer(event.clipboardData).then(({ chosen, unreadable }) => receiving.current({ chosen: named(chosen), unreadable }));
    };
    // Wherever else they are dropped, the browser would open them in place of the page.
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setDragging(event.type === 'dragover');
      if (event.type === 'drop') void ofTransfer(event.dataTransfer).then((dropped) => receiving.current(dropped));
    };
    const leave = (event: DragEvent) => {
      if (!event.relatedTarget) setDragging(false);
    };
    const unload = (event: Event) => {
      if (uploads.current!.areUnderWay) event.preventDefault();
    };
    const gone = new AbortController();
    const { signal } = gone;
    addEventListener('paste', paste, { signal });
    addEventListener('dragover', drag, { signal });
    addEventListener('drop', drag, { signal });
    addEventListener('dragleave', leave, { signal });
    addEventListener('beforeunload', unload, { signal });
    return () => gone.abort();
  }, []);

  const open = (to: string) => (location.hash = encodeURIComponent(to));
  const act = (action: Action, item: Item) => {
    if (action === 'download' && !isFolder(item)) download(service, item).catch((error) => setProblem(explain(error)));
    else setDialog({ action, item });
  };
  const close = () => setDialog(null);
  const say = (text: string, undoable?: string) => {
    setMessage(text);
    setDeleted(undoable);
  };
  const done = (text: string, undoable?: string) => {
    say(text, undoable);
    void reload.current().then(() =>
      // What was focused may be gone with its row.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) title.current?.focus();
      }),
    );
  };

  const undo = async (key: string) => {
    setDeleted(undefined);
    try {
      await service.undelete(key);
      done(`${key} is back.`);
    } catch (error) {
      setDeleted(key);
      setProblem(explain(error));
    }
  };

  const crumbs = folder.split('/').slice(0, -1);
  const head = (by: Order, label: string) => (
    <th scope="col" class={by} aria-sort={order.by !== by ? 'none' : order.descending ? 'descending' : 'ascending'}>
      <button type="button" class="link" onClick={() => setOrder({ by, descending: order.by === by && !order.descending })}>
        {label}
        <span aria-hidden="true">{order.by !== by ? '' : order.descending ? ' ↓' : ' ↑'}</span>
      </button>
    </th>
  );
  return (
    <main class={dragging ? 'dragging' : ''}>
      <h1 class="hidden" ref={title} tabIndex={-1}>
        {folder || 'All files'}
      </h1>
      <div class="tools">
        <nav aria-label="Folders">
          <button type="button" class="link" onClick={() => open('')}>
            All files
          </button>
          {crumbs.map((name, index) => (
            <span key={index}>
              {' / '}
              <button type="button" class="link" onClick={() => open(`${crumbs.slice(0, index + 1).join('/')}/`)}>
                {name}
              </button>
            </span>
          ))}
        </nav>
        <input
          type="search"
          aria-label="Names that begin with"
          placeholder="Names that begin with…"
          value={search}
          onInput={(event) => {
            pages.current = 1;
            setSearch(event.currentTarget.value);
          }}
        />
        <Picker label="Upload files" onChosen={take} />
        <Picker label="Upload a folder" folder onChosen={take} />
      </div>
      {unfinished.length > 0 && (
        <p class="note">
          Not finished: {unfinished.map((upload) => upload.key).join(', ')}. Choose the same {unfinished.length > 1 ? 'files' : 'file'} again, where{' '}
          {unfinished.length > 1 ? 'they were' : 'it was'} going, to go on.
          <button type="button" class="quiet" onClick={forgetAll}>
            Forget
          </button>
        </p>
      )}
      <p role="alert">{problem}</p>
      <p role="status" class="message">
        {message}
        {deleted && (
          <button type="button" class="quiet undo" onClick={() => void undo(deleted)}>
            Undo
          </button>
        )}
      </p>
      <UploadList uploads={uploads.current} />
      <table>
        <caption class="hidden">What is in {folder || 'the store'}</caption>
        <thead>
          <tr>
            {head('name', 'Name')}
            {head('size', 'Size')}
            {head('date', 'Added')}
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <Rows items={sorted(items ?? [], order.by, order.descending)} folder={folder} onOpen={open} onAct={act} />
      </table>
      {items?.length === 0 && !problem && <p class="note">Nothing here. Drop files anywhere, paste them, or choose them.</p>}
      {next && <More key={listed} onMore={() => void load(next)} />}
      {dialog?.action === 'preview' && <Preview key={keyOf(dialog.item)} service={service} file={dialog.item as FileItem} onClose={close} />}
      {dialog?.action === 'delete' && <Delete service={service} item={dialog.item} onClose={close} onDone={done} />}
      {dialog?.action === 'move' && <Move service={service} file={dialog.item as FileItem} onClose={close} onDone={done} />}
      {dialog?.action === 'link' && <Link service={service} file={dialog.item as FileItem} onClose={close} onDone={say} />}
    </main>
  );
}

function Picker({ label, folder, onChosen }: { label: string; folder?: boolean; onChosen: (chosen: Chosen[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current!.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={label}
        {...(folder && { webkitdirectory: true })}
        onChange={(event) => {
          const chosen = ofInput(event.currentTarget.files!);
          event.currentTarget.value = '';
          onChosen(chosen);
        }}
      />
    </>
  );
}

/** Asks for the next page when it comes into sight, or is pressed. */
function More({ onMore }: { onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) {
        observer.disconnect();
        onMore();
      }
    });
    observer.observe(button.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <button type="button" ref={button} onClick={onMore}>
      More
    </button>
  );
}

// A link to another origin can't name the file, so what is small is fetched.
async function download(service: Service, file: FileItem): Promise<void> {
  const link = document.createElement('a');
  link.download = file.filename;
  if ((file.size ?? direct) < direct) {
    link.href = URL.createObjectURL(await (await service.read(file.prefix_path)).blob());
  } else {
    link.href = (await service.presign(file.prefix_path, { download: file.filename })).url;
    link.target = '_blank';
    link.rel = 'noopener';
  }
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
