import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutants } from './mutants';

describe('the mutants', () => {
	it.each(mutants)('have something to replace: $name', ({ patches }) => {
		for (const { file, find, replace } of patches) {
			expect(fs.readFileSync(file, 'utf8').split(find)).toHaveLength(2);
			expect(replace).not.toBe(find);
		}
	});
});
