import { extname, resolve } from 'node:path';
import { blobName } from './blob';
import { bundleFigure } from './figure-script';
import { imageSize } from './image-size';
import type { PostContext } from './post-context';
import { inlineSvg } from './svg';
import { element, lineOf, raw, text, walk, type Attribute, type Tree } from './tree';

const TYPES: Record<string, string> = {
	'.png': 'image/png',
	'.gif': 'image/gif',
	'.webp': 'image/webp',
	'.avif': 'image/avif',
	'.jpg': 'image/jpeg',
	'.jpeg': 'image/jpeg'
};

interface Found {
	node: Tree;
	parent: Tree;
	/** The paragraph that holds this image and nothing else, and what holds the paragraph. */
	alone: boolean;
	line: number;
}

/** Images become figures: drawings inside the page, photographs as published files with their size. */
export function rehypeImages(context: PostContext) {
	return () => async (tree: Tree) => {
		const found: Found[] = [];
		let line = 1;
		walk(tree, (node, _, parent) => {
			line = lineOf(node, line);
			if (node.tagName === 'img') found.push({ node, parent, alone: isAlone(node, parent), line });
		});
		for (const image of found) {
			const { node, parent, alone } = image;
			const title = typeof node.properties?.title === 'string' ? node.properties.title : '';
			const { content, script } = await imageContent(image, context);
			if (!alone) {
				parent.children?.splice(parent.children.indexOf(node), 1, content);
				continue;
			}
			parent.tagName = 'figure';
			parent.properties = script ? { 'data-figure': script } : {};
			parent.children = title ? [content, element('figcaption', {}, [text(title)])] : [content];
		}
	};
}

function isAlone(node: Tree, parent: Tree): boolean {
	if (parent.tagName !== 'p') return false;
	return (parent.children ?? []).every(
		(child) => child === node || (child.type === 'text' && !child.value?.trim())
	);
}

async function imageContent(
	image: Found,
	context: PostContext
): Promise<{ content: Tree; script?: string }> {
	const { node, line, alone } = image;
	const nothing = { content: text('') };
	const alt = String(node.properties?.alt ?? '').trim();
	const path = decodePath(String(node.properties?.src ?? ''));
	if (alt === '')
		context.problem(
			line,
			`The image ${path} has no text alternative.`,
			'Say what it shows between the brackets: ![A client asks twice](picture.svg)'
		);
	if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(path)) {
		context.problem(
			line,
			`The image ${path.slice(0, 80)} is not beside this post.`,
			'Put the file into the folder of the post and name it from there: readers ask no other site for anything.'
		);
		return nothing;
	}
	const extension = extname(path).toLowerCase();
	if (extension !== '.svg' && !TYPES[extension]) {
		context.problem(
			line,
			`${path || 'An image without an address'} is not a kind of image the build knows.`,
			`Use .svg, ${Object.keys(TYPES).join(', ')}.`
		);
		return nothing;
	}
	const bytes = context.files.read(path);
	if (bytes === 'outside') {
		context.problem(
			line,
			`${path} is not in the folder of this post.`,
			'Put the image beside index.md, in the folder of the post.'
		);
		return nothing;
	}
	if (bytes === 'missing') {
		context.problem(
			line,
			`There is no image ${path} beside this post.`,
			'Correct the path, which starts at the folder of the post, or add the file.'
		);
		return nothing;
	}
	if (extension !== '.svg') return { content: picture(bytes, extension, path, alt, line, context) };

	const drawing = drawingOf(bytes, path, alt, context);
	const script = await scriptOf(path, alone, line, context);
	return script ? { content: drawing, script } : { content: drawing };
}

function drawingOf(bytes: Uint8Array, path: string, alt: string, context: PostContext): Tree {
	const name = path.slice(path.lastIndexOf('/') + 1, -'.svg'.length).replace(/[^\w-]/g, '-');
	let prefix = name;
	for (let n = 2; context.figures.has(prefix); n++) prefix = `${name}-${n}`;
	context.figures.add(prefix);

	const result = inlineSvg(new TextDecoder().decode(bytes).replace(/^\ufeff/, ''), prefix, alt);
	if ('message' in result) {
		context.problem(
			result.line,
			result.message,
			result.fix,
			resolve(context.files.directory ?? '', path)
		);
		return text('');
	}
	for (const id of result.ids) {
		if (context.ids.has(id))
			context.problem(
				1,
				`The id “${id}” is there twice.`,
				'Give one of the two another name.',
				resolve(context.files.directory ?? '', path)
			);
		context.ids.add(id);
	}
	return raw(result.svg);
}

/** The address of the script that stands beside a drawing, if there is one. */
async function scriptOf(
	path: string,
	alone: boolean,
	line: number,
	context: PostContext
): Promise<string | undefined> {
	const scriptPath = path.replace(/\.svg$/i, '.figure.ts');
	if (typeof context.files.read(scriptPath) === 'string') return undefined;
	if (!alone) {
		context.problem(
			line,
			`The interactive figure ${path} has text around it.`,
			'Leave an empty line before and after it.'
		);
		return undefined;
	}
	const result = await bundleFigure(
		resolve(context.files.directory ?? '', scriptPath),
		context.figureKit,
		context.root
	);
	if ('message' in result) {
		context.problem(
			result.line,
			`The script of this figure cannot be built: ${result.message}`,
			'Correct it; npx esbuild on the file shows the same.',
			result.file
		);
		return undefined;
	}
	for (const input of result.inputs) context.files.track(input);
	return publish(result.code, '.js', 'text/javascript', context);
}

function picture(
	bytes: Uint8Array,
	extension: string,
	path: string,
	alt: string,
	line: number,
	context: PostContext
): Tree {
	const size = imageSize(bytes, extension);
	if (!size)
		context.problem(
			line,
			`${path} is not an image of the kind its name says.`,
			'Save it again in that format.'
		);
	const attributes: Record<string, Attribute> = {
		src: publish(bytes, extension, TYPES[extension] ?? '', context),
		alt,
		width: size?.width,
		height: size?.height,
		loading: 'lazy',
		decoding: 'async'
	};
	return element('img', attributes);
}

function publish(bytes: Uint8Array, extension: string, type: string, context: PostContext): string {
	const name = blobName(bytes, extension);
	context.assets.set(name, { name, bytes, type });
	return `${context.base}/blobs/${name}`;
}

function decodePath(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		// A file name with a lone % in it.
		return path;
	}
}
