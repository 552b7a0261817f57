import { decodeEntity, ENTITY } from './entities';
import { escapeAttribute, escapeText } from './html';

/** An SVG as it may stand in a page, or the first reason why it may not. */
export type SvgResult =
	{ svg: string; ids: string[] } | { line: number; message: string; fix: string };

const ELEMENTS = new Set(
	'svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc marker linearGradient radialGradient stop pattern clipPath mask'.split(
		' '
	)
);
/** Elements whose content is letters; white space between others is only layout of the source. */
const TEXTUAL = new Set(['text', 'tspan', 'textPath', 'title', 'desc']);
const ATTRIBUTES = new Set(
	(
		'id class viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height transform rotate ' +
		'fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit ' +
		'opacity vector-effect paint-order color display visibility clip-path clip-rule mask ' +
		'font-size font-weight font-style text-anchor dominant-baseline alignment-baseline baseline-shift letter-spacing word-spacing textLength lengthAdjust startOffset ' +
		'marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient href xlink:href ' +
		'offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod fx fy fr patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits pathLength'
	).split(' ')
);
/** For editors and standalone files; a page needs none of them. */
const DROPPED = /^(?:xmlns(?::.+)?|version|xml:space|role|aria-.*|focusable|tabindex)$/;
const TOKEN =
	/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** For the scripts of figures; data-figure is how the page finds them. */
const DATA = /^data-(?!figure$)[a-z][a-z0-9-]*$/;

/**
 * Reads a figure and writes only what it knows to be harmless: shapes, text and their looks. `prefix` keeps its ids
 * apart from those of the page; `label` is the text alternative.
 */
export function inlineSvg(source: string, prefix: string, label: string): SvgResult {
	let out = '';
	let position = 0;
	const open: string[] = [];
	let roots = 0;
	const ids: string[] = [];
	const fail = (message: string, fix: string) => ({
		line: source.slice(0, position).split('\n').length,
		message,
		fix
	});

	while (position < source.length) {
		TOKEN.lastIndex = position;
		const token = TOKEN.exec(source);
		if (!token)
			return fail(
				'This is not well-formed SVG.',
				'Quote all attributes, close all elements, and write &lt; for <.'
			);
		const [all, closing, name, attributes = '', selfClosing] = token;
		const parent = open.at(-1);
		if (name === undefined) {
			if (!all.startsWith('<')) {
				if (all.trim() !== '' && !TEXTUAL.has(parent ?? ''))
					return fail(
						`“${all.trim().slice(0, 30)}” is outside of any text.`,
						'Put it into a <text> element.'
					);
				if (TEXTUAL.has(parent ?? '')) out += escapeText(decode(all).replace(/\s+/g, ' '));
			}
		} else if (closing) {
			if (open.pop() !== name)
				return fail(
					`</${name}> closes nothing.`,
					'Close the elements in the order in which they were opened.'
				);
			out += `</${name}>`;
		} else {
			if (!ELEMENTS.has(name))
				return fail(`<${name}> may not be in a figure.`, 'Draw with shapes, paths and text only.');
			if (open.length === 0 && (name !== 'svg' || roots++ > 0))
				return fail('A figure is one <svg> element.', 'Put everything into it.');
			if (TEXTUAL.has(parent ?? '') && !['tspan', 'textPath', 'title', 'desc'].includes(name))
				return fail(`<${name}> may not be in <${parent}>.`, 'Put it beside the text.');
			const root = open.length === 0;
			out += `<${name}${root ? ` class="figure-svg" role="img" aria-label="${escapeAttribute(label)}"` : ''}`;
			for (const [, key = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
				const value = decode(double ?? single ?? '');
				if (DROPPED.test(key) || (root && ['class', 'width', 'height', 'x', 'y'].includes(key)))
					continue;
				const safe = safeAttribute(key, value, prefix);
				if (safe === undefined)
					return fail(
						`The attribute ${key}="${value.slice(0, 40)}" may not be in a figure.`,
						adviceFor(key)
					);
				if (key === 'id') ids.push(safe);
				out += ` ${key === 'xlink:href' ? 'href' : key}="${escapeAttribute(safe)}"`;
			}
			out += selfClosing ? '/>' : '>';
			if (!selfClosing) open.push(name);
		}
		position = TOKEN.lastIndex;
	}
	if (open.length > 0) return fail(`<${open.at(-1)}> is not closed.`, `Write </${open.at(-1)}>.`);
	if (roots === 0)
		return fail('There is no <svg> element in this file.', 'Draw the figure in one.');
	return { svg: out, ids };
}

/** The value to write, or undefined when the attribute may not be there. */
function safeAttribute(key: string, value: string, prefix: string): string | undefined {
	if (!ATTRIBUTES.has(key) && !DATA.test(key)) return undefined;
	const prefixed = (id: string) => (id.startsWith(`${prefix}-`) ? id : `${prefix}-${id}`);
	if (key === 'id') return /^[\w.-]+$/.test(value) ? prefixed(value) : undefined;
	if (key === 'href' || key === 'xlink:href')
		return /^#[\w.-]+$/.test(value) ? `#${prefixed(value.slice(1))}` : undefined;
	if (/url\s*\(/i.test(value) || value.includes('\\')) {
		const reference = /^url\(\s*(["']?)#([\w.-]+)\1\s*\)$/.exec(value);
		return reference?.[2] ? `url(#${prefixed(reference[2])})` : undefined;
	}
	return value;
}

function adviceFor(key: string): string {
	if (key === 'style') return 'Use attributes such as fill and stroke, or a class of the site.';
	if (/^on/i.test(key)) return 'Put behaviour into a .figure.ts file beside the figure.';
	if (key.endsWith('href') || key === 'id')
		return 'Refer to an id of this file only, as in href="#arrow".';
	return 'Remove it.';
}

function decode(value: string): string {
	return value.replace(
		new RegExp(`&(${ENTITY});`, 'g'),
		(all, reference: string) => decodeEntity(reference) ?? all
	);
}
