// Generates a client from the file DESCRIPTION, compiles what is written against it (client.ts), and has that run with ARGUMENTS.
'use strict';

const { execFileSync } = require('node:child_process');
const { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const { DESCRIPTION, BUILD, OPENAPI_FETCH, ARGUMENTS } = process.env;
const folder = mkdtempSync(path.join(tmpdir(), 'nvdemo-client-'));

async function main() {
  const generator = pathToFileURL(path.join(BUILD, 'openapi-typescript/dist/index.mjs'));
  const { default: openapi, astToString } = await import(generator);
  writeFileSync(path.join(folder, 'description.ts'), astToString(await openapi(JSON.parse(readFileSync(DESCRIPTION, 'utf8')))));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  copyFileSync(path.join(__dirname, 'client.ts'), path.join(folder, 'client.ts'));
  symlinkSync(path.dirname(path.dirname(OPENAPI_FETCH)), path.join(folder, 'node_modules'));
  const compiler = path.join(BUILD, 'typescript/bin/tsc');
  const options = ['--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2023,dom,dom.iterable', '--skipLibCheck'];
  execFileSync(process.execPath, [compiler, ...options, 'client.ts'], { cwd: folder, stdio: ['ignore', process.stderr, 'inherit'] });
  execFileSync(process.execPath, ['client.js', ...JSON.parse(ARGUMENTS)], { cwd: folder, stdio: 'inherit' });
}

main()
  .catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => rmSync(folder, { recursive: true }));
