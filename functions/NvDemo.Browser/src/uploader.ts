import { forget, identify, recall, remember } from './memory';
import { explain, Refusal, type Service } from './service';

export type State = 'waiting' | 'running' | 'paused' | 'done' | 'failed';

const direct = 4 * 1024 * 1024;
const partSize = 8 * 1024 * 1024;
const partsAtOnce = 4;
const filesAtOnce = 3;
const tries = 6;
const window = 3000;

/** A file on its way: whole where it is small, else in parts, straight to the bucket. */
export class Upload {
  state: State = 'waiting';
  problem = '';
  /** Bytes that have arrived. */
  sent = 0;
  /** Bytes a second, of late. */
  speed = 0;

  #stop = new AbortController();
  #run: Promise<void> = Promise.resolve();
  #id = '';
  #flying = new Map<number, number>();
  #stored = 0;
  #samples: [time: number, bytes: number][] = [];

  constructor(
    readonly service: Service,
    readonly file: File,
    readonly key: string,
    readonly onChange: () => void,
  ) {}

  /** One run at a time: what was paused may still wait for an answer. */
  run(): Promise<void> {
    this.#become('running');
    return (this.#run = this.#run.then(() => (this.state === 'running' ? this.#start() : undefined)));
  }

  async #start(): Promise<void> {
    this.#stop = new AbortController();
    this.#samples = [];
    try {
      await this.#send();
      await forget(this.#identity);
      this.sent = this.file.size;
      this.#become('done');
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#stop.abort();
      this.problem = explain(error);
      this.#become('failed');
    }
  }

  pause(): void {
    this.#become('paused');
    this.#stop.abort();
  }

  async cancel(): Promise<void> {
    this.#become('paused');
    this.#stop.abort();
    await this.#run;
    await forget(this.#identity);
    if (this.#id) await this.service.abort(this.key, this.#id);
  }

  get #identity(): string {
    return identify(this.file, this.key);
  }

  async #send(): Promise<void> {
    if (this.file.size <= direct && !this.#id) {
      try {
        await this.service.put(this.key, this.file, this.#stop.signal);
        return;
      } catch (error) {
        // Too large for the service, or for the connection in the time that it has.
        if (!(error instanceof Refusal && [408, 413].includes(error.status))) throw error;
      }
    }
    await this.#sendInParts();
  }

  async #sendInParts(): Promise<void> {
    this.#id ||= (await recall(this.#identity))?.id ?? '';
    let urls = new Map<number, string>();
    let size = 0;
    let count = 0;
    const stored = new Set<number>();
    this.#stored = 0;
    if (this.#id) {
      try {
        for (let from: number | null = 1; from; ) {
          const page: Awaited<ReturnType<Service['parts']>> = await this.service.parts(this.key, this.#id, from, this.#stop.signal);
          [size, count, from] = [page.part_size, page.part_count, page.next];
          for (const part of page.stored) {
            stored.add(part.number);
            this.#stored += part.size;
          }
          for (const part of page.parts) urls.set(part.number, part.url);
        }
      } catch (error) {
        // Completed, and the answer was lost; or given up by the service: then it begins again.
        if (!(error instanceof Refusal && error.status === 404)) throw error;
        if (await this.#wasCompleted()) return;
        this.#id = '';
      }
    }
    if (!this.#id) {
      const begun = await this.service.begin(this.key, this.file, this.#stop.signal, this.file.size < 1000 * partSize ? partSize : undefined);
      [this.#id, size, count] = [begun.upload_id, begun.part_size, begun.part_count];
      urls = new Map(begun.parts.map((part) => [part.number, part.url]));
      await remember({ identity: this.#identity, key: this.key, id: this.#id });
    }

    const left = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !stored.has(number));
    this.#flying.clear();
    this.#progress();
    // Where one fails the others end, and none goes on beside the next run.
    const failed = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, failed.signal]);
    const lane = async () => {
      for (let number = left.shift(); number; number = left.shift()) await this.#sendPart(number, size, urls, signal);
    };
    await Promise.all(Array.from({ length: partsAtOnce }, () => lane().catch((error) => failed.abort(error))));
    signal.throwIfAborted();
    await this.service.complete(this.key, this.#id, this.#stop.signal);
    this.#id = '';
  }

  async #wasCompleted(): Promise<boolean> {
    try {
      await this.service.complete(this.key, this.#id, this.#stop.signal);
      return true;
    } catch (error) {
      if (error instanceof Refusal && (error.status === 404 || error.status === 409)) return false;
      throw error;
    }
  }

  async #sendPart(number: number, size: number, urls: Map<number, string>, signal: AbortSignal): Promise<void> {
    const part = this.file.slice((number - 1) * size, number * size);
    for (let attempt = 1; ; attempt++) {
      if (!urls.has(number)) {
        for (const fresh of (await this.service.parts(this.key, this.#id, number, signal)).parts) urls.set(fresh.number, fresh.url);
      }
      // It has no URL where it is stored, and the answer was lost.
      const url = urls.get(number);
      try {
        if (url) await this.#put(url, part, number, signal);
        this.#flying.delete(number);
        this.#stored += part.size;
        this.#progress();
        return;
      } catch (error) {
        this.#flying.delete(number);
        signal.throwIfAborted();
        // A URL is good for an hour at most.
        if (error instanceof Refusal && [400, 401, 403].includes(error.status)) urls.delete(number);
        if (attempt === tries) throw error;
        await this.#passes(500 * 2 ** attempt, signal);
        signal.throwIfAborted();
      }
    }
  }

  // Only XMLHttpRequest tells how far a body is.
  #put(url: string, part: Blob, number: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const stop = () => request.abort();
      signal.addEventListener('abort', stop);
      request.upload.onprogress = (event) => {
        this.#flying.set(number, event.loaded);
        this.#progress();
      };
      request.onloadend = () => {
        signal.removeEventListener('abort', stop);
        if (request.status === 200) resolve();
        else reject(new Refusal(request.status, `The bucket answered ${request.status}.`));
      };
      if (signal.aborted) return reject(signal.reason);
      request.open('PUT', url);
      request.send(part);
    });
  }

  // Ends early when the browser is online again.
  #passes(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        globalThis.removeEventListener('online', end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      globalThis.addEventListener('online', end);
      signal.addEventListener('abort', end);
    });
  }

  #progress(): void {
    this.sent = this.#stored + [...this.#flying.values()].reduce((sum, bytes) => sum + bytes, 0);
    const now = performance.now();
    this.#samples.push([now, this.sent]);
    while (now - this.#samples[0]![0] > window) this.#samples.shift();
    const [time, bytes] = this.#samples[0]!;
    this.speed = now > time ? Math.max(0, ((this.sent - bytes) / (now - time)) * 1000) : 0;
    this.onChange();
  }

  #become(state: State): void {
    if (state !== 'failed') this.problem = '';
    this.state = state;
    this.onChange();
  }
}

