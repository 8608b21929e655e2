import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Delete, Link, Move } from './Dialogs';
import { ofInput, ofTransfer, type Chosen } from './dropped';
import { identifyFile, recallAll, type Unfinished } from './memory';
import { Preview } from './Preview';
import { isFolder, keyOf, Rows, sorted, type Action, type Order } from './Rows';
import { explain, pause, type FileItem, type Item, type Service } from './service';
import { UploadList } from './UploadList';
import { Uploads } from './uploader';

const direct = 4 * 1024 * 1024;
const folderOfAddress = () => decodeURIComponent(location.hash.slice(1));

/** A folder of the store: what is in it, and all that can be done with it. */
export function Files({ service }: { service: Service }) {
  const [folder, setFolder] = useState(folderOfAddress);
  const [search, setSearch] = useState('');
  // None until the service has answered for this folder.
  const [items, setItems] = useState<Item[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
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
  const prefix = folder + search;

  const load = useCallback(
    async (cursor: string | null) => {
      asked.current.abort();
      const { signal } = (asked.current = new AbortController());
      try {
        const page = await service.list(prefix, cursor, signal);
        setItems((before) => (cursor && before ? [...before, ...page.items] : page.items));
        setNext(page.next);
        setProblem('');
      } catch (error) {
        if (!signal.aborted) setProblem(explain(error));
      }
    },
    [service, prefix],
  );
  const reload = useRef(load);
  reload.current = load;

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
        await pause(500);
        state.stale = false;
        await reload.current(null);
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
    // What was not finished goes where it was going, each to a key of its own: the same one first.
    const left = unfinished.filter((upload) => !uploads.current!.holds(upload.key));
    const claim = (file: File, key?: string) => {
      const at = left.findIndex((upload) => upload.file === identifyFile(file) && (key === undefined || upload.key === key));
      return at < 0 ? undefined : left.splice(at, 1)[0]!.key;
    };
    const same = chosen.map(({ file, path }) => claim(file, folder + path));
    uploads.current!.add(
      service,
      chosen.map(({ file, path }, index) => ({ file, key: same[index] ?? claim(file) ?? folder + path })),
    );
    setUnfinished(left);
  };
  const taking = useRef(take);
  taking.current = take;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData?.files.length) void ofTransfer(event.clipboardData).then((chosen) => taking.current(chosen));
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
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
    void reload.current(null);
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
    <main
      class={dragging ? 'dragging' : ''}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDragging(false);
        if (event.dataTransfer) void ofTransfer(event.dataTransfer).then(take);
      }}
    >
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
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <Picker label="Upload files" onChosen={take} />
        <Picker label="Upload a folder" folder onChosen={take} />
      </div>
      {unfinished.length > 0 && (
        <p class="note">
          Not finished: {unfinished.map((upload) => upload.name).join(', ')}. Choose the same {unfinished.length > 1 ? 'files' : 'file'} again to go on.
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
      {next && <More key={next} onMore={() => void load(next)} />}
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
