import { checkHost } from './host-checks';

/** Whether a published site is served as it needs to be: `npm run check:host -- https://example.org/blog/`. */
const address = process.argv[2];
if (!address) {
	console.error('Which site? npm run check:host -- https://example.org/blog/');
	process.exit(2);
}

const { findings, notes, checked } = await checkHost(address);
for (const note of notes) console.log(`note: ${note}`);
for (const { path, problem, fix } of findings) console.error(`\n${path}\n  ${problem}\n  → ${fix}`);
console.log(`\n${checked} addresses checked, ${findings.length} to fix.`);
process.exit(findings.length === 0 ? 0 : 1);
