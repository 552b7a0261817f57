import { expect, test } from 'vitest';
import { counted } from './counted';

test('one is counted as one', () => {
	const found = [0, 1, 2].map((count) => counted(count, 'result'));
	expect(found).toEqual(['0 results', '1 result', '2 results']);
});
