import { DEFAULTS, SIZES, type Mark, type ReaderFile, type SettingRow } from './reader';

/** Larger files are no export of ours. In characters. */
const MAX_LENGTH = 5_000_000;
const MAX_ROWS = 20_000;
/** A clock may be ahead, but a date from the far future would win every merge to come. In milliseconds. */
const DAY = 86_400_000;

/** An import that cannot be used; the message is for the reader. */
export class ReaderFileError extends Error {}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads an exported file. Nothing of it is used unless all of it is sound. */
export function parseReaderFile(text: string, now: number): ReaderFile {
	if (text.length > MAX_LENGTH)
		throw new ReaderFileError('This file is too large to be an export.');
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch {
		throw new ReaderFileError('This file is not JSON, so it is no export of this site.');
	}
	if (!isFields(data) || data.format !== 'cat-posts-reader') {
		throw new ReaderFileError('This file was not exported by this site.');
	}
	if (data.version !== 1) {
		throw new ReaderFileError(
			'This file comes from a newer version of this site. Update, then import it.'
		);
	}
	return {
		format: 'cat-posts-reader',
		version: 1,
		settings: rows(data.settings, 'settings').map((row, at) => parseSetting(row, at, now)),
		marks: rows(data.marks, 'marks').map((row, at) => parseMark(row, at, now))
	};
}

function rows(value: unknown, field: string): unknown[] {
	if (!Array.isArray(value) || value.length > MAX_ROWS) {
		throw new ReaderFileError(`"${field}" is not a list, so nothing was imported.`);
	}
	return value;
}

function parseTime(value: unknown, where: string, now: number): number {
	if (typeof value === 'number' && value >= 0 && value <= now + DAY) return value;
	throw new ReaderFileError(`${where} has no usable time, so nothing was imported.`);
}

function parseSetting(row: unknown, index: number, now: number): SettingRow {
	const where = `settings[${index}]`;
	if (!isFields(row))
		throw new ReaderFileError(`${where} is not a setting, so nothing was imported.`);
	const at = parseTime(row.at, where, now);
	const { key, value } = row;
	if (key === 'theme' && (value === 'auto' || value === 'light' || value === 'dark')) {
		return { key, value, at };
	}
	if (key === 'size') {
		const size = SIZES.find((known) => known === value);
		if (size !== undefined) return { key, value: size, at };
	}
	if ((key === 'wrap' || key === 'keep') && typeof value === 'boolean') return { key, value, at };
	if (key === 'installDeclined') return { key, value: parseTime(value, where, now), at };
	throw new ReaderFileError(
		`${where} is none of ${Object.keys(DEFAULTS).join(', ')} with a value that fits, so nothing was imported.`
	);
}

function parseMark(row: unknown, index: number, now: number): Mark {
	const where = `marks[${index}]`;
	if (!isFields(row) || typeof row.slug !== 'string' || row.slug.length > 200) {
		throw new ReaderFileError(`${where} names no post, so nothing was imported.`);
	}
	const { slug, place, read, starred } = row;
	const flag = (part: unknown, name: string) => {
		if (part === undefined) return {};
		if (!isFields(part) || typeof part.value !== 'boolean') {
			throw new ReaderFileError(
				`${where}.${name} is neither true nor false, so nothing was imported.`
			);
		}
		return { [name]: { value: part.value, at: parseTime(part.at, `${where}.${name}`, now) } };
	};
	const parsePlace = () => {
		if (place === undefined) return {};
		if (!isFields(place) || typeof place.id !== 'string' || place.id.length > 500) {
			throw new ReaderFileError(`${where}.place names no heading, so nothing was imported.`);
		}
		return { place: { id: place.id, at: parseTime(place.at, `${where}.place`, now) } };
	};
	return { slug, ...parsePlace(), ...flag(read, 'read'), ...flag(starred, 'starred') };
}
