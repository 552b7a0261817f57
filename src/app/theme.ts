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
	// What a proxy cut short and called whole, the browser keeps for as long as the whole. This page must do without; the
	// next finds it mended.
	addEventListener('error', ({ error, filename }) => {
		if (error instanceof SyntaxError) void fetch(filename, { cache: 'reload' });
	});
})();
