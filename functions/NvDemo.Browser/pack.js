// Packs what Vite has built, as it is embedded and sent. The page without its description has a budget: 150 KB.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

const budget = 150_000;
let page = 0;
for (const file of readdirSync('dist', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
  const path = `${file.parentPath}/${file.name}`;
  const packed = gzipSync(readFileSync(path), { level: 9 });
  if (!file.name.startsWith('api')) page += packed.length;
  const target = path.replace(/^dist/, 'packed') + '.gz';
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, packed);
}
console.log(`The page: ${page} bytes packed`);
if (page > budget) throw new Error(`The page has ${page} bytes packed, over its budget of ${budget}.`);
