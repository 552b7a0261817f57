import { checkHost, inShort } from './host-checks';

/** Whether a published site is served as it needs to be: `npm run check:host -- https://example.org/blog/`. */
const address = process.argv[2];
if (!address || !URL.canParse(address)) {
	console.error('Which site? npm run check:host -- https://example.org/blog/');
	process.exit(2);
}

const { findings, notes, checked } = await checkHost(address);
for (const note of notes) console.log(`note: ${note}`);
const paths = new Map<string, string[]>();
for (const { path, problem, fix } of findings) {
	const advice = `${problem}\n  → ${fix}`;
	paths.set(advice, [...(paths.get(advice) ?? []), path]);
}
for (const [advice, found] of paths) console.error(`\n${inShort(found)}\n  ${advice}`);
console.log(`\n${checked} addresses checked, ${findings.length} to fix.`);
process.exit(findings.length === 0 ? 0 : 1);
