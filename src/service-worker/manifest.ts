import type { ShellFiles } from '../lib/pages/context';

declare const self: ServiceWorkerGlobalScope & {
	/** Filled in by the build: see `manifestTransforms` in vite.config.ts. */
	__WB_MANIFEST: ShellFile[];
};

/** A file of the shell. `integrity` is base64url(SHA-256), so no file enters the shell that the build did not make. */
export interface ShellFile {
	/** Without the base and without a slash at the start. */
	url: string;
	integrity: string;
}

/** Every file of the shell this worker belongs to. */
export const shellManifest: readonly ShellFile[] = self.__WB_MANIFEST;

/** The files that pages refer to, by what Vite named them after. */
export function findShellFiles(base: string): ShellFiles {
	const find = (name: string, extension: string) => {
		const file = shellManifest.find(
			({ url }) => url.includes(`/${name}.`) && url.endsWith(extension)
		);
		return `${base}/${file?.url}`;
	};
	return {
		css: find('site', '.css'),
		theme: find('theme', '.js'),
		enhance: find('enhance', '.js')
	};
}
