// Serves the folder of a built site on a free port of this machine, as any static host would: index.html for a folder, 404.html
// for what is not there. The site must have been built for the root of a host. `alter` may change a page on its way out.

import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
};

const isFile = (path) => stat(path).then((found) => found.isFile(), () => false);

export async function serve(dir, alter = (path, body) => body) {
  const server = createServer(async (request, response) => {
    // `normalize` of a path that begins with a slash never climbs above it.
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    let file = join(dir, path.endsWith('/') ? `${path}index.html` : path);
    let status = 200;
    if (path === '/favicon.ico') {
      // Browsers ask for it unasked.
      response.writeHead(204).end();
      return;
    }
    if (!(await isFile(file))) {
      if (await isFile(join(file, 'index.html'))) {
        response.writeHead(301, { location: `${path}/` }).end();
        return;
      }
      file = join(dir, '404.html');
      status = 404;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const body = await readFile(file).catch(() => '');
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(/html|css/.test(type) ? alter(path, body.toString()) : body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
