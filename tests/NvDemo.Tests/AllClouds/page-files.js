// Drops and pastes files, looks at what they are, takes a deletion back, and is refused.
'use strict';

const assert = require('node:assert/strict');
const { accessible, ask, choose, openFolder, row, run, shown, signIn } = require('./page-tools.js');

const { FOLDER, DROPPED, OUTAGE } = process.env;

// A tone of a tenth of a second: 8 bits, mono.
function tone() {
  const samples = Buffer.from(Array.from({ length: 800 }, (_, index) => 128 + Math.round(90 * Math.sin(index / 3))));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  for (const [value, at, bytes] of [[16, 16, 4], [1, 20, 2], [1, 22, 2], [8000, 24, 4], [8000, 28, 4], [1, 32, 2], [8, 34, 2]]) head.writeUIntLE(value, at, bytes);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>',
);

async function film(page) {
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 });
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
    const pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.start();
    for (let frame = 0; frame < 12; frame++) {
      context.fillStyle = `hsl(${30 * frame} 90% 50%)`;
      context.fillRect(0, 0, 32, 32);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await new Promise((resolve) => {
      recorder.onstop = resolve;
      recorder.stop();
    });
    return Array.from(new Uint8Array(await new Blob(pieces).arrayBuffer()));
  });
  return Buffer.from(bytes);
}

run(async (page, context) => {
  await signIn(page);
  await openFolder(page);

  // Files and a folder are dropped. Two that are alike in name, size and date are interrupted, and each goes on where it was going.
  const devtools = await context.newCDPSession(page);
  const drag = (type) => devtools.send('Input.dispatchDragEvent', { type, x: 500, y: 5, data: { items: [], files: JSON.parse(DROPPED), dragOperationsMask: 1 } });
  const drop = async () => {
    for (const type of ['dragEnter', 'dragOver']) await drag(type);
    await shown(page.locator('main.dragging'));
    await drag('drop');
  };
  await page.route(/partNumber=/, (route) => route.abort('internetdisconnected'));
  const cut = ['a', 'b'].map((twin) => page.waitForEvent('requestfailed', (request) => request.url().includes(`twins/${twin}/data.bin`)));
  await drop();
  await Promise.all(cut);
  await page.reload();
  await signIn(page);
  await shown(page.getByText(/Not finished: .*twins\/[ab]\/data.bin, .*twins\/[ab]\/data.bin\./));
  await page.unrouteAll();
  await drop();
  for (const name of ['one.txt', 'two ü.txt', 'dropped/']) await shown(row(page, name));
  assert.equal(await page.getByText('Not finished').count(), 0);
  for (const folder of ['a', 'b']) await shown(page.locator('.uploads li[data-state=done]').filter({ hasText: `twins/${folder}/data.bin` }));
  await page.getByRole('button', { name: 'dropped/', exact: true }).click();
  await shown(row(page, 'deeper/'));
  await shown(row(page, 'three.txt'));
  await page.goBack();
  await shown(row(page, 'one.txt'));

  // Files are pasted
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    for (const name of ['pasted 1.txt', 'pasted 2.txt']) clipboardData.items.add(new File([name], name, { type: 'text/plain' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  for (const name of ['pasted 1.txt', 'pasted 2.txt']) await shown(row(page, name));
  // Browsers have one name for all pictures; what goes into a field is no file.
  for (const target of ['body', 'body', 'input[type=search]']) {
    await page.evaluate((selector) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['picture'], 'image.png', { type: 'image/png' }));
      document.querySelector(selector).dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, target);
    await page.waitForTimeout(20);
  }
  const pictures = page.getByRole('button', { name: /^pasted \d.*\.png$/ });
  await shown(pictures.nth(1));
  assert.equal(await page.locator('.uploads li').filter({ hasText: /pasted \d.*\.png/ }).count(), 2);

  // Media come from the bucket by ranges
  await choose(page, [
    { name: 'tone.wav', mimeType: 'audio/wav', buffer: tone() },
    { name: 'film.webm', mimeType: 'video/webm', buffer: await film(page) },
    { name: 'page.pdf', mimeType: 'application/pdf', buffer: pdf },
  ]);
  for (const [name, element] of [['tone.wav', 'audio'], ['film.webm', 'video']]) {
    const range = page.waitForResponse((response) => response.url().includes(name) && response.url().includes('Signature') && response.status() === 206);
    await row(page, name).getByRole('button', { name, exact: true }).click();
    await range;
    await page.waitForFunction((tag) => document.querySelector(`dialog ${tag}`)?.readyState > 0, element);
    await accessible(page, name);
    await page.keyboard.press('Escape');
  }
  const opened = page.waitForResponse((response) => response.url().includes('page.pdf') && response.url().includes('Signature'));
  await page.getByRole('button', { name: 'page.pdf', exact: true }).click();
  assert.equal((await (await opened).allHeaders())['content-type'], 'application/pdf');
  await page.keyboard.press('Escape');

  // Deleted, and back
  await ask('keep versions');
  const remove = async (name) => {
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await row(page, name).waitFor({ state: 'detached' });
  };
  await remove('one.txt');
  await accessible(page, 'deleted');
  await page.getByRole('button', { name: 'Undo' }).click();
  await shown(page.getByText(`${FOLDER}one.txt is back.`));
  await shown(row(page, 'one.txt'));
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0);
  await ask('keep no versions');
  await remove('pasted 2.txt');
  await shown(page.getByText('pasted 2.txt is deleted.'));
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0);

  // What is too large for the service goes to the bucket
  await ask('refuse uploads');
  await choose(page, { name: 'refused.txt', mimeType: 'text/plain', buffer: Buffer.from('refused') });
  await shown(row(page, 'refused.txt'));
  await ask('take all');

  // Nobody answers for Postgres, and then nobody knows the reader
  const alert = (text) => shown(page.getByRole('alert').filter({ hasText: text }));
  const search = page.getByLabel('Names that begin with');
  if (OUTAGE) {
    await ask('stop postgres');
    await search.fill('t');
    await alert('Out of service for a moment');
    await accessible(page, 'outage');
    await ask('start postgres');
  }
  await search.fill('tw');
  await shown(row(page, 'two ü.txt'));
  await row(page, 'one.txt').waitFor({ state: 'detached' });
  await ask('forget the reader');
  await search.fill('two');
  await alert('Sign in first.');
  await ask('take all');
});
