import { escapeAttribute, escapeText } from './html';
import { isBlank, parseXml, type XmlElement, type XmlFault } from './xml';

/** An SVG as it may stand in a page with the ids it has, or the first reason why it may not. */
export type SvgResult = { svg: string; ids: string[] } | XmlFault;

const words = (list: string) => new Set(list.split(/\s+/));

const ELEMENTS = words(
	`svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc
	marker linearGradient radialGradient stop pattern clipPath mask`
);
/** Elements whose content is text, and what may stand in that text. */
const TEXTUAL = words('text tspan textPath title desc');
const IN_TEXT = words('tspan textPath title desc');
/** Their content is HTML to a browser, so it may be letters only. */
const LETTERS_ONLY = words('title desc');

const ATTRIBUTES = words(
	`id class viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height transform
	rotate pathLength fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap
	stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit opacity vector-effect paint-order color
	display visibility clip-path clip-rule mask font-size font-weight font-style text-anchor dominant-baseline
	alignment-baseline baseline-shift letter-spacing word-spacing textLength lengthAdjust startOffset
	marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient href xlink:href
	offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod fx fy fr patternUnits
	patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits`
);
/** For the scripts of figures; `data-figure` is taken, it is how the page finds them. */
const DATA = /^data-(?!figure$)[a-z][a-z0-9-]*$/;
/** For editors and files that stand alone. */
const NOT_NEEDED = /^(?:xmlns(?::.+)?|version|xml:space|role|aria-.*|focusable|tabindex)$/;
/** The page gives the outermost element its own. */
const NOT_NEEDED_AT_ROOT = words('class width height x y');
const ID = /^[\w.-]+$/;
const LOCAL_URL = /^url\(\s*(["']?)#([\w.-]+)\1\s*\)$/;

/**
 * Writes a figure for a page, from what is known to be harmless: shapes, text and their looks. `prefix` keeps its
 * ids apart from those of the page; `label` is the text alternative.
 */
export function inlineSvg(source: string, prefix: string, label: string): SvgResult {
	const root = parseXml(source);
	if ('message' in root) return root;
	if (root.name !== 'svg') {
		return {
			line: root.line,
			message: `<${root.name}> is not a figure.`,
			fix: 'Put it into <svg>.'
		};
	}
	const ids: string[] = [];
	const start = `<svg class="figure-svg" role="img" aria-label="${escapeAttribute(label)}"`;
	try {
		root.attributes = root.attributes.filter(([name]) => !NOT_NEEDED_AT_ROOT.has(name));
		return { svg: write(root, start, prefix, ids), ids };
	} catch (error) {
		if (error instanceof Refused) return error.fault;
		throw error;
	}
}

/** Leaves the recursion at the first thing that may not be there. */
class Refused extends Error {
	constructor(readonly fault: XmlFault) {
		super(fault.message);
	}
}

function write(element: XmlElement, start: string, prefix: string, ids: string[]): string {
	const { name, line, attributes, children } = element;
	let out = start;
	for (const [key, value] of attributes) {
		if (NOT_NEEDED.test(key)) continue;
		const safe = safeValue(key, value, prefix);
		if (safe === undefined) {
			const message = `The attribute ${key}="${value.slice(0, 40)}" may not be in a figure.`;
			throw new Refused({ line, message, fix: adviceFor(key) });
		}
		if (key === 'id') ids.push(safe);
		out += ` ${key === 'xlink:href' ? 'href' : key}="${escapeAttribute(safe)}"`;
	}
	if (children.every(isBlank)) return name === 'svg' ? `${out}></svg>` : `${out}/>`;

	out += '>';
	const textual = TEXTUAL.has(name);
	for (const child of children) {
		if (typeof child === 'string') {
			if (textual) out += escapeText(child.replace(/\s+/g, ' '));
			else if (!isBlank(child)) {
				const message = `“${child.trim().slice(0, 30)}” is text outside of any <text>.`;
				throw new Refused({ line, message, fix: 'Put it into one.' });
			}
			continue;
		}
		const allowed = textual ? IN_TEXT : ELEMENTS;
		if (!allowed.has(child.name) || child.name === 'svg' || LETTERS_ONLY.has(name)) {
			const message = `<${child.name}> may not be in <${name}>.`;
			const fix = 'Draw with shapes, paths, markers and text only.';
			throw new Refused({ line: child.line, message, fix });
		}
		out += write(child, `<${child.name}`, prefix, ids);
	}
	return `${out}</${name}>`;
}

/** The value to write, or undefined when the attribute may not be there. */
function safeValue(key: string, value: string, prefix: string): string | undefined {
	if (!ATTRIBUTES.has(key) && !DATA.test(key)) return undefined;
	const prefixed = (id: string) => (id.startsWith(`${prefix}-`) ? id : `${prefix}-${id}`);
	if (key === 'id') return ID.test(value) ? prefixed(value) : undefined;
	if (key === 'href' || key === 'xlink:href') {
		return value.startsWith('#') && ID.test(value.slice(1))
			? `#${prefixed(value.slice(1))}`
			: undefined;
	}
	// A paint server or a marker: of this file, and with no escape to spell another address.
	if (/url\s*\(/i.test(value) || value.includes('\\')) {
		const id = LOCAL_URL.exec(value)?.[2];
		return id === undefined ? undefined : `url(#${prefixed(id)})`;
	}
	return value;
}

function adviceFor(key: string): string {
	if (key === 'style') return 'Use attributes such as stroke, or a class of the site.';
	if (/^on/i.test(key)) return 'Put what it does into a .figure.ts file beside the figure.';
	if (key.endsWith('href') || key === 'id')
		return 'Refer to an id of this file, as in href="#arrow".';
	return 'Remove it.';
}
