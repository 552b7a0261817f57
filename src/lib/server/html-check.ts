/** For tests: what our HTML consists of, and nothing else. */
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?: [A-Za-z][\w:-]*(?:="[^"<]*")?)*)(\/?)>|[^<]+|</y;
const ATTRIBUTE = / ([A-Za-z][\w:-]*)(?:="([^"<]*)")?/g;
const VOID = new Set(['br', 'hr', 'img', 'input']);
const ELEMENTS = new Set(
	(
		'a blockquote br button code del div em figcaption figure h1 h2 h3 h4 h5 h6 hr img input li ol p pre section span strong sup ' +
		'table tbody td th thead tr ul svg g path rect circle text tspan marker defs use title'
	).split(' ')
);
const ATTRIBUTES =
	/^(?:id|class|href|rel|title|src|alt|width|height|loading|decoding|scope|start|type|checked|disabled|role|tabindex|aria-[a-z]+|data-(?:lang|figure)|d|x|y|viewBox|fill|stroke|font-size)$/;
const ADDRESS = /^(?:https?:\/\/|mailto:|#|\/(?!\/))/;

/** The first thing that is wrong with a fragment of HTML, or undefined. Stricter than any browser. */
export function faultOf(html: string): string | undefined {
	const open: string[] = [];
	const ids = new Set<string>();
	TAG.lastIndex = 0;
	while (TAG.lastIndex < html.length) {
		const at = TAG.lastIndex;
		const [all, closing, name, attributes = '', empty] = TAG.exec(html) ?? [];
		const here = `${all} at ${at}: …${html.slice(Math.max(0, at - 40), at + 60)}…`;
		if (all === '<' || all === undefined) return `a lone < ${here}`;
		if (!name) continue;
		if (!ELEMENTS.has(name)) return `element ${here}`;
		if (closing) {
			if (open.pop() !== name) return `closed out of order ${here}`;
			continue;
		}
		for (const [, key = '', value] of attributes.matchAll(ATTRIBUTE)) {
			if (!ATTRIBUTES.test(key)) return `attribute ${key} ${here}`;
			if ((key === 'href' || key === 'src' || key === 'data-figure') && !ADDRESS.test(value ?? ''))
				return `address ${here}`;
			if (key === 'id' && (!value || ids.has(value) || !ids.add(value))) return `id ${here}`;
		}
		if (!VOID.has(name) && !empty) open.push(name);
	}
	return open.length > 0 ? `not closed: ${open.join(' ')}` : undefined;
}
