import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './processes';

/** The text of a post, long enough to be cut and to be worth compressing. */
export const LONG = Array.from({ length: 900 }, (_, line) => `line ${line} of a post`).join('\n');

/** A folder with one file of each kind that a host serves. */
export function smallRelease(name: string): string {
	const dir = temporaryFolder('release');
	const files = {
		'index.html': `<title>home of ${name}</title><body>${LONG}</body>`,
		'404.html': `<title>missing in ${name}</title>`,
		'posts/x/index.html': `<title>x of ${name}</title>`,
		'posts/é/index.html': '<title>é</title>',
		'blobs/abc.txt': LONG,
		'style.css': `a {\n\tcolor: red;\n}\n/* ${name} */`,
		'service-worker.js': `// ${name}`
	};
	for (const [file, text] of Object.entries(files)) {
		fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
		fs.writeFileSync(path.join(dir, file), text);
	}
	return dir;
}
