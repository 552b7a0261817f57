import { extract, parseMeta } from './include';
import { highlight } from './highlight';
import { attributes } from './html';
import { isLanguage, languageName } from './languages';
import type { PostContext } from './post-context';
import { lineOf, walk, type Tree } from './tree';

/** Turns each fence into coloured code with its names, bringing in the lines of a file where one is named. */
export function remarkCode(context: PostContext) {
	return () => async (tree: Tree) => {
		const blocks: Tree[] = [];
		walk(tree, (node) => {
			if (node.type === 'code') blocks.push(node);
		});
		for (const node of blocks) {
			const html = await codeBlock(node, context);
			node.type = 'html';
			node.value = html;
		}
	};
}

async function codeBlock(node: Tree, context: PostContext): Promise<string> {
	const line = lineOf(node);
	let lang = (node.lang ?? '').toLowerCase();
	if (lang.startsWith('file=')) {
		context.problem(
			line,
			'This code block names a file but no language.',
			`Write the language first: \`\`\`go ${lang}`
		);
		lang = '';
	} else if (!isLanguage(lang)) {
		context.warn(
			line,
			`“${lang}” is not a language the build can colour; the block is plain.`,
			'Use another name for it, or “text”.'
		);
		lang = '';
	}
	const { code, file } = source(node, line, context);
	context.codeLines += code.split('\n').length;

	const names = attributes({
		'data-lang': lang || 'text',
		'data-language': languageName(lang),
		'data-file': file
	});
	return `<pre${names}>${await highlight(code, lang)}</pre>`;
}

function source(node: Tree, line: number, context: PostContext): { code: string; file?: string } {
	const inline = { code: node.value ?? '' };
	const include = parseMeta(node.meta ?? '');
	if (include === undefined) return inline;
	if (typeof include === 'string') {
		context.problem(
			line,
			include,
			'Write file=path/in/this/folder.go, and region=name for a part of it.'
		);
		return inline;
	}
	const { file, region } = include;
	if (inline.code.trim() !== '') {
		context.problem(
			line,
			`This code block shows ${file} and has text of its own.`,
			'Leave the block empty, or remove file=.'
		);
		return inline;
	}
	const bytes = context.files.read(file);
	if (bytes === 'outside') {
		const fix = context.files.directory
			? 'Put the file into the folder of the post and name it from there.'
			: `Move the post to ${context.slug}/index.md, and the file beside it.`;
		context.problem(line, `${file} is not in the folder of this post.`, fix);
		return { code: '', file };
	}
	if (bytes === 'missing') {
		context.problem(
			line,
			`There is no file ${file} beside this post.`,
			'Correct the path, which starts at the folder of the post, or add the file.'
		);
		return { code: '', file };
	}
	const result = extract(new TextDecoder().decode(bytes), region);
	if ('message' in result) {
		context.problem(line, `In ${file} ${result.message}.`, result.fix);
		return { code: '', file };
	}
	return { code: result.code, file };
}
