// Uploads, finds, moves and deletes, through cuts and outages.
'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { accessible, ask, choose, openFolder, row, run, shown, signIn } = require('./page-tools.js');

const { URL: url, FOLDER, FILE, FIRST, SECOND, SCREENSHOTS } = process.env;
const shot = async (page, name) => SCREENSHOTS && page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });

run(async (page, context) => {
  const parts = [];
  page.on('requestfinished', (request) => request.method() === 'PUT' && request.url().includes('partNumber=') && parts.push(request.url()));

  // Signing in
  await accessible(page, 'sign in');
  await signIn(page, 'wrong');
  await shown(page.getByRole('alert').filter({ hasText: 'Not permitted' }));
  // A gateway answers /health for a service that does not.
  await page.route(/health$/, (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{"status":503,"message":"Out."}' }));
  let answer;
  const answered = new Promise((resolve) => (answer = resolve));
  let lists = 0;
  await page.route(/api\/list/, (route) => (lists++ ? answered : Promise.resolve()).then(() => route.continue()));
  await signIn(page);
  await shown(page.getByRole('button', { name: 'Upload files' }));
  await shown(page.getByText('no answer'));
  assert.equal(await page.getByText('Nothing here.').count(), 0, 'What is not listed yet is called empty.');
  answer();
  await page.unrouteAll({ behavior: 'wait' });
  await openFolder(page);

  // Small files, folders, previews
  await choose(page, [
    { name: 'hello.txt', mimeType: 'text/plain', buffer: Buffer.from('Hello, page.\n') },
    { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>document.title = "run"</script>') },
    { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64') },
  ]);
  for (const name of ['hello.txt', 'page.html', 'dot.png']) await shown(row(page, name));
  // Other addresses of the same folder, and what is none
  for (const address of [FOLDER, FOLDER.slice(0, -1)]) {
    await page.evaluate((hash) => (location.hash = hash), address);
    for (const name of ['hello.txt', 'page.html', 'dot.png']) await shown(row(page, name));
  }
  await page.evaluate(() => (location.hash = '100%'));
  await shown(page.getByRole('heading', { name: 'All files', includeHidden: true }));
  await page.goBack();
  await shown(row(page, 'hello.txt'));
  await page.getByRole('button', { name: 'hello.txt', exact: true }).click();
  await shown(page.getByText('Hello, page.'));
  await accessible(page, 'preview');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'page.html', exact: true }).click();
  await shown(page.getByText('document.title = "run"'));
  assert.notEqual(await page.title(), 'run');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'dot.png', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('dialog img')?.naturalWidth === 1);
  await page.keyboard.press('Escape');

  // Links, downloads, other names, search, sort
  await page.getByRole('button', { name: 'Link hello.txt' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.getByLabel('Copied:').inputValue();
  assert.equal(await (await fetch(link)).text(), 'Hello, page.\n');
  await page.keyboard.press('Escape');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download hello.txt' }).click()]);
  assert.equal(download.suggestedFilename(), 'hello.txt');
  await page.getByRole('button', { name: 'Move hello.txt' }).click();
  await page.getByLabel('New key').fill(`${FOLDER}sub/renamed.txt`);
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await shown(row(page, 'sub/'));
  await page.getByRole('button', { name: 'Size' }).click();
  await page.getByLabel('Names that begin with').fill('do');
  await row(page, 'page.html').waitFor({ state: 'detached' });
  await shown(row(page, 'dot.png'));
  await page.getByLabel('Names that begin with').fill('');
  await shown(row(page, 'page.html'));

  // 50 MB, the network cut in the middle, the page opened anew. However late this process comes to cut it, two parts are left.
  const network = await context.newCDPSession(page);
  const throughput = { latency: 0, downloadThroughput: -1, uploadThroughput: 30e6 };
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', { offline: false, ...throughput });
  const upload = page.locator('.uploads li').filter({ hasText: 'large.bin' });
  await page.route(/partNumber=[56]\b/, (route) => route.abort('internetdisconnected'));
  const first = page.waitForEvent('requestfinished', (request) => request.url().includes('partNumber='));
  await choose(page, FILE);
  await first;
  await network.send('Network.emulateNetworkConditions', { offline: true, ...throughput });
  await page.waitForTimeout(300);
  assert.equal(await upload.getAttribute('data-state'), 'running');
  await accessible(page, 'uploading');
  await upload.getByRole('button', { name: 'Pause' }).click();
  await network.send('Network.emulateNetworkConditions', { offline: false, ...throughput });
  const before = parts.length;
  await page.unrouteAll();
  await page.reload();
  await signIn(page);
  await shown(page.getByText(`Not finished: ${FOLDER}large.bin`));
  await choose(page, FILE);
  await shown(row(page, 'large.bin'));
  const count = new Set(parts.map((part) => new URL(part).searchParams.get('partNumber'))).size;
  assert.equal(parts.length, count, 'A part that was stored was sent again.');
  assert.ok(before > 0 && before < count, `${before} of ${count} parts before the cut`);
  await network.send('Network.emulateNetworkConditions', { offline: false, ...throughput, uploadThroughput: -1 });
  await shot(page, 'page');
  await accessible(page, 'files');

  // Deletions
  await page.getByRole('button', { name: 'Delete page.html' }).click();
  await accessible(page, 'delete');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await row(page, 'page.html').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement.tagName === 'H1');

  // Postgres is out, and a cloud is
  await ask('stop postgres');
  await page.getByLabel('Names that begin with').fill('l');
  await shown(page.getByRole('alert').filter({ hasText: 'Out of service' }));
  await ask('start postgres');
  await page.getByLabel('Names that begin with').fill('la');
  await shown(row(page, 'large.bin'));
  const cloud = page.locator('.cloud');
  assert.equal(await cloud.innerText(), FIRST);
  await ask('lose the first cloud');
  await page.getByLabel('Names that begin with').fill('lar');
  await shown(cloud.filter({ hasText: SECOND }));
  await shown(row(page, 'large.bin'));

  // Dark, and as wide as a phone
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 760 });
  await accessible(page, 'dark phone');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'It is wider than a phone.');
  await shot(page, 'page-phone');

  // The description
  await page.setViewportSize({ width: 1100, height: 720 });
  await page.goto(`${url}ui/api`);
  await shown(page.getByText('/api/list').first());
  await shot(page, 'page-api');
});
