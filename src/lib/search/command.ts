import type { TagChoice } from './query';

/** The search as a shell would make it, shown above the results. */
export function command(text: string, { include, exclude }: TagChoice): string {
	const words = text.replace(/\s+/g, ' ').trim();
	const tags = [
		...include.map((tag) => `grep -l ${quote(`#${tag}`)}`),
		...exclude.map((tag) => `grep -L ${quote(`#${tag}`)}`)
	];
	if (words)
		return [`grep -ril ${option(words)}${quote(words)} posts/*`, ...tags].join(' | xargs ');
	const [first, ...others] = tags;
	return first ? [`${first} posts/*`, ...others].join(' | xargs ') : 'ls posts/*';
}

/** What begins with a dash would be taken for an option. */
function option(words: string): string {
	return words.startsWith('-') ? '-e ' : '';
}

/** Between double quotes a shell still reads these four. */
function quote(text: string): string {
	return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}
