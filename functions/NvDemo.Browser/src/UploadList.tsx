import { bytes } from './format';
import type { Upload, Uploads } from './uploader';

const words = { waiting: 'waiting', running: 'uploading', paused: 'paused', done: 'done', failed: 'failed' };

const most = 100;

/** The uploads, how far they are, and what can be done with each; of very many those that something is to be said of. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  const { all } = uploads;
  if (all.length === 0) return null;
  const count = (state: Upload['state']) => all.filter((upload) => upload.state === state).length;
  const [failed, paused] = [count('failed'), count('paused')];
  const shown = all.length <= most ? all : all.filter(({ state }) => state !== 'waiting' && state !== 'done').slice(0, most);
  return (
    <section class="uploads" aria-labelledby="uploads-title">
      <header>
        <h2 id="uploads-title">Uploads</h2>
        <span role="status">
          {count('done')} of {all.length} done{failed > 0 && `, ${failed} failed`}
        </span>
        {failed + paused > 1 && (
          <button type="button" class="quiet" onClick={() => uploads.resume()}>
            Resume all
          </button>
        )}
        <button type="button" class="quiet" onClick={() => uploads.clear()}>
          Clear done
        </button>
      </header>
      {/* It scrolls, so that the keyboard must get there. */}
      <ul tabIndex={0} aria-labelledby="uploads-title">
        {shown.map((upload) => (
          <li key={upload} data-state={upload.state}>
            <Line upload={upload} uploads={uploads} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { state, file } = upload;
  return (
    <>
      <span class="name">{upload.key}</span>
      <progress max={file.size || 1} value={state === 'done' ? file.size || 1 : upload.sent} aria-label={`Upload of ${file.name}`} />
      <span class="detail">
        {upload.problem || words[state]}
        {state === 'running' && ` · ${bytes(upload.sent)} of ${bytes(file.size)} · ${bytes(upload.speed)}/s`}
      </span>
      {state === 'running' && (
        <button type="button" aria-label={`Pause ${file.name}`} onClick={() => upload.pause()}>
          Pause
        </button>
      )}
      {(state === 'paused' || state === 'failed') && (
        <button type="button" aria-label={`Resume ${file.name}`} onClick={() => uploads.again(upload)}>
          Resume
        </button>
      )}
      {state !== 'done' && (
        <button type="button" class="quiet" aria-label={`Give up ${file.name}`} onClick={() => void uploads.remove(upload).catch(() => {})}>
          ✕
        </button>
      )}
    </>
  );
}
