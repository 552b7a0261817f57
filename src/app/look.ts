import { ReaderDb } from '../lib/reader/db';
import { DEFAULTS, SIZES, type Settings } from '../lib/reader/reader';
import { base, find } from './page';

const root = document.documentElement;
const db = new ReaderDb(base);

type Look = Pick<Settings, 'theme' | 'size'>;

/** Theme and text size: the menu in the header, and both kept. */
export async function keepLook(): Promise<void> {
	const menu = find('.settings', HTMLDetailsElement);
	if (!menu) return;
	const shown = (): Look => ({
		theme: (root.dataset.theme as Look['theme'] | undefined) ?? DEFAULTS.theme,
		size: SIZES.find((size) => String(size) === root.dataset.size) ?? DEFAULTS.size
	});
	show(shown());
	menu.addEventListener('change', ({ target }) => {
		if (target instanceof HTMLInputElement) {
			void change({ ...shown(), theme: target.value as Look['theme'] }, 'theme');
		}
	});
	menu.addEventListener('click', ({ target }) => {
		if (!(target instanceof HTMLButtonElement)) return;
		const at = SIZES.indexOf(shown().size) + (target.dataset.do === 'larger' ? 1 : -1);
		const size = SIZES[at];
		if (size !== undefined) void change({ ...shown(), size }, 'size');
	});
	// What hangs over the text goes when the reader turns to something else.
	addEventListener('click', ({ target }) => {
		if (!(target instanceof Node && menu.contains(target))) menu.open = false;
	});
	menu.addEventListener('keydown', ({ key }) => {
		if (key !== 'Escape') return;
		menu.open = false;
		menu.querySelector('summary')?.focus();
	});
	// The database has the last word, if it has one: the hint may be lost, or come from an older tab.
	const kept: Partial<Settings> = await db.settings().catch(() => ({}));
	const { theme, size } = { ...shown(), ...kept };
	show({ theme, size });
}

async function change(look: Look, key: keyof Look): Promise<void> {
	show(look);
	await db.set(key, look[key]).catch(() => undefined);
}

function show({ theme, size }: Look): void {
	root.dataset.theme = theme;
	root.dataset.size = String(size);
	const radio = find(`.settings [value="${theme}"]`, HTMLInputElement);
	if (radio) radio.checked = true;
	const output = find('#size', HTMLOutputElement);
	if (output) output.value = `${100 + size * 10} %`;
	try {
		localStorage.setItem(`cat-posts:${base}/:look`, `${theme} ${size}`);
	} catch {
		// Without the hint the next page may flash; the setting itself is in the database.
	}
}
