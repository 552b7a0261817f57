import { describe, expect, it } from 'vitest';
import { readShellManifest } from './shell-manifest';

describe('readShellManifest', () => {
	it('finds the list in a built worker, whatever stands around it', () => {
		const list = [
			{ integrity: 'a', revision: null, url: '_app/a.js' },
			{ integrity: 'b', revision: null, url: 'icons/b.png' }
		];
		const worker = `var o=[{x:1}],s=${JSON.stringify(list)};s.map(({url:e})=>[e])`;
		expect(readShellManifest(worker)).toEqual(list);
	});

	it.each(['', '<html></html>', 'self.x = [1]', '[{url:"a","integrity":b}]'])(
		'finds nothing in %j',
		(worker) => expect(readShellManifest(worker)).toEqual([])
	);
});
