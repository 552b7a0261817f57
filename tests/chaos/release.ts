import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Catalogue, CatalogueEntry } from '../../src/lib/library/catalogue';

/** A built release: the truth that everything on the device is compared with. */
export class Release {
	readonly catalogue: Catalogue;
	/** base64url(SHA-256) of every published file, by its path without the base. */
	readonly hashes = new Map<string, string>();

	constructor(
		readonly name: string,
		readonly dir: string
	) {
		const files = fs.readdirSync(dir, { recursive: true, withFileTypes: true });
		for (const entry of files.filter((one) => one.isFile())) {
			const file = path.join(entry.parentPath, entry.name);
			const hash = createHash('sha256').update(fs.readFileSync(file)).digest('base64url');
			this.hashes.set('/' + path.relative(dir, file), hash);
		}
		this.catalogue = JSON.parse(
			fs.readFileSync(path.join(dir, 'catalogue.json'), 'utf8')
		) as Catalogue;
	}

	get id(): string {
		return this.catalogue.release;
	}

	get shell(): string {
		return this.catalogue.shell;
	}

	get slugs(): string[] {
		return this.catalogue.posts.map(({ slug }) => slug);
	}

	post(slug: string): CatalogueEntry | undefined {
		return this.catalogue.posts.find((entry) => entry.slug === slug);
	}

	/** The page as published at a canonical path (`/posts/x/`), or undefined where there is none. */
	html(canonical: string): string | undefined {
		const file = path.join(this.dir, decodeURIComponent(canonical), 'index.html');
		return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
	}

	/** The page for an address that is none of ours. */
	missing(): string {
		return fs.readFileSync(path.join(this.dir, '404.html'), 'utf8');
	}
}
