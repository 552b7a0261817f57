/** What belongs to the person. Each row carries when it was written, so that two copies can be merged. */

export type Theme = 'auto' | 'light' | 'dark';

/** Text size as steps from the default. */
export const SIZES = [-1, 0, 1, 2, 3, 4] as const;

export interface Settings {
	theme: Theme;
	size: (typeof SIZES)[number];
	/** Long lines of code are wrapped. */
	wrap: boolean;
	/** Posts are kept on this device. */
	keep: boolean;
	/** Milliseconds since 1970 at which installing was declined, or 0. */
	installDeclined: number;
}

export const DEFAULTS: Settings = {
	theme: 'auto',
	size: 0,
	wrap: false,
	keep: true,
	installDeclined: 0
};

/** One setting as stored. */
export interface SettingRow {
	key: keyof Settings;
	value: Settings[keyof Settings];
	/** Milliseconds since 1970. */
	at: number;
}

/** What a reader left in one post. Each part is merged by itself; the later one wins. */
export interface Mark {
	slug: string;
	/** The heading under which reading stopped. */
	place?: { id: string; at: number };
	read?: { value: boolean; at: number };
	starred?: { value: boolean; at: number };
}

/** The exported file. */
export interface ReaderFile {
	format: 'cat-posts-reader';
	version: 1;
	settings: SettingRow[];
	marks: Mark[];
}

/**
 * The later of two parts. Of two with the same time it is always the same one, whichever comes first: all devices must
 * end up alike.
 */
function later<P extends { at: number }>(a: P | undefined, b: P | undefined): P | undefined {
	if (!a || !b) return a ?? b;
	if (a.at !== b.at) return b.at > a.at ? b : a;
	return JSON.stringify(b) > JSON.stringify(a) ? b : a;
}

/** Both copies of a mark as one, part by part. */
export function mergeMarks(a: Mark, b: Mark): Mark {
	const place = later(a.place, b.place);
	const read = later(a.read, b.read);
	const starred = later(a.starred, b.starred);
	return {
		slug: a.slug,
		...(place && { place }),
		...(read && { read }),
		...(starred && { starred })
	};
}
