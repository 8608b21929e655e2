import type { components } from './schemas';

type Schemas = components['schemas'];
export type FileItem = Schemas['File'];
export type FolderItem = Schemas['Folder'];
export type Item = FileItem | FolderItem;
export type Health = Schemas['Health'];

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

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
  async send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      let refusal: Refusal;
      try {
        const response = await fetch(new URL(`../${path}`, document.baseURI), {
          ...init,
          method,
          credentials: 'omit',
          headers: { ...init.headers, Authorization: this.#authorization },
        });
        this.#answered(response);
        if (response.ok) return response;
        const problem: Partial<Schemas['Problem']> = await response.json().catch(() => ({}));
        refusal = new Refusal(response.status, problem.detail ?? problem.message ?? response.statusText);
      } catch (error) {
        if (init.signal?.aborted) throw error;
        refusal = new Refusal(0, 'No answer.');
      }
      const passes = refusal.status === 0 || refusal.status === 503 || refusal.status === 502;
      if (!passes || method === 'POST' || attempt === 4) throw refusal;
      await pause(300 * 2 ** attempt);
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
      headers: file.type ? { 'Content-Type': file.type } : {},
    });

  begin = async (key: string, file: Blob, part_size?: number): Promise<Schemas['BegunUpload']> =>
    (
      await this.send('POST', `api/multipart/${Service.path(key)}`, {
        body: JSON.stringify({ size: file.size, part_size, content_type: file.type || undefined } satisfies Schemas['NewUpload']),
        headers: { 'Content-Type': 'application/json' },
      })
    ).json();

  parts = async (key: string, id: string, from: number): Promise<Schemas['ResumedUpload']> =>
    (await this.send('GET', `api/multipart/${Service.path(key)}?upload_id=${id}&from=${from}`)).json();

  complete = (key: string, id: string) =>
    this.send('PUT', `api/multipart/${Service.path(key)}?upload_id=${id}`, {
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    });

  abort = (key: string, id: string) => this.send('DELETE', `api/multipart/${Service.path(key)}?upload_id=${id}`);

  /** A large file takes several requests; no file's key begins as their paths do. */
  async move(from: string, to: string): Promise<void> {
    let path: string | undefined = `api/move/${Service.path(from)}?${new URLSearchParams({ to })}`;
    while (path) {
      const response: Response = await this.send('POST', path, { headers: { 'If-None-Match': '*' } });
      path = /^\/(api\/.*)/.exec(response.headers.get('Location') ?? '')?.[1];
    }
  }

  /** Deletes a file. Whether it can be brought back. */
  remove = async (key: string): Promise<boolean> =>
    (await this.send('DELETE', Service.path(key))).headers.get('Nv-Undelete') === 'available';

  undelete = (key: string) => this.send('POST', `api/undelete/${Service.path(key)}`);

  /** Deletes all that is in a folder, which nothing brings back at once. */
  async removeFolder(prefix: string): Promise<false> {
    let cursor: string | null = null;
    do {
      const query: URLSearchParams = new URLSearchParams(cursor ? { prefix, cursor } : { prefix });
      const response = await this.send('POST', `api/delete?${query}`, { body: '{}', headers: { 'Content-Type': 'application/json' } });
      cursor = ((await response.json()) as { next: string | null }).next;
    } while (cursor);
    return false;
  }

  async health(): Promise<Health> {
    const response = await fetch(new URL('../health', document.baseURI), { credentials: 'omit', cache: 'no-store' });
    this.#answered(response);
    return response.json();
  }

  #answered(response: Response): void {
    const cloud = response.headers.get('X-Nv-Cloud');
    if (cloud && cloud !== this.cloud) this.onCloud((this.cloud = cloud));
  }
}
