// What the tests of the page have in common: Chromium on the page at URL, as a person uses it. Of what only the test can do they ask by a
// line, and get one when it is done.
'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const readline = require('node:readline');

const tools = path.dirname(path.dirname(process.env.PLAYWRIGHT));
const { chromium } = require(path.join(tools, 'playwright-core'));
const axe = require(path.join(tools, 'axe-core')).source;

const { URL: url, NAME, PASSWORD, FOLDER, CHROMIUM } = process.env;
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

// A status that the test provokes, or a cut, the browser tells as an error of its own.
const provoked = /status of (401|403|404|413|502|503)|ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION/;

exports.ask = async (line) => {
  console.log(line);
  await lines.next();
};

exports.accessible = async (page, where) => {
  const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`);
  assert.deepEqual(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0].html}`), []);
};

exports.signIn = async (page, password = PASSWORD) => {
  await page.getByLabel('Name', { exact: true }).fill(NAME);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

exports.openFolder = async (page) => {
  await exports.shown(page.getByRole('button', { name: 'Upload files' }));
  await page.evaluate((folder) => (location.hash = encodeURIComponent(folder)), FOLDER);
  await exports.shown(page.getByRole('navigation', { name: 'Folders' }).getByText(FOLDER.split('/').at(-2)));
  await exports.shown(page.getByText('Nothing here.'));
};

exports.row = (page, name) => page.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });
exports.shown = (locator) => locator.waitFor({ timeout: 20_000 });
exports.choose = (page, files) => page.getByLabel('Upload files').last().setInputFiles(files);

/** Runs a test in a browser, and ends the process: with what failed, an error in the browser's console among it. */
exports.run = (test) => {
  const errors = [];
  const main = async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
    const context = await browser.newContext({ viewport: { width: 1100, height: 720 } });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(`${error}`));
    page.on('console', (message) => message.type() === 'error' && !provoked.test(message.text()) && errors.push(message.text()));
    await page.goto(`${url}ui`);
    try {
      await test(page, context);
    } catch (error) {
      errors.push(`The page shows: ${await page.locator('body').innerText()}`);
      throw error;
    }
    await browser.close();
    assert.deepEqual(errors, []);
  };
  main().then(() => process.exit(0), (error) => {
    console.error(error.stack ?? error, errors);
    process.exit(1);
  });
};
