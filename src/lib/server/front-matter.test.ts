import { expect, test } from 'vitest';
import { parseFrontMatter } from './front-matter';

const TAGS = ['go', 'backend', 'databases'];

function parse(source: string) {
	const problems: { line: number; field: string | undefined; message: string; fix: string }[] = [];
	const result = parseFrontMatter(source, TAGS, (line, field, message, fix) =>
		problems.push({ line, field, message, fix })
	);
	return { ...result, problems };
}

const GOOD = {
	title: 'title: "A title"',
	description: 'description: "A sentence."',
	date: 'date: 2026-11-21',
	tags: 'tags: [go, backend]'
};

/** The four fields, with some replaced or added, or left out when undefined. */
function fields(changes: Record<string, string | undefined> = {}): string {
	const lines = Object.values({ ...GOOD, ...changes }).filter((line) => line !== undefined);
	return ['---', ...lines, '---', 'Text.'].join('\n');
}

test('reads all fields, and keeps the lines of the text where they are', () => {
	const { data, body, problems } = parse(
		fields({ updated: 'updated: 2026-12-01', order: 'order: 3 # of 32', draft: 'draft: true' })
	);
	expect(problems).toEqual([]);
	expect(data).toEqual({
		title: 'A title',
		description: 'A sentence.',
		date: '2026-11-21',
		updated: '2026-12-01',
		order: 3,
		tags: ['go', 'backend'],
		draft: true
	});
	expect(body).toBe('\n'.repeat(9) + 'Text.');
});

test('a date is a string, quoted or not', () => {
	expect(parse(fields({ date: 'date: "2026-11-21"' })).data?.date).toBe('2026-11-21');
});

