import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import sirv from 'sirv';
import { DOCUMENT_HEADERS } from '../src/lib/pages/policy';

/** Serves the built site as a plain static host does: `npm start`. PORT and HOST choose the address. */
const base = process.env.BASE_PATH ?? '';
const host = process.env.HOST ?? 'localhost';
const port = Number(process.env.PORT ?? 4173);
const root = process.env.OUT_DIR ?? 'build';
const security = Object.entries(DOCUMENT_HEADERS).filter(([name]) => name !== 'content-type');
const missing = readFileSync(`${root}/404.html`);

const serve = sirv(root, {
	etag: true,
	setHeaders(response, path) {
		const immutable = /^\/(blobs|_app\/immutable)\//.test(path);
		response.setHeader(
			'cache-control',
			immutable ? 'public, max-age=31536000, immutable' : 'no-cache'
		);
		for (const [name, value] of security) response.setHeader(name, value);
	}
});

const server = createServer((request, response) => {
	const answer404 = () => {
		response.writeHead(404, {
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store'
		});
		response.end(missing);
	};
	if (!request.url?.startsWith(`${base}/`)) return answer404();
	request.url = request.url.slice(base.length);
	serve(request, response, answer404);
});

server.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EADDRINUSE') throw error;
	console.error(`Port ${port} is in use. Choose another: PORT=${port + 1} npm start`);
	process.exit(1);
});
server.listen(port, host, () => {
	const address = server.address();
	const actual = typeof address === 'object' ? address?.port : port;
	console.log(`\n  http://${host}:${actual}${base}/\n`);
});
