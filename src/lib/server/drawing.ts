import { resolve } from 'node:path';
import { bundleFigure } from './figure-script';
import { publishAsset, type PostContext } from './post-context';
import { inlineSvg } from './svg';

/** An SVG beside the post, as a part of the page. '' when something is wrong with it, which has then been said. */
export function drawing(
	path: string,
	bytes: Uint8Array,
	alt: string,
	context: PostContext
): string {
	const file = resolve(context.files.directory ?? '', path);
	const name = path.slice(path.lastIndexOf('/') + 1, -'.svg'.length).replace(/[^\w-]/g, '-');
	let prefix = name;
	// The same figure may be shown twice, the same id may not.
	for (let n = 2; context.figures.has(prefix); n++) prefix = `${name}-${n}`;
	context.figures.add(prefix);

	const result = inlineSvg(new TextDecoder().decode(bytes), prefix, alt);
	if ('message' in result) {
		context.problem(result.line, result.message, result.fix, file);
		return '';
	}
	for (const id of result.ids) {
		const message = `The id “${id}” is there twice.`;
		if (context.ids.has(id)) context.problem(1, message, 'Give one of the two another name.', file);
		context.ids.add(id);
	}
	return result.svg;
}

/** The address of the script that stands beside a drawing, when there is one. */
export async function drawingScript(
	path: string,
	context: PostContext
): Promise<string | undefined> {
	const scriptPath = path.replace(/\.svg$/i, '.figure.ts');
	if (typeof context.files.read(scriptPath) === 'string') return undefined;
	const file = resolve(context.files.directory ?? '', scriptPath);
	const result = await bundleFigure(file, context.figureKit, context.root);
	if ('message' in result) {
		const message = `The script of this figure cannot be built: ${result.message}`;
		context.problem(result.line, message, 'Correct the script.', result.file);
		return undefined;
	}
	for (const input of result.inputs) context.files.track(input);
	return publishAsset(result.code, '.js', 'text/javascript', context);
}
