import { describe, expect, it } from 'vitest';
import { isCommand } from './messages';

describe('isCommand', () => {
	it.each(['status', 'save', 'check', 'verify', 'remove', 'hand over', 'activate'])(
		'knows %s',
		(type) => expect(isCommand({ type })).toBe(true)
	);

	it.each([
		[undefined],
		[null],
		['save'],
		[['save']],
		[{}],
		[{ type: 'SAVE' }],
		[{ type: 'constructor' }],
		[{ type: ['save'] }],
		[{ type: 'save', url: 'https://evil.example' }],
		[{ command: 'save' }],
		[new String('save')],
		[Object.create({ type: 'save' })]
	])('ignores %j', (data: unknown) => expect(isCommand(data)).toBe(false));
});
