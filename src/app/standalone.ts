/** What a browser's own bars would do, for a window that has none. */
export function serveStandalone(): void {
	document.addEventListener('click', ({ target }) => {
		const act =
			target instanceof HTMLElement && target.closest<HTMLElement>('[data-do]')?.dataset.do;
		if (act === 'back') history.back();
		if (act === 'reload') location.reload();
		if (act === 'share') void share();
	});
}

async function share(): Promise<void> {
	const url =
		document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? location.href;
	try {
		await (navigator.share
			? navigator.share({ title: document.title, url })
			: navigator.clipboard.writeText(url));
	} catch {
		// The reader closed the sheet: nothing to do.
	}
}
