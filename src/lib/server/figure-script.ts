import { resolve } from 'node:path';
import { build } from 'esbuild';

/** The script of an interactive figure, or the first reason why there is none. */
export type ScriptResult =
	{ code: Uint8Array; inputs: string[] } | { file: string; line: number; message: string };

/** Bundles the script of a figure into one small module; `$figure` is the folder of what figures share. */
export async function bundleFigure(
	path: string,
	figureKit: string,
	root: string
): Promise<ScriptResult> {
	try {
		const result = await build({
			absWorkingDir: root,
			entryPoints: [path],
			alias: { $figure: figureKit },
			bundle: true,
			// Names stay: in the pack they are the same for every figure, which makes it smaller.
			minifyWhitespace: true,
			minifySyntax: true,
			format: 'esm',
			target: 'es2022',
			charset: 'utf8',
			legalComments: 'none',
			// What is published depends on these files and on nothing a tsconfig might say.
			tsconfigRaw: {},
			metafile: true,
			write: false,
			logLevel: 'silent'
		});
		const [output] = result.outputFiles;
		if (!output) throw new Error('esbuild gave no output.');
		return {
			code: output.contents,
			inputs: Object.keys(result.metafile.inputs).map((input) => resolve(root, input))
		};
	} catch (error) {
		const [first] =
			(error as { errors?: { text: string; location: { file: string; line: number } | null }[] })
				.errors ?? [];
		return {
			file: first?.location ? resolve(root, first.location.file) : path,
			line: first?.location?.line ?? 1,
			message: first?.text ?? String((error as Error).message)
		};
	}
}
