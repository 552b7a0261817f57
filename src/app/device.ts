import { parseCatalogue, type Catalogue } from '../lib/library/catalogue';
import { base } from './page';

/** The catalogue: of this device when it has one, else of the host; the service worker decides. */
export async function loadCatalogue(): Promise<Catalogue | undefined> {
	try {
		const response = await fetch(`${base}/catalogue.json`);
		return response.ok ? await parseCatalogue(await response.text()) : undefined;
	} catch {
		return undefined;
	}
}

/** The text of a post, from this device or from the host. */
export async function loadBody(name: string): Promise<string> {
	const response = await fetch(`${base}/blobs/${name}`);
	if (!response.ok) throw new Error(`${name}: status ${response.status}`);
	return response.text();
}
