/** What every page says about itself, for the scripts on it. */
const { base = '', page = '', shell = '' } = document.documentElement.dataset;

export { base, page, shell };

/** The first element that matches, of the type asked for. */
export function find<E extends HTMLElement>(
	selector: string,
	type: new () => E,
	within: ParentNode = document
): E | undefined {
	const element = within.querySelector(selector);
	return element instanceof type ? element : undefined;
}
