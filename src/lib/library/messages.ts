const COMMANDS = [
	'status',
	'save',
	'check',
	'verify',
	'remove',
	// From a worker that is about to wait, to the one it replaces; and that one's answer.
	'hand over',
	'activate'
] as const;

/** What a page, or another worker, may ask of the service worker. A closed set: anything else is ignored. */
export interface Command {
	type: (typeof COMMANDS)[number];
}

/** Narrows what arrived by message. No other field of it is ever read. */
export function isCommand(data: unknown): data is Command {
	return (
		typeof data === 'object' &&
		data !== null &&
		Object.keys(data).length === 1 &&
		'type' in data &&
		COMMANDS.some((command) => command === data.type)
	);
}

/** Why something could not be saved, checked or kept. `sentences.ts` has a sentence for each. */
export type Trouble = 'network' | 'altered' | 'quota' | 'storage' | 'skew';

/** What the last verification found. */
export interface Verification {
	checked: number;
	repaired: number;
	/** Slugs that are not whole and could not be fetched again. */
	broken: string[];
}

/** Nothing is kept on this device any more, because the reader said so. */
export interface Removed {
	type: 'removed';
}

/** What this device holds, as the service worker tells every page. */
export interface LibraryStatus {
	type: 'library';
	release: string;
	shell: string;
	seq: number;
	/** Posts in the catalogue, and those that are whole on this device. */
	total: number;
	saved: string[];
	/** Posts whose newer form is published and could not be fetched yet; the older one stays readable. */
	outdated: string[];
	/** Decoded bytes of what is saved, by post. */
	bytes: Record<string, number>;
	activity: 'idle' | 'saving' | 'checking' | 'verifying';
	trouble?: Trouble;
	/** Milliseconds since 1970 of the last answer from the host, or 0. */
	checkedAt: number;
	/** Posts that the last update brought, by what happened to them. */
	news: { added: string[]; changed: string[] };
	/** A newer shell is installed and takes over at the next navigation. */
	waiting: boolean;
	verification?: Verification;
}
