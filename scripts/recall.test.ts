import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRecallKey, parseRecall } from '../src/lib/library/recall';
import { site } from '../src/site';
import { temporaryFolder } from '../tests/rig/processes';
import { prepareRecall } from './prepare-recall';

const RELEASE = 'R'.repeat(43);
const posts = [{ slug: 'café-tail', body: { name: 'abc.txt' } }];

describe('a recall', () => {
	const prepare = async (asked: { releases?: string[]; slugs?: string[] }, publicKey?: string) => {
		const key = await createRecallKey();
		const catalogue = { posts } as Parameters<typeof prepareRecall>[1]['catalogue'];
		const site = { catalogue, publicKey: publicKey ?? key.publicKey, seq: 7 };
		const all = { releases: [], slugs: [], ...asked };
		const text = await prepareRecall(all, { ...site, privateKey: key.privateKey });
		return parseRecall(text, key.publicKey);
	};

	it('names releases and the published form of posts, signed for the key of the site', async () => {
		const recall = await prepare({ releases: [RELEASE], slugs: ['café-tail'] });
		expect(recall).toEqual({ schema: 1, seq: 7, releases: [RELEASE], bodies: ['abc.txt'] });
	});

	it('knows a slug however its accents are typed', async () => {
		const recall = await prepare({ slugs: ['café-tail'.normalize('NFD')] });
		expect(recall?.bodies).toEqual(['abc.txt']);
	});

	it('is refused for a post that is not there', async () => {
		await expect(prepare({ slugs: ['cafe'] })).rejects.toThrow('no post "cafe"');
	});

	it('is refused for the first letters of a release, which the library page shows', async () => {
		await expect(prepare({ releases: [RELEASE.slice(0, 8)] })).rejects.toThrow('43 characters');
	});

	it('is refused when the key is not the one that devices know', async () => {
		const { publicKey } = await createRecallKey();
		const recall = prepare({ releases: [RELEASE] }, publicKey);
		await expect(recall).rejects.toThrow('does not belong to recallKey');
	});
});

describe('npm run recall', () => {
	let folder: string;
	beforeEach(() => void (folder = temporaryFolder('recall')));

	const run = (...options: string[]) => {
		const tsx = import.meta.resolve('tsx');
		const script = join(import.meta.dirname, 'recall.ts');
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			['--import', tsx, script, ...options],
			{ cwd: folder, encoding: 'utf8', env: { ...process.env, OUT_DIR: 'built' } }
		);
		expect(stderr).not.toMatch(/^\s+at /m);
		return { status, said: stdout + stderr };
	};
	const inFolder = (name: string) => join(folder, name);

	it('says what it can do', () => {
		const { status, said } = run();
		expect(status).toBe(0);
		expect(said).toContain('--release <id>');
	});

	it('says what it can do when it does not understand', () => {
		for (const options of [['--bogus'], ['--post'], ['--post', 'a', 'b']]) {
			const { status, said } = run(...options);
			expect(status, options.join(' ')).toBe(1);
			expect(said, options.join(' ')).toContain('--release <id>');
		}
	});

	it('makes a key for nobody else to read, and never a second one', () => {
		expect(run('--init').said).toMatch(/recallKey: '[\w+/=]{88}'/);
		const key = readFileSync(inFolder('recall-key.json'), 'utf8');
		expect(statSync(inFolder('recall-key.json')).mode & 0o077).toBe(0);
		expect(run('--init').status).toBe(1);
		expect(readFileSync(inFolder('recall-key.json'), 'utf8')).toBe(key);
	});

	it('asks for a key before it recalls', () => {
		const { status, said } = run('--release', RELEASE);
		expect(status).toBe(1);
		expect(said).toContain('npm run recall -- --init');
		expect(existsSync(inFolder('static/recall.json'))).toBe(false);
	});

	// A blog that has its key is past this.
	it.skipIf(site.recallKey)('says which key the site lacks, once there is one', () => {
		const [line = ''] = /recallKey: '.+',/.exec(run('--init').said) ?? [];
		const { status, said } = run('--release', RELEASE);
		expect(status).toBe(1);
		expect(said).toContain('src/site.ts');
		expect(said).toContain(line);
	});

	it('asks for a built site before it replaces the worker', () => {
		const { status, said } = run('--worker');
		expect(status).toBe(1);
		expect(said).toContain('npm run build');
	});

	it('puts the removing worker in the place of the built one', () => {
		mkdirSync(inFolder('built'));
		writeFileSync(inFolder('built/catalogue.json'), '{}');
		writeFileSync(inFolder('built/service-worker.js'), 'the site’s own');
		expect(run('--worker').status).toBe(0);
		const removing = readFileSync(join(import.meta.dirname, 'removing-worker.js'), 'utf8');
		expect(readFileSync(inFolder('built/service-worker.js'), 'utf8')).toBe(removing);
	});
});
