/** Tags beyond the page's own: those a post must carry, and those it must not. */
export interface TagFilter {
	and: string[];
	not: string[];
}

/** The list as a shell would make it: each further tag one more grep in the pipe. */
export function narrowCommand(tag: string, { and, not }: TagFilter): string {
	if (and.length + not.length === 0) return `grep "#${tag}" posts/*`;
	const pipes = [
		...and.map((other) => ` | xargs grep -l "#${other}"`),
		...not.map((other) => ` | xargs grep -L "#${other}"`)
	];
	return `grep -l "#${tag}" posts/*${pipes.join('')}`;
}
