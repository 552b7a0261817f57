import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { release } from '../../../tests/rig/fake-host';
import { parseCatalogue, type Catalogue } from './catalogue';
import { isCommand } from './messages';
import { createRecallKey, parseRecall, signRecall, type Recall } from './recall';

const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
const timeout = 60_000 + numRuns * 20;

const recall: Recall = { schema: 1, seq: 5, releases: ['bad'], bodies: ['b.txt'] };
let catalogue: Catalogue;
let catalogueText: string;
let recallText: string;
let publicKey: string;

beforeAll(async () => {
	({ catalogue } = await release({ a: ['A', 'figure'], b: 'B' }));
	catalogueText = JSON.stringify(catalogue);
	const pair = await createRecallKey();
	publicKey = pair.publicKey;
	recallText = await signRecall(recall, pair.privateKey);
});

/** What happens to a text on the way: cut, doubled, a piece replaced or left out, another text around it. */
interface Damage {
	kind: 'cut' | 'replace' | 'remove' | 'repeat' | 'wrap';
	from: number;
	length: number;
	text: string;
}

const damage: fc.Arbitrary<Damage> = fc.record({
	kind: fc.constantFrom('cut', 'replace', 'remove', 'repeat', 'wrap'),
	from: fc.double({ min: 0, max: 1, noNaN: true }),
	length: fc.integer({ min: 1, max: 20 }),
	text: fc.oneof(
		fc.constantFrom(
			'0',
			'"',
			',',
			'{}',
			'[]',
			' ',
			'\n',
			'__proto__',
			'null',
			'\ufffd',
			'2',
			'a',
			'A'
		),
		fc.string({ unit: 'binary', minLength: 1, maxLength: 5 })
	)
});

function apply(whole: string, { kind, from, length, text }: Damage): string {
	const at = Math.floor(from * whole.length);
	switch (kind) {
		case 'cut':
			return whole.slice(0, at);
		case 'replace':
			return whole.slice(0, at) + text + whole.slice(at + text.length);
		case 'remove':
			return whole.slice(0, at) + whole.slice(at + length);
		case 'repeat':
			return whole.slice(0, at + length) + whole.slice(at);
		case 'wrap':
			return text + whole + text;
	}
}

const damages = fc.array(damage, { minLength: 1, maxLength: 3 });

describe('whatever arrives in place of the catalogue', { timeout }, () => {
	it('is the published one or none', async () => {
		const check = async (list: Damage[]) => {
			const found = await parseCatalogue(list.reduce(apply, catalogueText));
			// White space between values, or a field nobody reads, changes nothing of what it says.
			if (found) expect(found).toMatchObject(catalogue);
		};
		await fc.assert(fc.asyncProperty(damages, check), { numRuns });
	});

	it('may be anything else', async () => {
		const other = fc.oneof(fc.json(), fc.string({ unit: 'binary' }));
		const check = async (text: string) => {
			expect(await parseCatalogue(text)).toBeUndefined();
		};
		await fc.assert(fc.asyncProperty(other, check), { numRuns });
	});
});

describe('whatever arrives in place of a recall', { timeout }, () => {
	it('is the signed one or none', async () => {
		const check = async (list: Damage[]) => {
			const found = await parseRecall(list.reduce(apply, recallText), publicKey);
			if (found) expect(found).toEqual(recall);
		};
		await fc.assert(fc.asyncProperty(damages, check), { numRuns });
	});
});

describe('whatever is sent to the worker', { timeout }, () => {
	it('is one of seven commands with nothing else in it, or is ignored', () => {
		const types = ['status', 'save', 'check', 'verify', 'remove', 'hand over', 'activate'];
		const almost = fc.dictionary(
			fc.constantFrom('type', 'url', '__proto__', 'constructor'),
			fc.oneof(fc.constantFrom(...types, 'toString', 'claim', ''), fc.anything())
		);
		const check = (data: unknown) => {
			// As `postMessage` hands it over, or not at all.
			const message = structuredCloneOf(data);
			const known = types.some((type) => isSame(message, type));
			expect(isCommand(message)).toBe(known);
		};
		fc.assert(fc.property(fc.oneof(almost, fc.anything()), check), { numRuns });
	});
});

function isSame(message: unknown, type: string): boolean {
	if (typeof message !== 'object' || message === null) return false;
	const entries = Object.entries(message);
	return entries.length === 1 && entries[0]?.[0] === 'type' && entries[0][1] === type;
}

function structuredCloneOf(data: unknown): unknown {
	try {
		return structuredClone(data);
	} catch {
		return undefined;
	}
}
