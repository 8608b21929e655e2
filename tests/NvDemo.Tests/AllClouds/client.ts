// A program against a client that is generated from the description of the API: it compiles only if the description is what it says.
import createClient from 'openapi-fetch';
import type { paths } from './description.js';

declare const process: { argv: string[] };
const [authorization, key, ...clouds] = process.argv.slice(2) as [string, string, ...string[]];

function same<T>(what: string, is: T, wanted: T): void {
  if (is !== wanted) throw new Error(`${what} is ${is}, not ${wanted}`);
}

// A header that is not described is of an unknown type.
type Described<T> = T extends string | undefined ? true : never;
type Stored = paths['/api/upload/{key}']['put']['responses'][202]['headers'];
type Listed = paths['/api/list']['get']['responses'][200]['headers'];
const described: [Described<Stored['ETag']>, Described<Stored['Location']>, Described<Stored['Nv-Index']>, Described<Listed['Link']>] = [true, true, true, true];
same('The number of headers', described.length, 4);

// A key's slashes are those of the path; OpenAPI 3.1 can't say so.
const pathSerializer = (path: string, values: Record<string, unknown>) =>
  path.replace(/\{(\w+)\}/g, (_, name) => `${values[name]}`.split('/').map(encodeURIComponent).join('/'));

for (const baseUrl of clouds) {
  const client = createClient<paths>({ baseUrl, headers: { Authorization: authorization }, pathSerializer });
  const path = { key };

  const uploaded = await client.PUT('/api/upload/{key}', {
    params: { path, header: { 'If-None-Match': '*' } },
    headers: { 'Content-Type': 'text/plain' },
    body: 'hello',
    bodySerializer: (body) => body as string,
  });
  same<string | undefined>('What the upload says', uploaded.data, 'File uploaded');
  const tag = uploaded.response.headers.get('ETag');

  const list = await client.GET('/api/list', { params: { query: { prefix: key, limit: '1' } } });
  const [item] = list.data!;
  same('The key in the list', item && 'prefix_path' in item ? item.prefix_path : undefined, key);
  same('The next page', list.response.headers.get('Link'), null);

  const file = await client.GET('/{key}', { params: { path, header: { 'If-Match': tag! } }, parseAs: 'text' });
  same('The file', `${file.data}`, 'hello');

  const deleted = await client.DELETE('/{key}', { params: { path } });
  same('The deletion', deleted.response.status, 204);
  const missing = await client.GET('/{key}', { params: { path }, parseAs: 'text' });
  same('What is told of the file', missing.error?.detail, 'No results found');
}
