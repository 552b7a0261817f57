import { drawing, drawingScript } from './drawing';
import { findImage } from './find-image';
import { imageSize } from './image-size';
import { decode } from './percent';
import { publishAsset, type PostContext } from './post-context';
import { element, lineOf, raw, text, walk, type Tree } from './tree';

interface Image {
	node: Tree;
	parent: Tree;
	line: number;
}

/** What stands in the page for an image, and the script that brings it to life. */
interface Shown {
	content: Tree;
	script?: string;
}

/** Drawings go into the page, other images are published beside it; one alone in its paragraph is a figure. */
export function rehypeImages(context: PostContext) {
	return () => async (tree: Tree) => {
		const images: Image[] = [];
		let line = 1;
		walk(tree, (node, _, parent) => {
			line = lineOf(node, line);
			if (node.tagName === 'img') images.push({ node, parent, line });
		});
		for (const image of images) {
			const { node, parent } = image;
			const alone = isAlone(node, parent);
			const { content, script } = await show(image, alone, context);
			if (alone) toFigure(parent, content, script, String(node.properties?.title ?? ''));
			else parent.children?.splice(parent.children.indexOf(node), 1, content);
		}
	};
}

function isAlone(node: Tree, parent: Tree): boolean {
	const others = (parent.children ?? []).filter((child) => child !== node);
	return parent.tagName === 'p' && others.every((child) => child.value?.trim() === '');
}

function toFigure(paragraph: Tree, content: Tree, script: string | undefined, title: string): void {
	paragraph.tagName = 'figure';
	paragraph.properties = { 'data-figure': script };
	paragraph.children = [content];
	if (title) paragraph.children.push(element('figcaption', {}, [text(title)]));
}

async function show({ node, line }: Image, alone: boolean, context: PostContext): Promise<Shown> {
	const path = decode(String(node.properties?.src ?? ''));
	const alt = String(node.properties?.alt ?? '').trim();
	if (alt === '') {
		const fix = 'Say between the brackets what it shows: ![A client asks twice](picture.svg)';
		context.problem(line, `The image ${path} has no text alternative.`, fix);
	}
	const found = findImage(path, context.files);
	if ('message' in found) {
		context.problem(line, found.message, found.fix);
		return { content: text('') };
	}
	const { bytes, extension, type } = found;
	if (extension === '.svg') {
		const content = raw(drawing(path, bytes, alt, context));
		const script = await drawingScript(path, context);
		if (!script) return { content };
		if (alone) return { content, script };
		const message = `The figure ${path} has a script, and text around it.`;
		context.problem(line, message, 'Leave an empty line before and after it.');
		return { content };
	}

	const size = imageSize(bytes, extension);
	if (!size) {
		const message = `${path} is not the kind of image that its name says.`;
		context.problem(line, message, 'Save it again, in that format or with another name.');
	}
	const src = publishAsset(bytes, extension, type, context);
	return { content: element('img', { src, alt, ...size, loading: 'lazy', decoding: 'async' }) };
}
