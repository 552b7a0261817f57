import net from 'node:net';
import zlib from 'node:zlib';

/** What came over the wire, framing and all: fetch() would hide it. */
export interface RawResponse {
	status: number;
	headers: Record<string, string>;
	/** As received: chunked and compressed bodies are left as they are. */
	body: Buffer;
	/** How the connection came to its end. */
	end: 'closed' | 'reset' | 'timeout';
}

/** One GET on a connection of its own, until the other side ends it (or `timeout` ms). */
export function rawGet(
	url: string,
	headers: Record<string, string> = {},
	timeout = 10_000
): Promise<RawResponse> {
	const { hostname, port, pathname, search } = new URL(url);
	return new Promise((resolve) => {
		const parts: Buffer[] = [];
		const socket = net.connect(Number(port), hostname);
		const finish = (end: RawResponse['end']) => {
			clearTimeout(timer);
			socket.destroy();
			resolve(parse(Buffer.concat(parts), end));
		};
		const timer = setTimeout(() => finish('timeout'), timeout);
		socket.on('data', (part) => parts.push(part));
		socket.once('end', () => finish('closed')).once('error', () => finish('reset'));
		const lines = Object.entries({ host: 'x', connection: 'close', ...headers });
		const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
		socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${head}\r\n`);
	});
}

function parse(bytes: Buffer, end: RawResponse['end']): RawResponse {
	const split = bytes.indexOf('\r\n\r\n');
	const [first = '', ...lines] = bytes.subarray(0, Math.max(split, 0)).toString().split('\r\n');
	const headers = Object.fromEntries(
		lines.map((line) => {
			const colon = line.indexOf(':');
			return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
		})
	);
	const body = split < 0 ? Buffer.alloc(0) : bytes.subarray(split + 4);
	return { status: Number(first.split(' ')[1] ?? 0), headers, body, end };
}

/** As much of a cut gzip stream as can be read. */
export const gunzipPart = (bytes: Buffer) =>
	zlib.gunzipSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
