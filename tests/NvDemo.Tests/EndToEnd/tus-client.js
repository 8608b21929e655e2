// Uploads FILE with tus-js-client: begun with one cloud, and after each cut gone on with by the other.
'use strict';

const path = require('node:path');
const fs = require('node:fs');
const tus = require(path.dirname(process.env.TUS));

const cuts = 6;
const content = fs.readFileSync(process.env.FILE);
const clouds = [process.env.AZURE, process.env.AWS];
let location = null;

/** Uploads on until it is cut off, which without a number of bytes it is not. */
function upload(cloud, cutAfter) {
  return new Promise((resolve, reject) => {
    let sent = 0;
    const one = new tus.Upload(content, {
      endpoint: new URL('/api/tus/', cloud).href,
      uploadUrl: location && new URL(new URL(location).pathname, cloud).href,
      chunkSize: 4 * 1024 * 1024,
      retryDelays: [0, 100, 1000],
      headers: { Authorization: process.env.AUTHORIZATION },
      metadata: { filename: process.env.KEY, filetype: 'x/y' },
      onUploadUrlAvailable: () => { location = one.url; },
      onProgress: bytes => {
        sent = sent || bytes;
        if (bytes - sent > cutAfter) one.abort().then(() => resolve(false), reject);
      },
      onSuccess: () => resolve(true),
      onError: reject,
    });
    one.start();
  });
}

(async () => {
  for (let i = 0; ; i++) {
    if (await upload(clouds[i % 2], i < cuts ? Math.random() * 3e6 : Infinity)) break;
  }
})().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
