import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml';
import { nearest } from './problem';

/** Front matter that was found to be right. */
export interface FrontMatter {
	title: string;
	description: string;
	date: string;
	updated?: string;
	order?: number;
	tags: string[];
	draft: boolean;
}

/** Says what is wrong with a line of front matter. */
export type Complain = (
	line: number,
	field: string | undefined,
	message: string,
	fix: string
) => void;

export interface ParsedFrontMatter {
	/** Undefined when something in it is wrong; `complain` has then been called. */
	data?: FrontMatter;
	/** The text after it, with an empty line for each line of front matter, so that line numbers stay. */
	body: string;
}

const FIELDS = ['title', 'description', 'date', 'updated', 'order', 'tags', 'draft'];
const FENCE = /^---[ \t]*$/;
const MAX_DESCRIPTION = 160;

/** Splits a post and checks its front matter against the fields a post has. */
export function parseFrontMatter(
	source: string,
	knownTags: readonly string[],
	complain: Complain
): ParsedFrontMatter {
	const lines = source.split('\n');
	if (!FENCE.test(lines[0] ?? '')) {
		complain(
			1,
			undefined,
			'There is no front matter.',
			'Start the file with a line of three hyphens, the fields, and three hyphens again.'
		);
		return { body: source };
	}
	const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
	if (end === -1) {
		complain(
			1,
			undefined,
			'The front matter has no end.',
			'Write a line of three hyphens after the last field.'
		);
		return { body: '' };
	}
	const body = '\n'.repeat(end + 1) + lines.slice(end + 1).join('\n');
	const data = parseFields(lines.slice(1, end), knownTags, complain);
	return data ? { data, body } : { body };
}

function parseFields(
	lines: string[],
	knownTags: readonly string[],
	complain: Complain
): FrontMatter | undefined {
	let wrong = false;
	const say: Complain = (...args) => {
		wrong = true;
		complain(...args);
	};

	const counter = new LineCounter();
	const document = parseDocument(lines.join('\n'), {
		lineCounter: counter,
		prettyErrors: false,
		version: '1.2'
	});
	// The first line of the fields is the second of the file.
	const lineAt = (offset: number | undefined) =>
		offset === undefined ? 2 : counter.linePos(offset).line + 1;
	const seen = new Set<number>();
	for (const error of document.errors) {
		const line = Math.min(lineAt(error.pos[0]), lines.length + 1);
		// One slip of the pen gives several errors; the first one of a line is the cause.
		if (seen.has(line)) continue;
		seen.add(line);
		say(line, undefined, yamlMessage(error.code, error.message), yamlFix(lines[line - 2] ?? ''));
	}
	if (wrong) return undefined;
	if (!isMap(document.contents)) {
		say(
			2,
			undefined,
			'The front matter has no fields.',
			'Write one `name: value` a line, title first.'
		);
		return undefined;
	}

	const values = new Map<
		string,
		{ value: unknown; line: number; node: Node | null; items: number[] }
	>();
	for (const pair of document.contents.items as Pair<Node, Node | null>[]) {
		const name = isScalar(pair.key) ? String(pair.key.value) : '';
		const line = lineAt(pair.key.range?.[0]);
		if (!FIELDS.includes(name)) {
			const near = nearest(name, FIELDS);
			say(
				line,
				name,
				`“${name}” is not a field of a post.`,
				near ? `Did you mean “${near}”?` : `Remove it; the fields are ${FIELDS.join(', ')}.`
			);
			continue;
		}
		const node = pair.value;
		const items = isSeq(node) ? node.items.map((item) => lineAt((item as Node).range?.[0])) : [];
		values.set(name, { value: node?.toJS(document), line, node, items });
	}

	const line = (name: string) => values.get(name)?.line ?? 1;
	const missing = (name: string, fix: string) =>
		say(1, name, `The field “${name}” is missing.`, fix);

	const sentence = (name: string, example: string): string => {
		const entry = values.get(name);
		const fix = `Write ${name}: "${example}".`;
		if (!entry) {
			missing(name, fix);
			return '';
		}
		const { value, node } = entry;
		if (value === null || value === undefined || value === '') {
			say(entry.line, name, `The field “${name}” is empty.`, fix);
			return '';
		}
		if (typeof value !== 'string') {
			say(
				entry.line,
				name,
				`The field “${name}” must be text, not ${kind(value)}.`,
				'Put the whole value between double quotes.'
			);
			return '';
		}
		if (value.includes('\n'))
			say(entry.line, name, `The field “${name}” must be one line.`, 'Join its lines.');
		if (isScalar(node) && node.type === 'PLAIN' && node.comment) {
			say(
				entry.line,
				name,
				`In “${name}”, everything after “ #” is a comment and would be lost.`,
				'Put the whole value between double quotes.'
			);
		}
		return value.trim();
	};

	const day = (name: string): string => {
		const value = values.get(name)?.value;
		if (typeof value === 'string' && isDay(value)) return value;
		say(
			line(name),
			name,
			`“${String(value)}” is not a day of the calendar.`,
			'Write year-month-day, such as 2026-11-21.'
		);
		return '';
	};

	const title = sentence('title', 'What the post is called');
	const description = sentence('description', 'One sentence.');
	if ([...description].length > MAX_DESCRIPTION) {
		say(
			line('description'),
			'description',
			`The description has ${[...description].length} characters; ${MAX_DESCRIPTION} is the limit.`,
			'Say less: one sentence is enough.'
		);
	}

	let date = '';
	if (values.has('date')) date = day('date');
	else missing('date', 'Write date: and a day, such as 2026-11-21.');

	const updated = values.has('updated') ? day('updated') : undefined;
	if (updated && date && updated < date) {
		say(
			line('updated'),
			'updated',
			`It was updated on ${updated}, before its date, ${date}.`,
			'Correct one of the two, or remove updated.'
		);
	}

	const order = values.get('order')?.value;
	if (values.has('order') && !Number.isInteger(order)) {
		say(
			line('order'),
			'order',
			`The order must be a whole number, not “${String(order)}”.`,
			'Write order: 3, or remove it.'
		);
	}

	const draft = values.get('draft')?.value ?? false;
	if (typeof draft !== 'boolean') {
		say(
			line('draft'),
			'draft',
			`Draft must be true or false, not “${String(draft)}”.`,
			'Write draft: true, or remove it.'
		);
	}

	const tags = parseTags(values.get('tags'), knownTags, say);
	if (wrong) return undefined;
	return {
		title,
		description,
		date,
		...(updated ? { updated } : {}),
		...(typeof order === 'number' ? { order } : {}),
		tags,
		draft: draft === true
	};
}

