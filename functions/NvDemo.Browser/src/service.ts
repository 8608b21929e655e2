import type { components } from './schemas';

type Schemas = components['schemas'];
export type FileItem = Schemas['File'];
export type FolderItem = Schemas['Folder'];
export type Item = FileItem | FolderItem;
export type Health = Schemas['Health'];

/** What passes by itself: a cloud, or a moment, that has no answer. */
const passing = [0, 429, 502, 503, 504];

interface Sending extends RequestInit {
  /** For how many milliseconds a request is sent again: as long as one waits for a list, or as a change of clouds takes. */
  patience?: number;
  /** Whether it may be done twice. */
  repeatable?: boolean;
}

const failover = 180_000;

/** Ends early where it is aborted. */
export const pause = (milliseconds: number, signal?: AbortSignal | null) =>
  new Promise<void>((done) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });

/** What the service refuses, or its absence (status 0). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Says for people what went wrong. */
export function explain(error: unknown): string {
  if (!(error instanceof Refusal)) return error instanceof Error ? error.message : `${error}`;
  switch (error.status) {
    case 0:
      return 'The service can’t be reached. Check the connection, and try again.';
    case 401:
      return 'Sign in first.';
    case 403:
      return `Not permitted: ${error.detail}`;
    case 413:
      return `Too large: ${error.detail}`;
    case 503:
      return `Out of service for a moment: ${error.detail} Try again soon.`;
    default:
      return error.detail;
  }
}

/** The service beside this page, with the credentials that the reader gave: they are here and nowhere else. */
export class Service {
  readonly #authorization: string;
  /** The cloud that answered last. */
  cloud = '';

  constructor(
    name: string,
    password: string,
    readonly onCloud: (cloud: string) => void = () => {},
  ) {
    this.#authorization = `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${name}:${password}`)))}`;
  }

  /** Browsers resolve dot segments, however they are encoded: such a key would be another's URL. */
  static path(key: string): string {
    const segments = key.split('/');
    if (segments.includes('.') || segments.includes('..')) throw new Refusal(400, `No URL can name ${key}: it has a segment of dots.`);
    return segments.map(encodeURIComponent).join('/');
  }

