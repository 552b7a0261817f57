import { measureBuild } from './build';
import { measureLighthouse } from './lighthouse';
import { measureReading } from './reading';
import { measureOpening, measureTyping } from './searching';

/** `npm run bench [build|page|lighthouse]`: what is measured, not tested, because it depends on the machine. */
const KINDS = ['build', 'page', 'lighthouse'];
const [only] = process.argv.slice(2);
if (only && !KINDS.includes(only)) {
	console.error(
		`"${only}" is nothing to measure. There are: ${KINDS.join(', ')}; without a name, all.`
	);
	process.exit(1);
}
const wants = (name: string) => !only || only === name;

if (wants('page')) {
	print('tap on a post → text painted, offline, CPU 4× slower', await measureReading());
	const typing = await measureTyping();
	print('keystroke → results in the page, offline, CPU 4× slower', typing.inPage);
	print('keystroke → results painted, the wait for the frame included', typing.painted);
	print('longest task of the page while search opens', await measureOpening());
}
if (wants('lighthouse'))
	for (const [page, scores] of await measureLighthouse()) print(page, scores);
if (wants('build')) for (const [name, result] of await measureBuild(2_000)) print(name, result);
process.exit(0);

function print(name: string, result: Record<string, number | string>): void {
	const values = Object.entries(result).map(([key, value]) => `${key} ${value}`);
	console.log(`${name}: ${values.join(', ')}`);
}
