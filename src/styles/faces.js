import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FACE = /url\('\.\/fonts\/([^']+)\.woff2'\)[^}]*unicode-range:([^;}]+)/g;
/** What is not ASCII, with the letter before: an accent may stand by itself. */
const BEYOND = /.?[^\0-\x7f]+/gsu;
const PICTURE = /\.(?:png|jpe?g|gif|webp|avif)$/i;

/**
 * The faces of a style sheet that no letter of the text is for. A face without a range is for all.
 * @param {string} css
 * @param {string} text
 */
export function idleFaces(css, text) {
	const letters = [...new Set(text.normalize('NFC'))].map((letter) => letter.codePointAt(0) ?? 0);
	return [...css.matchAll(FACE)]
		.filter(([, , ranges = '']) => {
			const spans = [...ranges.matchAll(/U\+(\w+)(?:-(\w+))?/g)].map(([, from = '', to = from]) =>
				[from, to].map((code) => parseInt(code, 16))
			);
			return !letters.some((code) =>
				spans.some(([from = 0, to = 0]) => from <= code && code <= to)
			);
		})
		.map(([, name = '']) => name);
}

/**
 * The faces of this blog that none of its posts needs: a device does not store them. Each of its shells knows
 * which, so the first post with such a letter makes a new one.
 */
export function idleFacesOfBlog() {
	const posts = process.env.POSTS_DIR ?? 'posts';
	const entries = existsSync(posts)
		? readdirSync(posts, { recursive: true, withFileTypes: true })
		: [];
	const files = entries
		.filter((entry) => entry.isFile() && !PICTURE.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name));
	const letters = ['src/site.ts', ...files].flatMap(
		(file) => readFileSync(file, 'utf8').match(BEYOND) ?? []
	);
	return idleFaces(readFileSync('src/styles/fonts.css', 'utf8'), letters.join(''));
}
