import { nearest } from './problem';

/** `file=` and `region=` of a fence. */
export interface Include {
	file: string;
	region?: string;
}

const PAIR = /^([a-z]+)=(?:"([^"]*)"|'([^']*)'|(\S+))(?:\s+|$)/;
const MARKER = /^\s*(?:\/\/|#|--)\s*(region|endregion)\s+([\w-]+)\s*$/;

/** Reads what stands after the language of a fence. Returns a sentence when it cannot. */
export function parseMeta(meta: string): Include | undefined | string {
	const found = new Map<string, string>();
	let rest = meta.trim();
	while (rest !== '') {
		const pair = PAIR.exec(rest);
		const name = pair?.[1] ?? rest.split(/[\s=]/)[0] ?? rest;
		if (!pair || (name !== 'file' && name !== 'region'))
			return `“${name}” is not something a code block understands.`;
		if (found.has(name)) return `“${name}” is there twice.`;
		found.set(name, pair[2] ?? pair[3] ?? pair[4] ?? '');
		rest = rest.slice(pair[0].length);
	}
	const file = found.get('file');
	const region = found.get('region');
	if (file) return region ? { file, region } : { file };
	return region === undefined && file === undefined
		? undefined
		: 'A region needs the file it is in.';
}

/** The lines of a file, or of one region of it, without markers and common indentation. Otherwise a sentence. */
export function extract(
	source: string,
	region?: string
): { code: string } | { message: string; fix: string } {
	const lines = source.replace(/\r\n?/g, '\n').split('\n');
	const names = new Set<string>();
	const kept: string[] = [];
	let open = false;
	let opened = 0;
	for (const line of lines) {
		const marker = MARKER.exec(line);
		if (marker?.[1] && marker[2]) {
			names.add(marker[2]);
			if (marker[2] === region) {
				open = marker[1] === 'region';
				if (open) opened++;
			}
		} else if (open || region === undefined) kept.push(line);
	}
	if (region !== undefined) {
		if (opened === 0) {
			const near = nearest(region, names);
			const list = [...names].join(', ');
			return {
				message: `there is no region “${region}”`,
				fix: near
					? `Did you mean “${near}”?`
					: list
						? `Its regions are ${list}.`
						: 'It has no regions: mark one with “// region name” and “// endregion name”.'
			};
		}
		if (opened > 1)
			return {
				message: `the region “${region}” begins twice`,
				fix: 'Give the two different names.'
			};
		if (open)
			return {
				message: `the region “${region}” has no end`,
				fix: `Write “endregion ${region}” in a comment after its last line.`
			};
	}
	return { code: dedent(kept) };
}

function dedent(lines: string[]): string {
	while (lines.length > 0 && lines[0]?.trim() === '') lines.shift();
	while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
	let common: string | undefined;
	for (const line of lines) {
		if (line.trim() === '') continue;
		const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
		if (common === undefined) common = indent;
		while (!indent.startsWith(common)) common = common.slice(0, -1);
	}
	const cut = common?.length ?? 0;
	return lines.map((line) => (line.trim() === '' ? '' : line.slice(cut))).join('\n');
}
