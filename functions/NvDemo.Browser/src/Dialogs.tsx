import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from './Dialog';
import { isFolder, keyOf } from './Rows';
import { explain, type FileItem, type Item, type Service } from './service';

interface Props {
  service: Service;
  onClose: () => void;
  /** Something has changed, and what; the key of a file that can be brought back. */
  onDone: (message: string, deleted?: string) => void;
}

// Runs what a form asks for; the dialog stays where it fails. Once it is closed nothing more is begun, which is told.
function useTask(task: (signal: AbortSignal) => Promise<void>, onStopped: () => void = () => {}) {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const open = useRef(new AbortController());
  useEffect(() => () => open.current.abort(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    const { signal } = open.current;
    await task(signal).catch((error) => (signal.aborted ? onStopped() : setProblem(explain(error))));
    setBusy(false);
  };
  return { problem, busy, submit };
}

export function Delete({ service, item, onClose, onDone }: Props & { item: Item }) {
  const key = keyOf(item);
  const { problem, busy, submit } = useTask(async (signal) => {
    const isKept = isFolder(item) ? await service.removeFolder(key, signal) : await service.remove(key);
    onDone(`${key} is deleted.`, isKept ? key : undefined);
    if (!signal.aborted) onClose();
  }, () => onDone(`The deletion of ${key} was stopped, or failed.`));
  return (
    <Dialog title={isFolder(item) ? 'Delete the folder?' : 'Delete the file?'} onClose={onClose}>
      <form onSubmit={submit}>
        <p>
          <strong>{key}</strong> {isFolder(item) ? 'and all that is in it will be gone.' : 'will be gone.'}
        </p>
        <p role="alert">{problem}</p>
        <button class="danger" disabled={busy}>
          Delete
        </button>
      </form>
    </Dialog>
  );
}

export function Move({ service, file, onClose, onDone }: Props & { file: FileItem }) {
  const [to, setTo] = useState(file.prefix_path);
  const { problem, busy, submit } = useTask(async (signal) => {
    await service.move(file.prefix_path, to, signal);
    onDone(`${file.prefix_path} is now ${to}.`);
    if (!signal.aborted) onClose();
  }, () => onDone(`The move of ${file.prefix_path} was stopped, or failed.`));
  return (
    <Dialog title="Move or rename" onClose={onClose}>
      <form onSubmit={submit}>
        <label>
          New key
          <input value={to} required onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
        <p role="alert">{problem}</p>
        <button disabled={busy || to === file.prefix_path}>Move</button>
      </form>
    </Dialog>
  );
}

const lifetimes: [seconds: number, label: string][] = [
  [300, '5 minutes'],
  [900, '15 minutes'],
  [3600, '1 hour'],
];

export function Link({ service, file, onClose, onDone }: Props & { file: FileItem }) {
  const [seconds, setSeconds] = useState(900);
  const [link, setLink] = useState('');
  const { problem, busy, submit } = useTask(async () => {
    const { url, expires_in } = await service.presign(file.prefix_path, { expires_in: `${seconds}` });
    setLink(url);
    // Not where the browser does not permit it; the field has the link then.
    await navigator.clipboard?.writeText(url).catch(() => {});
    onDone(`The link is good for ${Math.round(expires_in / 60)} minutes.`);
  });
  return (
    <Dialog title="A link for others" onClose={onClose}>
      <form onSubmit={submit}>
        <p>Whoever has the link has {file.filename}, until it expires.</p>
        <label>
          Expires after
          <select value={seconds} onChange={(event) => setSeconds(Number(event.currentTarget.value))}>
            {lifetimes.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <p role="alert">{problem}</p>
        {link && (
          <label>
            Copied:
            <input readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
          </label>
        )}
        <button disabled={busy}>Copy link</button>
      </form>
    </Dialog>
  );
}
