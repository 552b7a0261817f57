/** Loads the script of each interactive figure when the figure comes near. Without it the picture stays. */
export function wakeFigures(): void {
	const observer = new IntersectionObserver(
		(entries) => {
			for (const { isIntersecting, target } of entries) {
				if (!isIntersecting || !(target instanceof HTMLElement)) continue;
				observer.unobserve(target);
				void wake(target);
			}
		},
		{ rootMargin: '600px' }
	);
	for (const figure of document.querySelectorAll('figure[data-figure]')) observer.observe(figure);
}

async function wake(figure: HTMLElement): Promise<void> {
	try {
		const script: { mount(figure: HTMLElement): void } = await import(
			/* @vite-ignore */ figure.dataset.figure ?? ''
		);
		script.mount(figure);
		figure.dataset.awake = '';
	} catch {
		// The picture says the same without moving.
	}
}
