import { request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** An answer with its body decoded. Redirects are not followed. */
export interface Answer {
	status: number;
	headers: IncomingHttpHeaders & Record<string, string | undefined>;
	bytes: Buffer;
}

/** One GET that accepts just this content encoding. Rejects when nobody answers within 20 seconds. */
export function ask(url: URL, encoding: string): Promise<Answer> {
	const request = url.protocol === 'https:' ? requestHttps : requestHttp;
	return new Promise((resolve, reject) => {
		const asked = request(
			url,
			{ headers: { 'accept-encoding': encoding }, timeout: 20_000 },
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					try {
						const bytes = decode(Buffer.concat(chunks), response.headers['content-encoding']);
						const headers = response.headers as Answer['headers'];
						resolve({ status: response.statusCode ?? 0, headers, bytes });
					} catch (error) {
						reject(error);
					}
				});
			}
		);
		asked.on('timeout', () => asked.destroy(new Error('no answer within 20 seconds')));
		asked.on('error', reject);
		asked.end();
	});
}

function decode(bytes: Buffer, encoding: string | undefined): Buffer {
	if (encoding === 'gzip') return gunzipSync(bytes);
	if (encoding === 'br') return brotliDecompressSync(bytes);
	return bytes;
}