/** The uploads of a page, a few at a time. */
export class Uploads {
  readonly all: Upload[] = [];
  #running = 0;

  constructor(
    readonly onChange: () => void,
    readonly onDone: () => void,
  ) {}

  add(service: Service, files: { file: File; key: string }[]): void {
    for (const { file, key } of files) this.all.push(new Upload(service, file, key, this.onChange));
    this.#next();
  }

  again(upload: Upload): void {
    upload.state = 'waiting';
    this.#next();
  }

  get areUnderWay(): boolean {
    return this.all.some(({ state }) => state === 'waiting' || state === 'running');
  }

  /** Pauses all: what was begun can be resumed later. */
  stop(): void {
    for (const upload of this.all) if (upload.state === 'waiting' || upload.state === 'running') upload.pause();
  }

  async remove(upload: Upload): Promise<void> {
    this.all.splice(this.all.indexOf(upload), 1);
    this.onChange();
    if (upload.state !== 'done') await upload.cancel();
  }

  /** Goes on with all that has failed or was paused. */
  resume(): void {
    for (const upload of this.all) if (upload.state === 'failed' || upload.state === 'paused') upload.state = 'waiting';
    this.#next();
  }

  clear(): void {
    this.all.splice(0, this.all.length, ...this.all.filter((upload) => upload.state !== 'done'));
    this.onChange();
  }

  #next(): void {
    this.onChange();
    while (this.#running < filesAtOnce) {
      const upload = this.all.find((one) => one.state === 'waiting');
      if (!upload) return;
      this.#running++;
      void upload.run().finally(() => {
        this.#running--;
        if (upload.state === 'done') this.onDone();
        this.#next();
      });
    }
  }
}
