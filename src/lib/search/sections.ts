import { withoutTokens, withTags } from '../pages/article';
import { attribute, headings, pieces } from '../posts/headings';

/** What stands under one heading of a post. The text before the first heading has an empty anchor and heading. */
export interface Section {
	anchor: string;
	heading: string;
	/** Prose, one line for each block. */
	text: string;
	/** Code blocks, their lines kept. */
	code: string;
}

/** Signs and labels, not what somebody looks for. */
const SILENT = new Set(['sup', 'svg']);
/** Between two of these there is a line break; other tags may stand inside a word. */
const BLOCK = new Set(
	'p li ul ol section figure figcaption blockquote table thead tbody tr br hr h4 h5 h6'.split(' ')
);

/** Splits a post's body at its h2 and h3, the places a hit can open at. */
export function sections(stored: string): Section[] {
	const body = withTags(stored);
	const found: Section[] = [{ anchor: '', heading: '', text: '', code: '' }];
	let field: 'heading' | 'text' | 'code' = 'text';
	let silent = '';
	const anchors = headings(body).map(({ id }) => id);
	for (const piece of pieces(withoutTokens(body))) {
		const section = found[found.length - 1] as Section;
		if (piece.kind === 'text') {
			if (!silent)
				section[field] += field === 'code' ? piece.text : piece.text.replace(/\s+/g, ' ');
		} else if (silent) {
			if (piece.kind === 'close' && piece.tag === silent) silent = '';
		} else if (piece.kind === 'open' && SILENT.has(piece.tag)) {
			silent = piece.tag;
		} else if (piece.tag === 'h2' || piece.tag === 'h3') {
			field = piece.kind === 'open' ? 'heading' : 'text';
			if (piece.kind === 'open') found.push(newSection(anchors.shift() ?? ''));
		} else if (piece.tag === 'pre') {
			field = piece.kind === 'open' ? 'code' : 'text';
			section.code += `\n${attribute(piece.attributes, 'data-file')}\n`;
		} else if (piece.tag === 'td' || piece.tag === 'th') {
			if (piece.kind === 'open' && !/(^|\n)\s*$/.test(section.text)) section.text += ' | ';
		} else if (BLOCK.has(piece.tag)) {
			section[field] += '\n';
		}
	}
	return found.map(tidy).filter(({ heading, text, code }) => heading || text || code);
}

function newSection(anchor: string): Section {
	return { anchor, heading: '', text: '', code: '' };
}

function tidy({ anchor, heading, text, code }: Section): Section {
	return {
		anchor,
		heading: heading.replace(/\s+/g, ' ').trim(),
		text: text
			.replace(/[^\S\n]+/g, ' ')
			.replace(/ ?\n\s*/g, '\n')
			.trim(),
		code: code.replace(/\n{2,}/g, '\n').replace(/^\n|\s+$/g, '')
	};
}
