import { counted } from '../lib/posts/counted';
import { find } from './page';
import { narrowCommand, type TagFilter } from '../lib/posts/tag-filter';

const heading = find('[data-tag]', HTMLElement);
const chips = [...document.querySelectorAll<HTMLElement>('.chip')];
const items = [...document.querySelectorAll<HTMLElement>('.posts > li')];
const command = find('#command', HTMLElement);
const count = find('#count', HTMLElement);

/** The list narrowed by further tags. The address holds the choice: `/tags/go/?and=performance&not=mysql`. */
function narrow(): void {
	const filter = readFilter();
	const tagsOf = (item: HTMLElement) => (item.dataset.tags ?? '').split(' ');
	for (const item of items) {
		const tags = tagsOf(item);
		item.hidden =
			!filter.and.every((tag) => tags.includes(tag)) ||
			filter.not.some((tag) => tags.includes(tag));
	}
	const shown = items.filter((item) => !item.hidden);
	for (const chip of chips) {
		const tag = chip.dataset.tag ?? '';
		const matches = shown.filter((item) => tagsOf(item).includes(tag)).length;
		const chosen = filter.and.includes(tag) || filter.not.includes(tag);
		for (const button of chip.querySelectorAll<HTMLElement>('button')) {
			const set = button.dataset.set === 'and' ? filter.and : filter.not;
			button.ariaPressed = String(set.includes(tag));
		}
		const number = find('.count', HTMLElement, chip);
		if (number) number.textContent = String(matches);
		chip.hidden = matches === 0 && !chosen;
	}
	if (command) command.textContent = narrowCommand(heading?.dataset.tag ?? '', filter);
	if (count) count.textContent = counted(shown.length, 'result');
}

function readFilter(): TagFilter {
	const parameters = new URLSearchParams(location.search);
	const known = new Set(chips.map((chip) => chip.dataset.tag ?? ''));
	const read = (name: string) => parameters.getAll(name).filter((tag) => known.has(tag));
	return { and: read('and'), not: read('not') };
}

function toggle(button: HTMLElement, tag: string): void {
	const name = button.dataset.set ?? 'and';
	const parameters = new URLSearchParams(location.search);
	const had = parameters.getAll(name).includes(tag);
	for (const key of ['and', 'not']) {
		const rest = parameters.getAll(key).filter((other) => other !== tag);
		parameters.delete(key);
		for (const other of rest) parameters.append(key, other);
	}
	if (!had) parameters.append(name, tag);
	const query = parameters.toString();
	history.pushState(null, '', location.pathname + (query && `?${query}`));
	narrow();
}

document.addEventListener('click', ({ target }) => {
	const button = target instanceof Element ? target.closest<HTMLElement>('.chip button') : null;
	const tag = button?.closest<HTMLElement>('.chip')?.dataset.tag;
	if (button && tag) toggle(button, tag);
});
addEventListener('popstate', narrow);
if (location.search) narrow();
