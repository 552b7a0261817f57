import fs from 'node:fs';
import path from 'node:path';
import { createRecallKey, signRecall, type Recall } from '../../src/lib/library/recall';
import { temporaryFolder } from '../rig/processes';
import type { Patch } from '../rig/site';

/** The author's key in all chaos runs. It signs nothing outside of them, so it may be known. */
const KEY: { publicKey: string; privateKey: JsonWebKey } = {
	publicKey:
		'BNj9FrlfVmWARNp8sqiqJwIXrV/2FKM1+aFtgqc8y+QIhrIUuZhdBo/HYvMBON32TYSzjaTB5aUW1RpIYlTi5r8=',
	privateKey: {
		key_ops: ['sign'],
		ext: true,
		kty: 'EC',
		x: '2P0WuV9WZYBE2nyyqKonAhetX_YUozX5oW2CpzzL5Ag',
		y: 'hrIUuZhdBo_HYvMBON32TYSzjaTB5aUW1RpIYlTi5r8',
		crv: 'P-256',
		d: 'MXZ14v2nuHO2-BdugIMCoHsq7KlNY5aZxxz9oLCcNWo'
	}
};

/** Gives the site under test a key that we have the other half of. */
export const RECALL_KEY: Patch = {
	file: 'src/site.ts',
	find: "recallKey: ''",
	replace: `recallKey: '${KEY.publicKey}'`
};

/** A folder with a `recall.json` that the author has signed. */
export async function signedRecall(recall: Recall): Promise<string> {
	return folderWith(await signRecall(recall, KEY.privateKey));
}

/** A folder with one that somebody else has signed, or that is no recall at all. */
export async function forgedRecall(
	recall: Recall,
	how: 'other key' | 'altered' | 'plain'
): Promise<string> {
	if (how === 'plain') return folderWith(JSON.stringify(recall));
	const { privateKey } = how === 'other key' ? await createRecallKey() : KEY;
	const signed = await signRecall({ ...recall, releases: [] }, privateKey);
	if (how === 'other key') return folderWith(await signRecall(recall, privateKey));
	const { signature } = JSON.parse(signed) as { signature: string };
	return folderWith(JSON.stringify({ recall: JSON.stringify(recall), signature }));
}

function folderWith(text: string): string {
	const folder = temporaryFolder('recall');
	fs.writeFileSync(path.join(folder, 'recall.json'), text);
	return folder;
}
