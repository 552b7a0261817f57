/**
 * The static host. A process of its own, so that a test can be offline in earnest: SIGKILL closes the port and resets
 * every connection. Commands come by IPC and never by HTTP, where the service worker under test could meddle.
 */
import http from 'node:http';
import type net from 'node:net';
import {
	cutGzip,
	fileAnswer,
	negotiate,
	plainAnswer,
	portalPage,
	send,
	type Answer
} from './answer';
import { FaultPicker, type Fault } from './faults';
import { CACHE_RULES, findPublished, IMMUTABLE, locate, type Deployment } from './published-files';
import type { RequestRecord, ServerCommand, ServerReport, ServerState } from './server-messages';

let state = JSON.parse(process.argv[2] ?? '') as ServerState;
let picker = new FaultPicker(state.faults);

const report = (message: ServerReport) => process.send?.(message);
/** Answers that will never end by themselves: they do when the faults change. */
const endless = new Set<http.ServerResponse>();
const connections = new Set<net.Socket>();
const PORTAL_PATH = '/wifi-login';

function answerTo(pathname: string, fault: Fault | undefined): Answer {
	if (fault?.kind === 'portal') {
		if (fault.how === 'page' || pathname === PORTAL_PATH) return portalPage();
		return plainAnswer(302, '', { location: PORTAL_PATH });
	}
	if (fault?.kind === 'status' && fault.body !== 'real') {
		return plainAnswer(fault.status, `<h1>${fault.status}</h1>`, { 'content-type': 'text/html' });
	}
	const slashed = fault?.kind === 'slash' ? respell(pathname, fault.to) : { pathname };
	if ('location' in slashed) return plainAnswer(308, '', { location: slashed.location });
	const deployment: Deployment = fault?.kind === 'stale' ? { dir: fault.dir } : state.deployment;
	const found = findPublished(deployment, state.base, slashed.pathname);
	if (found.kind === 'redirect') return plainAnswer(301, '', { location: found.to });
	const index = fault?.kind === 'spa' ? locate(deployment, '/index.html') : undefined;
	if (index && (found.kind === 'nothing' || found.status === 404)) {
		return fileAnswer(index, 200, IMMUTABLE, fault);
	}
	if (found.kind === 'nothing') return plainAnswer(404, 'Not found');
	const answer = fileAnswer(found.file, found.status, cacheControlOf(found.name), fault);
	if (state.csp && found.file.endsWith('.html')) {
		answer.headers['content-security-policy'] = state.csp;
	}
	return answer;
}

function cacheControlOf(name: string): string {
	const rule = CACHE_RULES.find(([pattern]) => pattern.test(name));
	const cacheControl = rule?.[1] ?? 'no-cache';
	return cacheControl === 'no-cache' ? (state.cacheControl ?? cacheControl) : cacheControl;
}

/** A host that redirects /x/ to a spelling it prefers, and answers that one with the page. */
function respell(pathname: string, to: '/x' | '/x.html' | '/x/index.html') {
	const home = state.base + '/';
	if (pathname === home) return { pathname };
	if (pathname.endsWith('/')) return { location: pathname.slice(0, -1) + to.slice(2) };
	if (pathname.endsWith('/index.html')) return { pathname };
	const asFolder = pathname.replace(/\.html$/, '') + '/';
	const found = findPublished(state.deployment, state.base, asFolder);
	return { pathname: found.kind === 'file' && found.status === 200 ? asFolder : pathname };
}

const server = http.createServer((request, response) => {
	const url = request.url ?? '/';
	const pathname = url.replace(/[?#].*/s, '');
	const fault = picker.forRequest(url);
	log(request, response, url, fault);
	if (fault?.kind === 'drop') return void request.socket.resetAndDestroy();
	if (fault?.kind === 'hang' || fault?.kind === 'stall') endless.add(response);
	if (fault?.kind === 'hang') return;
	setTimeout(() => void reply(), fault?.kind === 'delay' ? fault.ms : 0);

	async function reply() {
		const answer = answerTo(pathname, fault);
		if (fault?.kind === 'gzip-cut') return send(response, cutGzip(answer, fault.keep));
		// A cut is made in plain bytes, so that the framing alone decides whether an engine sees it.
		const plain = fault?.kind === 'truncate' || fault?.kind === 'partial';
		return send(response, plain ? answer : negotiate(answer, request), fault);
	}
});

function log(
	request: http.IncomingMessage,
	response: http.ServerResponse,
	url: string,
	fault: Fault | undefined
): void {
	const at = Date.now();
	const { socket } = request;
	const before = socket.bytesWritten;
	const line = (complete: boolean): RequestRecord => ({
		at,
		ms: Date.now() - at,
		method: request.method ?? '',
		url,
		status: response.headersSent ? response.statusCode : 0,
		bytes: socket.bytesWritten - before,
		complete,
		fault: fault?.kind ?? null,
		workerScript: request.headers['service-worker'] === 'script',
		ifNoneMatch: 'if-none-match' in request.headers,
		destination: String(request.headers['sec-fetch-dest'] ?? '')
	});
	// A request that never ends must be seen too, and at once: a test may be waiting for it.
	if (fault?.kind === 'hang' || fault?.kind === 'stall')
		return void setTimeout(() => report({ kind: 'request', request: line(false) }), 5);
	let told = false;
	const tell = (complete: boolean) => {
		if (!told) report({ kind: 'request', request: line(complete) });
		told = true;
	};
	response.once('finish', () => tell(fault?.kind !== 'truncate' && fault?.kind !== 'gzip-cut'));
	response.once('close', () => tell(false));
}

server.on('connection', (socket) => {
	connections.add(socket);
	socket.once('close', () => connections.delete(socket));
	if (picker.forConnection()) socket.resetAndDestroy();
});
server.on('error', (error) => {
	report({ kind: 'failed', message: error.message });
	process.exitCode = 1;
	process.disconnect?.();
});
process.on('message', (command: ServerCommand) => {
	state = command.state;
	if (command.recount) {
		picker = new FaultPicker(state.faults);
		for (const response of endless) response.destroy();
		endless.clear();
	}
	openOrClose(() => report({ kind: 'done', number: command.number }));
});
function openOrClose(done: () => void): void {
	if (Boolean(state.refuses) !== server.listening) return done();
	if (!state.refuses) return void server.listen(state.port, '127.0.0.1', done);
	server.close(done);
	for (const socket of connections) socket.resetAndDestroy();
}
process.on('disconnect', () => process.exit());
server.listen(state.port, '127.0.0.1', () => report({ kind: 'ready' }));