const long = 'x'.repeat(161);
const wrong: [
	name: string,
	source: string,
	line: number,
	field: string | undefined,
	says: RegExp
][] = [
	['no front matter', 'Text', 1, undefined, /does not begin with front matter/],
	['no end', '---\ntitle: "A"\n', 1, undefined, /has no end/],
	['no fields', '---\n---\n', 2, undefined, /no fields/],
	['a list of fields', '---\n- a\n---\n', 2, undefined, /no fields/],
	['no title', fields({ title: undefined }), 1, 'title', /“title” is missing/],
	['an empty title', fields({ title: 'title:' }), 2, 'title', /“title” is empty/],
	['a title of spaces', fields({ title: 'title: ""' }), 2, 'title', /“title” is empty/],
	[
		'a number as title',
		fields({ title: 'title: 2026' }),
		2,
		'title',
		/not a number.*double quotes/
	],
	['true as title', fields({ title: 'title: true' }), 2, 'title', /not true/],
	['a list as title', fields({ title: 'title: [a]' }), 2, 'title', /not a list/],
	['fields as title', fields({ title: 'title: {a: b}' }), 2, 'title', /not fields of its own/],
	['a title cut by #', fields({ title: 'title: Go in C # days' }), 2, 'title', /would be lost/],
	['a title of two lines', fields({ title: 'title: "a\\nb"' }), 2, 'title', /more than one line/],
	['no description', fields({ description: undefined }), 1, 'description', /missing/],
	[
		'a long description',
		fields({ description: `description: "${long}"` }),
		3,
		'description',
		/161 .* 160/
	],
	['no date', fields({ date: undefined }), 1, 'date', /missing/],
	['no real day', fields({ date: 'date: 2026-02-30' }), 4, 'date', /“2026-02-30” is not a day/],
	['a date in words', fields({ date: 'date: 21 November' }), 4, 'date', /not a day/],
	['a time', fields({ date: 'date: 2026-11-21T10:00:00Z' }), 4, 'date', /not a day/],
	[
		'updated before date',
		fields({ updated: 'updated: 2026-11-20' }),
		6,
		'updated',
		/before its date/
	],
	['updated on no day', fields({ updated: 'updated: soon' }), 6, 'updated', /not a day/],
	['order in words', fields({ order: 'order: first' }), 6, 'order', /whole number/],
	['order with a fraction', fields({ order: 'order: 1.5' }), 6, 'order', /whole number/],
	['draft in words', fields({ draft: 'draft: maybe' }), 6, 'draft', /true or false/],
	['no tags', fields({ tags: undefined }), 1, 'tags', /missing/],
	['an empty list of tags', fields({ tags: 'tags: []' }), 5, 'tags', /at least one/],
	['tags as text', fields({ tags: 'tags: go' }), 5, 'tags', /a list/],
	[
		'an unknown tag',
		fields({ tags: 'tags: [go, database]' }),
		5,
		'tags',
		/“database”.*mean “databases”/
	],
	['a strange tag', fields({ tags: 'tags: [kubernetes]' }), 5, 'tags', /tags are go, backend/],
	['a tag on its own line', fields({ tags: 'tags:\n  - go\n  - gO' }), 7, 'tags', /“gO”/],
	['a tag twice', fields({ tags: 'tags: [go, go]' }), 5, 'tags', /twice/],
	['an unknown field', fields({ x: 'titel: "B"' }), 6, 'titel', /mean “title”/],
	['a strange field', fields({ x: 'layout: wide' }), 6, 'layout', /fields are title, desc/],
	['mdsvex’s own field', fields({ x: 'metadata: 1' }), 6, 'metadata', /not a field/],
	['a field twice', fields({ x: 'title: "B"' }), 6, 'title', /twice/],
	[
		'A: B',
		fields({ title: 'title: Go: the good parts' }),
		2,
		'title',
		/title: "Go: the good parts"/
	],
	['an open quote', fields({ title: 'title: "Go' }), 2, 'title', /not valid YAML|title: "Go"/],
	['a quote inside', fields({ title: 'title: "a" b' }), 2, 'title', /not valid YAML/],
	['a leading @', fields({ title: 'title: @home' }), 2, 'title', /title: "@home"/],
	['a leading `', fields({ title: 'title: `x` is' }), 2, 'title', /title: "`x` is"/],
	['a leading *', fields({ title: 'title: *x* is' }), 2, 'title', /title: "\*x\* is"/],
	['a leading !', fields({ title: 'title: !x is' }), 2, 'title', /title: "!x is"/],
	['a tab', fields({ title: 'title: a\n\tb: c' }), 3, undefined, /not valid YAML/]
];

test.each(wrong)('%s is told with its line and its field', (_, source, line, field, says) => {
	const { data, problems } = parse(source);
	expect(data).toBeUndefined();
	const found = problems.map((problem) => ({
		...problem,
		all: `${problem.message} ${problem.fix}`
	}));
	expect(found).toContainEqual(
		expect.objectContaining({ line, field, all: expect.stringMatching(says) as string })
	);
});

test('everything that is wrong is told at once', () => {
	const { problems } = parse('---\ntitle: 1\ndate: x\ntags: [a, b]\nfoo: 1\n---\n');
	expect(problems.map(({ line, field }) => `${line} ${field}`).sort()).toEqual([
		'1 description',
		'2 title',
		'3 date',
		'4 tags',
		'4 tags',
		'5 foo'
	]);
});

test('a line that is not YAML hides nothing that is wrong with the others', () => {
	const told = (source: string) =>
		parse(source)
			.problems.map(({ line, field }) => `${line} ${field}`)
			.sort();
	expect(
		told('---\ntitle: Go: the parts\ndescription: ""\ndate: 2026-13-45\ntags: [go, x]\n---\n')
	).toEqual(['2 title', '3 description', '4 date', '5 tags']);
	expect(told('---\ndate: x\ntitle: "Go\ndescription: A\ntags: [go]\n---\n')).toEqual([
		'2 date',
		'3 title'
	]);
});

test('an alias that grows without end is refused', () => {
	const bomb =
		'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]';
	expect(parse(`---\n${bomb}\n---\n`).problems.length).toBeGreaterThan(0);
});
