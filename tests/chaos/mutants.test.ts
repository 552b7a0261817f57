import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutants } from './mutants';
import { sweeps } from './sweeps';

describe('the mutants', () => {
	it.each(mutants)('have something to replace: $name', ({ patches }) => {
		for (const { file, find, replace } of patches) {
			expect(fs.readFileSync(file, 'utf8').split(find)).toHaveLength(2);
			expect(replace).not.toBe(find);
		}
	});
	it('name sweeps that exist', () => {
		const names = sweeps.map(({ name }) => name);
		for (const { sweep } of mutants) if (sweep) expect(names).toContain(sweep);
	});
});
