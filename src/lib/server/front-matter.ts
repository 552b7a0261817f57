import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml';
import { checkFields, type Field, type Fields, type FrontMatter, type Say } from './fields';

/** A post, split in two. */
export interface ParsedFrontMatter {
	/** Undefined when something in it is wrong, which has then been said. */
	data?: FrontMatter;
	/** The text after it, below an empty line for each line of front matter, so that line numbers stay. */
	body: string;
}

const FIELD = /^([A-Za-z]+):[ \t]*(.*?)[ \t]*$/;
/** A value that begins with a quote and has no other. */
const OPEN = /^[A-Za-z]+:[ \t]*("[^"]*|'[^']*)$/;
const FENCE = /^---[ \t]*$/;

/** Splits a post and checks its front matter against the fields a post has. */
export function parseFrontMatter(
	source: string,
	knownTags: readonly string[],
	say: Say
): ParsedFrontMatter {
	const lines = source.split('\n');
	const fences =
		'Put three hyphens on a line of their own before the first field and after the last.';
	if (!FENCE.test(lines[0] ?? '')) {
		say(1, undefined, 'The file does not begin with front matter.', fences);
		return { body: source };
	}
	const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
	if (end === -1) {
		say(1, undefined, 'The front matter has no end.', fences);
		return { body: '' };
	}
	const body = '\n'.repeat(end + 1) + lines.slice(end + 1).join('\n');
	const written = lines.slice(1, end);
	const wrong = new Set<number>();
	const fields = readFields(written, (line, ...problem) => {
		wrong.add(line);
		say(line, ...problem);
	});
	if (wrong.size > 0) checkOthers(written, wrong, knownTags, say);
	const data = fields && checkFields(fields, knownTags, say);
	return data ? { data, body } : { body };
}

/** The lines that are YAML are checked beside those that are not, so that one build tells everything. */
function checkOthers(
	lines: string[],
	wrong: ReadonlySet<number>,
	knownTags: readonly string[],
	say: Say
): void {
	const names = new Set([...wrong].map((line) => FIELD.exec(lines[line - 2] ?? '')?.[1]));
	const others = lines.map((line, index) => (wrong.has(index + 2) ? '' : line));
	const fields = readFields(others, () => undefined);
	if (!fields) return;
	checkFields(fields, knownTags, (line, field, ...problem) => {
		if (fields.has(field ?? '') || !names.has(field)) say(line, field, ...problem);
	});
}

/** The fields with their lines, or undefined when this is not YAML. */
function readFields(lines: string[], say: Say): Fields | undefined {
	const counter = new LineCounter();
	const document = parseDocument(lines.join('\n'), { lineCounter: counter, prettyErrors: false });
	// The first line of the fields is the second of the file.
	const lineAt = (offset = 0) => Math.min(counter.linePos(offset).line, lines.length) + 1;

	const wrong = new Set<number>();
	for (const error of [...document.errors, ...document.warnings]) {
		// A quote that is never closed is noticed lines later.
		const open = error.code === 'MISSING_CHAR' ? lines.findIndex((line) => OPEN.test(line)) : -1;
		const line = open === -1 ? lineAt(error.pos[0]) : open + 2;
		// One slip of the pen gives several errors; the first one of a line is the cause.
		if (wrong.has(line)) continue;
		wrong.add(line);
		const written = lines[line - 2] ?? '';
		say(line, FIELD.exec(written)?.[1], yamlMessage(error.code, error.message), yamlFix(written));
	}
	if (wrong.size > 0) return undefined;
	if (!isMap(document.contents)) {
		say(2, undefined, 'The front matter has no fields.', 'Write one `name: value` a line.');
		return undefined;
	}

	const fields: Fields = new Map();
	for (const { key, value } of document.contents.items as Pair<Node, Node | null>[]) {
		const line = lineAt(key.range?.[0]);
		const field: Field = { line, value: null, cut: false, itemLines: [] };
		try {
			field.value = value?.toJS(document, { mapAsMap: true }) ?? null;
		} catch {
			// An alias (`*name`) that stands for too much.
			say(line, undefined, 'Front matter may not use aliases.', yamlFix(lines[line - 2] ?? ''));
			return undefined;
		}
		if (isScalar(value)) field.cut = value.type === 'PLAIN' && Boolean(value.comment);
		if (isSeq(value))
			field.itemLines = value.items.map((item) => lineAt((item as Node).range?.[0]));
		fields.set(isScalar(key) ? String(key.value) : '', field);
	}
	return fields;
}

function yamlMessage(code: string, message: string): string {
	if (code === 'DUPLICATE_KEY') return 'This field is there twice.';
	if (code === 'BLOCK_AS_IMPLICIT_KEY')
		return 'A colon and a space begin a value, and here are two.';
	return `This is not valid YAML: ${message.split('\n')[0]?.replace(/[.:]$/, '')}.`;
}

/** Almost every slip is an unquoted value with a colon, or with a sign that YAML gives a meaning. */
function yamlFix(line: string): string {
	const [, name, value] = FIELD.exec(line) ?? [];
	if (!name || !value || /^[[{]/.test(value)) {
		return 'Write one `name: value` a line, and text between double quotes.';
	}
	const inner = value
		.replace(/^["']|["']$/g, '')
		.replace(/\\/g, '\\\\')
		.replace(/"/g, '\\"');
	return `Put the value between double quotes: ${name}: "${inner}"`;
}
