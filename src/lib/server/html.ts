import type { Attribute, Tree } from './tree';

const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'wbr']);
const AMP = /&/g;
const LT = /</g;
const QUOTE = /"/g;

/** Text as HTML. */
export function escapeText(value: string): string {
	return value.replace(AMP, '&amp;').replace(LT, '&lt;');
}

/** The inside of a double-quoted attribute. */
export function escapeAttribute(value: string): string {
	return escapeText(value).replace(QUOTE, '&quot;');
}

/**
 * Writes an HTML tree. mdsvex's own writer leaves text unescaped, because its output is a Svelte component; ours
 * is data, so each character an author wrote is text here and nothing else.
 */
export function toHtml(tree: Tree): string {
	if (tree.type === 'raw') return tree.value ?? '';
	if (tree.type === 'text') return escapeText(tree.value ?? '');
	const inner = (tree.children ?? []).map(toHtml).join('');
	if (tree.type !== 'element' || !tree.tagName) return inner;
	const open = `<${tree.tagName}${attributes(tree.properties ?? {})}>`;
	return VOID.has(tree.tagName) ? open : `${open}${inner}</${tree.tagName}>`;
}

/** Attributes with a leading space each; false, null and undefined are left out. */
export function attributes(properties: Record<string, Attribute>): string {
	let out = '';
	for (const [key, value] of Object.entries(properties)) {
		if (value === false || value === null || value === undefined) continue;
		const name = key === 'className' ? 'class' : key.toLowerCase();
		if (value === true) out += ` ${name}`;
		else
			out += ` ${name}="${escapeAttribute(Array.isArray(value) ? value.join(' ') : String(value))}"`;
	}
	return out;
}
