import { counted } from '../posts/counted';
import type { LibraryStatus, Trouble } from './messages';

/** Why a device keeps nothing, before any worker can say so itself. */
export type Obstacle = 'unsupported' | 'insecure' | 'refused' | 'silent' | 'declined';

/** What each obstacle means for the reader, and what helps. */
export const OBSTACLES: Record<Obstacle, string> = {
	unsupported:
		'This browser has no service workers, so nothing can be kept on this device. iOS in Lockdown Mode and some private windows switch them off. Posts open as long as there is a network.',
	insecure:
		'This page was not opened over https, so the browser keeps nothing for it. Open it by its https address.',
	refused:
		'The browser refused to keep anything for this site: storage is blocked, or this is a private window. Allow site data for this address, then open this page again. Posts open as long as there is a network.',
	silent:
		'The part that keeps posts on this device does not answer. Close every tab of this site and open it again; what is stored is not touched.',
	declined:
		'You removed what was stored here, so posts come from the network. Nothing will be kept until you say so.'
};

/** What each trouble means for the reader, and what helps. */
export const TROUBLES: Record<Trouble, string> = {
	network:
		'The host did not answer, so there may be news this device does not know of. Everything saved is still here.',
	altered:
		'Something between the host and this device changed what was sent (a login page, a proxy, an optimizer), so it was not stored. Everything saved is still here; it will be tried again.',
	quota:
		'The storage of this browser is full. What is saved stays; free some space, then check again for the rest.',
	storage:
		'The browser failed to read or write its storage. What is saved stays where it is; opening the site again usually helps.',
	skew: 'The host is in the middle of publishing a new release. This device stays on its own until that is complete.'
};

/** `12 of 32 posts are on this device.` and whether one can rely on it. */
export function savedSentence({ saved, total, activity }: LibraryStatus): string {
	const count = `${saved.length} of ${total} posts are on this device.`;
	if (saved.length === total) return `${count} Safe to go offline.`;
	if (activity === 'saving') return `${count} Saving the others now; keep this open.`;
	return `${count} The others need a network.`;
}

/** What a verification found. */
export function verificationSentence({
	checked,
	repaired,
	broken
}: NonNullable<LibraryStatus['verification']>): string {
	const files = `${counted(checked, 'file')} read and hashed`;
	if (broken.length > 0) {
		const are = broken.length === 1 ? 'is' : 'are';
		return `${files}: ${counted(broken.length, 'post')} ${are} not whole and could not be fetched again: ${broken.join(', ')}.`;
	}
	if (repaired > 0) {
		const were = repaired === 1 ? 'was' : 'were';
		return `${files}: ${counted(repaired, 'post')} ${were} not whole and fetched again.`;
	}
	return `${files}: all as published.`;
}

/** `3 minutes ago`, in the words of the reader's language. */
export function timeAgo(at: number, now: number, language: string): string {
	if (at === 0) return 'never';
	const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
	const minutes = Math.round((at - now) / 60_000);
	if (minutes > -60) return format.format(Math.min(0, minutes), 'minute');
	if (minutes > -60 * 24) return format.format(Math.round(minutes / 60), 'hour');
	return format.format(Math.round(minutes / 60 / 24), 'day');
}

/** `1.2 MB`, decimal. */
export function byteSize(bytes: number): string {
	if (bytes < 1_000) return `${bytes} B`;
	if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