function parseTags(
	entry: { value: unknown; line: number; items: number[] } | undefined,
	knownTags: readonly string[],
	say: Complain
): string[] {
	const example = `Write tags: [${knownTags.slice(0, 2).join(', ')}].`;
	if (!entry) {
		say(1, 'tags', 'The field “tags” is missing.', example);
		return [];
	}
	if (!Array.isArray(entry.value) || entry.value.length === 0) {
		say(entry.line, 'tags', 'A post needs a list of at least one tag.', example);
		return [];
	}
	const tags: string[] = [];
	entry.value.forEach((tag: unknown, index) => {
		const name = String(tag);
		const line = entry.items[index] ?? entry.line;
		if (!knownTags.includes(name)) {
			const near = nearest(name, knownTags);
			say(
				line,
				'tags',
				`“${name}” is not a tag of this site.`,
				near
					? `Did you mean “${near}”? A new tag is added in src/site.ts.`
					: 'Use one that src/site.ts lists, or add it there.'
			);
		} else if (tags.includes(name)) {
			say(line, 'tags', `The tag “${name}” is there twice.`, 'Remove one of the two.');
		} else tags.push(name);
	});
	return tags;
}

function isDay(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const time = Date.parse(`${value}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function kind(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'a group of fields';
	if (typeof value === 'boolean') return 'true or false';
	return `a ${typeof value}`;
}

function yamlMessage(code: string, message: string): string {
	if (code === 'DUPLICATE_KEY') return 'The same field is there twice.';
	const first = message.split('\n')[0] ?? message;
	return `This is not valid YAML: ${first}${/[.!?]$/.test(first) ? '' : '.'}`;
}

/** Almost every slip is an unquoted value with a colon or a sign that YAML gives a meaning. */
function yamlFix(line: string): string {
	const field = /^([a-z]+):[ \t]+(.*\S)[ \t]*$/.exec(line);
	if (!field || /^[[{]/.test(field[2] ?? ''))
		return 'Write one `name: value` a line, and text between double quotes.';
	const inner = (field[2] ?? '')
		.replace(/^["']|["']$/g, '')
		.replace(/\\/g, '\\\\')
		.replace(/"/g, '\\"');
	return `Put it between double quotes: ${field[1]}: "${inner}"`;
}
