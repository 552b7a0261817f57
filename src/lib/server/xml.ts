import { decodeEntity, ENTITY } from './entities';

/** An element of an XML file, with the line it begins on. */
export interface XmlElement {
	name: string;
	attributes: [name: string, value: string][];
	children: (XmlElement | string)[];
	line: number;
}

/** What is wrong with a file, and where. */
export interface XmlFault {
	line: number;
	message: string;
	fix: string;
}

const TOKEN =
	/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const REFERENCE = new RegExp(`&(${ENTITY});`, 'g');

/**
 * Reads the elements, attributes and text of XML. Comments and instructions are skipped; document types, CDATA and
 * whatever else hides text from a reader of the file are not XML here.
 */
export function parseXml(source: string): XmlElement | XmlFault {
	const top: XmlElement = { name: '', attributes: [], children: [], line: 1 };
	const open = [top];
	let line = 1;
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < source.length) {
		const token = TOKEN.exec(source);
		const parent = open.at(-1) ?? top;
		if (!token) {
			const fix = 'Quote each attribute, and write &lt; for a < that is text.';
			return { line, message: 'From here on this is not well-formed SVG.', fix };
		}
		const [all, closing, name, attributes = '', empty] = token;
		if (name === undefined) {
			if (!all.startsWith('<')) parent.children.push(decode(all));
		} else if (!closing) {
			const element: XmlElement = {
				name,
				attributes: readAttributes(attributes),
				children: [],
				line
			};
			parent.children.push(element);
			if (!empty) open.push(element);
		} else if (parent.name === name) open.pop();
		else {
			const fix = parent.name
				? `Close <${parent.name}> of line ${parent.line} first.`
				: 'Remove it.';
			return { line, message: `</${name}> does not belong here.`, fix };
		}
		line += all.split('\n').length - 1;
	}
	const last = open.at(-1) ?? top;
	if (last !== top) {
		const fix = `Write </${last.name}> after its content.`;
		return { line: last.line, message: `<${last.name}> is not closed.`, fix };
	}
	const [root, ...others] = top.children.filter((child) => !isBlank(child));
	if (root !== undefined && typeof root !== 'string' && others.length === 0) return root;
	return { line: 1, message: 'The file is not one element.', fix: 'Put all of it into one <svg>.' };
}

/** Text that only lays out the source. */
export function isBlank(child: XmlElement | string): boolean {
	return typeof child === 'string' && child.replace(/\ufeff/g, '').trim() === '';
}

function readAttributes(source: string): [string, string][] {
	return [...source.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
		name,
		decode(double ?? single ?? '')
	]);
}

function decode(value: string): string {
	return value.replace(REFERENCE, (all, reference: string) => decodeEntity(reference) ?? all);
}