  /** Sends a request. What may be sent twice is, where a cloud is out: another one may answer. */
  async send(method: string, path: string, { patience = 5000, repeatable = method !== 'POST', ...init }: Sending = {}): Promise<Response> {
    const end = performance.now() + patience;
    for (let attempt = 1; ; attempt++) {
      let refusal: Refusal;
      let wait = Math.min(300 * 2 ** attempt, 5000);
      try {
        const response = await fetch(new URL(`../${path}`, document.baseURI), {
          ...init,
          method,
          credentials: 'omit',
          headers: { ...init.headers, Authorization: this.#authorization },
        });
        this.#answered(response);
        if (response.ok) return response;
        wait = Math.max(wait, 1000 * (Number(response.headers.get('Retry-After')) || 0));
        const problem: Partial<Schemas['Problem']> = await response.json().catch(() => ({}));
        refusal = new Refusal(response.status, problem.detail ?? problem.message ?? response.statusText);
      } catch (error) {
        if (init.signal?.aborted) throw error;
        refusal = new Refusal(0, 'No answer.');
      }
      if (!passing.includes(refusal.status) || !repeatable || performance.now() + wait > end) throw refusal;
      await pause(wait, init.signal);
    }
  }

  /** A page of a folder, and where the next one begins. */
  async list(prefix: string, cursor: string | null, signal: AbortSignal): Promise<{ items: Item[]; next: string | null }> {
    const query = new URLSearchParams({ prefix, delimiter: '/', limit: '200' });
    if (cursor) query.set('cursor', cursor);
    const response = await this.send('GET', `api/list?${query}`, { signal });
    const link = /<([^>]*)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
    const next = link ? new URL(link, document.baseURI).searchParams.get('cursor') : null;
    return { items: (await response.json()) as Item[], next };
  }

  /** A URL of the bucket; by download the browser saves the file. */
  async presign(key: string, query: { expires_in?: string; download?: string } = {}): Promise<Schemas['PresignedUrl']> {
    return (await this.send('GET', `api/download_presigned/${Service.path(key)}?${new URLSearchParams(query)}`)).json();
  }

  read = (key: string, init: RequestInit = {}) => this.send('GET', Service.path(key), init);

  put = (key: string, file: Blob, signal: AbortSignal) =>
    this.send('PUT', `api/upload/${Service.path(key)}`, {
      body: file,
      signal,
      patience: failover,
      headers: file.type ? { 'Content-Type': file.type } : {},
    });

  begin = async (key: string, file: Blob, signal: AbortSignal, part_size?: number): Promise<Schemas['BegunUpload']> =>
    (
      await this.send('POST', `api/multipart/${Service.path(key)}`, {
        body: JSON.stringify({ size: file.size, part_size, content_type: file.type || undefined } satisfies Schemas['NewUpload']),
        headers: { 'Content-Type': 'application/json' },
        signal,
        patience: failover,
        // At worst one is begun that nobody goes on with.
        repeatable: true,
      })
    ).json();

  parts = async (key: string, id: string, from: number, signal: AbortSignal): Promise<Schemas['ResumedUpload']> =>
    (await this.send('GET', `api/multipart/${Service.path(key)}?upload_id=${id}&from=${from}`, { signal, patience: failover })).json();

  complete = (key: string, id: string, signal: AbortSignal) =>
    this.send('PUT', `api/multipart/${Service.path(key)}?upload_id=${id}`, {
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
      signal,
      patience: failover,
    });

  abort = (key: string, id: string) => this.send('DELETE', `api/multipart/${Service.path(key)}?upload_id=${id}`);

  /** A large file takes several requests, between which it can be stopped; no file's key begins as their paths do. */
  async move(from: string, to: string, signal: AbortSignal): Promise<void> {
    let path: string | undefined = `api/move/${Service.path(from)}?${new URLSearchParams({ to })}`;
    while (path) {
      signal.throwIfAborted();
      // What has begun is known again.
      const going = path.includes('upload_id=');
      const init: Sending = { headers: { 'If-None-Match': '*' }, repeatable: going, ...(going && { patience: failover }) };
      const response: Response = await this.send('POST', path, init);
      path = /^\/(api\/.*)/.exec(response.headers.get('Location') ?? '')?.[1];
    }
  }

  /** Deletes a file. Whether it can be brought back. */
  remove = async (key: string): Promise<boolean> =>
    (await this.send('DELETE', Service.path(key))).headers.get('Nv-Undelete') === 'available';

  undelete = (key: string) => this.send('POST', `api/undelete/${Service.path(key)}`);

  /** Deletes all that is in a folder, which nothing brings back at once. It can be stopped between two thousands. */
  async removeFolder(prefix: string, signal: AbortSignal): Promise<false> {
    let cursor: string | null = null;
    do {
      signal.throwIfAborted();
      const query: URLSearchParams = new URLSearchParams(cursor ? { prefix, cursor } : { prefix });
      const response = await this.send('POST', `api/delete?${query}`, { body: '{}', headers: { 'Content-Type': 'application/json' }, repeatable: true });
      cursor = ((await response.json()) as { next: string | null }).next;
    } while (cursor);
    return false;
  }

  async health(): Promise<Health> {
    const response = await fetch(new URL('../health', document.baseURI), { credentials: 'omit', cache: 'no-store' });
    this.#answered(response);
    const health: Partial<Health> = await response.json();
    // A gateway answers for a service that does not.
    if (!health.checks) throw new Refusal(response.status, response.statusText);
    return health as Health;
  }

  #answered(response: Response): void {
    const cloud = response.headers.get('X-Nv-Cloud');
    if (cloud && cloud !== this.cloud) this.onCloud((this.cloud = cloud));
  }
}
