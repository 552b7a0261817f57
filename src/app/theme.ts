/**
 * Runs before the first paint, so that no page flashes in the wrong theme, and before every other script. What it reads
 * is a hint: the settings themselves are in the reader's database, which cannot be read in time. See look.ts.
 */
(() => {
	const root = document.documentElement;
	root.dataset.js = '';
	try {
		const hint = localStorage.getItem(`cat-posts:${root.dataset.base}/:look`) ?? '';
		const [theme, size] = hint.split(' ');
		if (theme) root.dataset.theme = theme;
		if (size) root.dataset.size = size;
	} catch {
		// Storage is off: the system's theme and the default size it is.
	}
	// What a proxy cut short and called whole, or an error that may be kept, the browser keeps for as long as the file. This
	// page must do without; the next finds it mended.
	const mend = ({ target, error, filename }: ErrorEvent) => {
		const cut = error instanceof SyntaxError ? filename : '';
		const file = target instanceof HTMLScriptElement ? target.src : cut;
		if (file) void fetch(file, { cache: 'reload' }).catch(() => undefined);
	};
	addEventListener('error', mend, { capture: true });
})();
