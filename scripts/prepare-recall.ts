import type { Catalogue } from '../src/lib/library/catalogue';
import { parseRecall, signRecall } from '../src/lib/library/recall';

/** The id of a release is a SHA-256 in base64url, as in `catalogue.json`. */
const RELEASE_ID = /^[\w-]{43}$/;

/** What an author takes back. */
interface Asked {
	releases: readonly string[];
	slugs: readonly string[];
}

interface Site {
	catalogue: Pick<Catalogue, 'posts'>;
	/** `recallKey` of the site. */
	publicKey: string;
	privateKey: JsonWebKey;
	/** Of the recall: seconds since 1970. */
	seq: number;
}

/** The text of `recall.json`. Throws what the author has to put right: devices would pass over it without a word. */
export async function prepareRecall({ releases, slugs }: Asked, site: Site): Promise<string> {
	for (const id of releases) {
		if (!RELEASE_ID.test(id))
			throw new Error(
				`"${id}" is no id of a release: it has 43 characters and is the "release" of that catalogue.json.`
			);
	}
	const bodies = slugs.map((slug) => {
		// A shell on macOS may complete the name with letters and accents apart.
		const post = site.catalogue.posts.find((entry) => entry.slug === slug.normalize('NFC'));
		if (!post) throw new Error(`There is no post "${slug}" in the built site.`);
		return post.body.name;
	});
	const recall = { schema: 1 as const, seq: site.seq, releases: [...releases], bodies };
	const text = await signRecall(recall, site.privateKey);
	if (!(await parseRecall(text, site.publicKey)))
		throw new Error('The private key does not belong to recallKey in src/site.ts.');
	return text;
}
