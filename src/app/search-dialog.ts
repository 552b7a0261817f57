import { find, page } from './page';

/** Opens search over the page with `/`, Ctrl-K or Cmd-K, and from the link in the header. */
export function serveSearch(): void {
	const link = find('[data-do="search"]', HTMLAnchorElement);
	const open = (event: Event) => {
		event.preventDefault();
		if (page === 'search') find('input[type="search"]', HTMLInputElement)?.focus();
		else void openDialog();
	};
	link?.addEventListener('click', (event) => {
		if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
	});
	document.addEventListener('keydown', (event) => {
		const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !isTyping(event.target);
		const palette = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
		if (slash || palette) open(event);
	});
}

function isTyping(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement &&
		(target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
	);
}

/**
 * What is typed before search itself has loaded is kept: the dialog of the page holds an ordinary form until then, and
 * where that script cannot be loaded it still leads to the search page.
 */
async function openDialog(): Promise<void> {
	const dialog = find('#search-dialog', HTMLDialogElement);
	if (!dialog || dialog.open) return;
	dialog.showModal();
	find('input', HTMLInputElement, dialog)?.focus();
	await import('./search-page');
}
