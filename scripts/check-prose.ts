import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Phrases that say nothing, and habits this blog does not have. docs/writing.md says why. */
const BANNED = [
	"in today's world",
	"let's dive",
	'dive into',
	'deep dive',
	'game changer',
	'game-changer',
	"it's worth noting",
	'it is worth noting',
	'in conclusion',
	'needless to say',
	'at the end of the day',
	'battle-tested',
	'leverages',
	'leveraging',
	'robust',
	'seamless',
	'delve',
	'crucial',
	'landscape',
	'cutting-edge',
	'blazing',
	'simply ',
	'very unique',
	'utilize'
];
const WORDS = { least: 1_500, most: 2_800 };

const findings = readdirSync('posts', { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map((entry) => join('posts', entry.name, 'index.md'))
	.flatMap(checkPost);

for (const finding of findings) console.error(finding);
console.log(
	findings.length === 0 ? 'Prose: nothing to change.' : `Prose: ${findings.length} to change.`
);
process.exit(findings.length === 0 ? 0 : 1);

function checkPost(file: string): string[] {
	const lines = proseLines(readFileSync(file, 'utf8'));
	const words = lines.join(' ').split(/\s+/).filter(Boolean).length;
	const found = lines.flatMap((line, at) => {
		const lower = line.toLowerCase().replaceAll('’', "'");
		const phrases = BANNED.filter((phrase) => lower.includes(phrase));
		if (/[a-z]!(\s|$)/.test(lower)) phrases.push('!');
		if (/\p{Extended_Pictographic}/u.test(line.replace(/[↔↕↩©®™]/g, ''))) phrases.push('an emoji');
		return phrases.map((phrase) => `${file}:${at + 1}: “${phrase.trim()}”: say it plainly.`);
	});
	if (words < WORDS.least || words > WORDS.most) {
		found.push(`${file}: ${words} words; a post has ${WORDS.least} to ${WORDS.most}.`);
	}
	return found;
}

/** The text line by line; code, front matter and addresses become empty, so that line numbers stay. */
function proseLines(markdown: string): string[] {
	let inFrontMatter = false;
	let inCode = false;
	return markdown.split('\n').map((line, at) => {
		if (line === '---' && (at === 0 || inFrontMatter)) {
			inFrontMatter = !inFrontMatter;
			return '';
		}
		if (/^\s*```/.test(line)) {
			inCode = !inCode;
			return '';
		}
		if (inCode || inFrontMatter) return '';
		return line.replace(/`[^`]*`/g, 'code').replace(/\]\([^)]*\)/g, ']');
	});
}
