import { ReaderDb } from '../lib/reader/db';
import { base } from './page';

/** Shown on a button for a moment after copying, in milliseconds. */
const SAID_FOR = 1_500;

/** Copying and wrapping of code blocks. A choice of wrapping holds for all blocks from then on. */
export async function serveCode(): Promise<void> {
	const db = new ReaderDb(base);
	document.addEventListener('click', ({ target }) => {
		const button = target instanceof Element ? target.closest('button') : null;
		const block = button?.closest('.code');
		if (!button || !block) return;
		if (button.classList.contains('code-copy')) void copy(button, block);
		if (button.classList.contains('code-wrap')) {
			const wrapped = block.classList.toggle('wrapped');
			button.ariaPressed = String(wrapped);
			void db.set('wrap', wrapped).catch(() => undefined);
		}
	});
	const { wrap } = await db.settings().catch(() => ({ wrap: false }));
	if (!wrap) return;
	for (const button of document.querySelectorAll('.code-wrap')) {
		button.closest('.code')?.classList.add('wrapped');
		button.ariaPressed = 'true';
	}
}

async function copy(button: HTMLButtonElement, block: Element): Promise<void> {
	const text = block.querySelector('code')?.textContent ?? '';
	// A shell prompt is not part of the command.
	const code = block.getAttribute('data-lang') === 'sh' ? text.replace(/^\$ /gm, '') : text;
	const done = await navigator.clipboard.writeText(code.trimEnd()).then(
		() => true,
		() => false
	);
	button.textContent = done ? 'copied' : 'select it';
	setTimeout(() => (button.textContent = 'copy'), SAID_FOR);
}
