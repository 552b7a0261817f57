import { base, create, find, page } from './page';

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

async function openDialog(): Promise<void> {
	const dialog = find('#search-dialog', HTMLDialogElement) ?? createDialog();
	if (dialog.open) return;
	dialog.showModal();
	const field = find('input', HTMLInputElement, dialog);
	field?.focus();
	if (dialog.dataset.ready !== undefined) return;
	try {
		const url = find('script[data-search]', HTMLScriptElement)?.dataset.search ?? '';
		const script: { mountSearch(target: HTMLElement, query: string): void } = await import(
			/* @vite-ignore */ url
		);
		const query = field?.value ?? '';
		dialog.querySelector('form')?.remove();
		script.mountSearch(dialog, query);
		dialog.dataset.ready = '';
	} catch {
		// The plain form in the dialog still leads to the search page.
	}
}

/** What is typed before the search itself has loaded is kept: it is an ordinary form until then. */
function createDialog(): HTMLDialogElement {
	const input = create('input', { name: 'q', type: 'search', ariaLabel: 'Search', autocomplete: 'off' });
	const form = create('form', { action: `${base}/search/` }, input);
	const close = create('button', { type: 'button', className: 'close', ariaLabel: 'Close' }, 'esc');
	const dialog = create('dialog', { id: 'search-dialog', ariaLabel: 'Search' }, close, form);
	close.addEventListener('click', () => dialog.close());
	dialog.addEventListener('click', (event) => {
		if (event.target === dialog) dialog.close();
	});
	document.body.append(dialog);
	return dialog;
}
