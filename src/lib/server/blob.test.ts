import { expect, test } from 'vitest';
import { blobName } from './blob';

test('a blob is named by its hash, which is safe in an address', () => {
	expect(blobName('', '.txt')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU.txt');
	expect(blobName(new TextEncoder().encode('é'), '.js')).toBe(blobName('é', '.js'));
});
