import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

/**
 * The release's place in time, in seconds: the last commit's date, or of the newest file that is not committed yet.
 * The same sources give the same number on every machine. SEQ overrides it; without git it must be given.
 */
export function releaseSeq(): number {
	if (process.env.SEQ) return Number(process.env.SEQ);
	try {
		const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' });
		const changed = git('ls-files', '-z', '--modified', '--others', '--exclude-standard');
		const times = changed.split('\0').filter(Boolean).map(modifiedAt);
		return Math.max(Number(git('log', '-1', '--format=%ct')), ...times);
	} catch {
		throw new Error(
			'The release needs a sequence number that grows: build inside a git checkout with a commit, or set SEQ, e.g. SEQ=$(date +%s).'
		);
	}
}

function modifiedAt(file: string): number {
	return (Math.floor(statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) / 1000) | 0;
}
