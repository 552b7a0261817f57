import { describe, expect, it } from 'vitest';
import { narrowCommand } from './tag-filter';

describe('narrowCommand', () => {
	it('is a plain grep for one tag', () => {
		expect(narrowCommand('architecture', { and: [], not: [] })).toBe('grep "#architecture" posts/*');
	});

	it('adds one grep for each further tag', () => {
		expect(narrowCommand('go', { and: ['performance'], not: ['mysql'] })).toBe(
			'grep -l "#go" posts/* | xargs grep -l "#performance" | xargs grep -L "#mysql"'
		);
	});
});
