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

/** A field as YAML gave it. */
export interface Field {
	line: number;
	value: unknown;
	/** A comment follows an unquoted value: in a sentence, ` #` ends the text before its author meant it to. */
	cut: boolean;
	/** The line of each item of a list. */
	itemLines: number[];
}

export type Fields = Map<string, Field>;

/** Says what is wrong with a line of front matter. */
export type Say = (line: number, field: string | undefined, message: string, fix: string) => void;

const NAMES = ['title', 'description', 'date', 'updated', 'order', 'tags', 'draft'];
const MAX_DESCRIPTION = 160;
const QUOTE = 'Put the whole value between double quotes.';

/** Checks every field, so that one build tells all that is wrong. Undefined when anything is. */
export function checkFields(
	fields: Fields,
	knownTags: readonly string[],
	tell: Say
): FrontMatter | undefined {
	let wrong = false;
	const say: Say = (...problem) => {
		wrong = true;
		tell(...problem);
	};
	checkNames(fields, say);
	const title = sentence('title', fields, say);
	const description = sentence('description', fields, say);
	const length = [...description].length;
	if (length > MAX_DESCRIPTION) {
		const message = `The description has ${length} characters; the limit is ${MAX_DESCRIPTION}.`;
		say(lineOf('description', fields), 'description', message, 'Say it in one shorter sentence.');
	}

	const date = day('date', fields, say);
	const updated = fields.has('updated') ? day('updated', fields, say) : undefined;
	if (updated && date && updated < date) {
		const message = `It was updated on ${updated}, which is before its date, ${date}.`;
		say(lineOf('updated', fields), 'updated', message, 'Correct one of the two.');
	}

	const order = fields.get('order')?.value;
	if (order !== undefined && !Number.isInteger(order)) {
		const message = `The order must be a whole number, not “${String(order)}”.`;
		say(lineOf('order', fields), 'order', message, 'Write order: 3, or remove it.');
	}
	const draft = fields.get('draft')?.value ?? false;
	if (typeof draft !== 'boolean') {
		const message = `Draft must be true or false, not “${String(draft)}”.`;
		say(lineOf('draft', fields), 'draft', message, 'Write draft: true, or remove it.');
	}
	const tags = checkTags(fields.get('tags'), knownTags, say);

	if (wrong) return undefined;
	const optional = {
		...(updated ? { updated } : {}),
		...(typeof order === 'number' ? { order } : {})
	};
	return { title, description, date, ...optional, tags, draft: draft === true };
}

function checkNames(fields: Fields, say: Say): void {
	for (const [name, { line }] of fields) {
		if (NAMES.includes(name)) continue;
		const near = nearest(name, NAMES);
		const fix = near ? `Did you mean “${near}”?` : `Remove it; the fields are ${NAMES.join(', ')}.`;
		say(line, name, `“${name}” is not a field of a post.`, fix);
	}
}

function sentence(name: string, fields: Fields, say: Say): string {
	const field = fields.get(name);
	const fix = `Write ${name}: "…", in one line.`;
	if (!field) say(1, name, `The field “${name}” is missing.`, fix);
	else if (field.value === null || field.value === '') {
		say(field.line, name, `The field “${name}” is empty.`, fix);
	} else if (typeof field.value !== 'string') {
		say(field.line, name, `The field “${name}” must be text, not ${kind(field.value)}.`, QUOTE);
	} else if (field.cut) {
		say(field.line, name, `In “${name}”, what follows “ #” is a comment and would be lost.`, QUOTE);
	} else if (field.value.trim().includes('\n')) {
		say(field.line, name, `The field “${name}” has more than one line.`, fix);
	} else return field.value.trim();
	return '';
}

function day(name: string, fields: Fields, say: Say): string {
	const field = fields.get(name);
	const fix = `Write ${name}: and year-month-day, such as 2026-11-21.`;
	if (!field) say(1, name, `The field “${name}” is missing.`, fix);
	else if (typeof field.value === 'string' && isDay(field.value)) return field.value;
	else say(field.line, name, `“${String(field.value)}” is not a day of the calendar.`, fix);
	return '';
}

function isDay(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const time = Date.parse(`${value}T00:00:00Z`);
	// 2026-02-30 is read as a day in March.
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function checkTags(field: Field | undefined, knownTags: readonly string[], say: Say): string[] {
	const example = `Write tags: [${knownTags.slice(0, 2).join(', ')}].`;
	if (!field || !Array.isArray(field.value) || field.value.length === 0) {
		const message = field
			? 'A post has a list of at least one tag.'
			: 'The field “tags” is missing.';
		say(field?.line ?? 1, 'tags', message, example);
		return [];
	}
	const tags = field.value.map(String);
	tags.forEach((tag, index) => {
		const line = field.itemLines[index] ?? field.line;
		if (!knownTags.includes(tag)) {
			const near = nearest(tag, knownTags);
			const fix = near ? `Did you mean “${near}”?` : `The tags are ${knownTags.join(', ')}.`;
			const message = `“${tag}” is not a tag of this site.`;
			say(line, 'tags', message, `${fix} A new tag is added in src/site.ts.`);
		} else if (tags.indexOf(tag) < index) {
			say(line, 'tags', `The tag “${tag}” is there twice.`, 'Remove one of the two.');
		}
	});
	return tags;
}

function lineOf(name: string, fields: Fields): number {
	return fields.get(name)?.line ?? 1;
}

function kind(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'boolean') return `${value}`;
	return typeof value === 'number' ? 'a number' : 'fields of its own';
}
