import { describe, expect, test } from 'vitest';
import { extract, parseMeta } from './include';

describe('what follows the language of a fence', () => {
	test.each([
		['', undefined],
		['file=a/b.go', { file: 'a/b.go' }],
		['  file=a.go   region=x-y ', { file: 'a.go', region: 'x-y' }],
		['region=x file="a b.go"', { file: 'a b.go', region: 'x' }],
		["file='a b.go'", { file: 'a b.go' }],
		['region=x', 'A region needs the file it is in.'],
		['file=', '“file” is not something a code block understands.'],
		['title="x"', '“title” is not something a code block understands.'],
		['{1,3}', '“{1,3}” is not something a code block understands.'],
		['file=a file=b', '“file” is there twice.']
	])('%s', (meta, expected) => {
		expect(parseMeta(meta)).toEqual(expected);
	});
});

const SOURCE = `package x

// region a
func a() {
	// region inner
	if b {
		c()
	}
	// endregion inner
}
// endregion a

# region sh
    indented
# endregion sh
-- region sql
select 1;

-- endregion sql
// region open
// region twice
// endregion twice
// region twice
// endregion twice
`;

describe('the lines of a file', () => {
	test.each([
		['a', 'func a() {\n\tif b {\n\t\tc()\n\t}\n}'],
		['inner', 'if b {\n\tc()\n}'],
		['sh', 'indented'],
		['sql', 'select 1;']
	])('region %s comes without markers, indentation and empty lines around it', (region, code) => {
		expect(extract(SOURCE, region)).toEqual({ code });
	});

	test('a whole file comes without its markers', () => {
		expect(extract('\n// region a\r\n\tx\r\n// endregion a\r\n\ty\n')).toEqual({ code: 'x\ny' });
	});

	test('mixed indentation loses what is common', () => {
		expect(extract('\t\ta\n\t  b\n\n\tc')).toEqual({ code: '\ta\n  b\n\nc' });
	});

	test.each([
		['b', /no region “b”/, /its regions are|did you mean/i],
		['innr', /no region/, /Did you mean “inner”/],
		['open', /has no end/, /endregion open/],
		['twice', /begins twice/, /different names/]
	])('region %s is refused', (region, message, fix) => {
		expect(extract(SOURCE, region)).toEqual({
			message: expect.stringMatching(message) as string,
			fix: expect.stringMatching(fix) as string
		});
	});

	test('a file without regions says how to mark one', () => {
		expect(extract('x', 'a')).toMatchObject({
			fix: expect.stringContaining('// region name') as string
		});
	});
});
