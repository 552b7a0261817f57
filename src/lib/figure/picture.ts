/** Attributes of an element; numbers are written as they are. */
export type Attributes = Record<string, string | number>;

/** Appends an SVG element to its parent. */
export function draw<K extends keyof SVGElementTagNameMap>(
	parent: Element,
	name: K,
	attributes: Attributes = {},
	text = ''
): SVGElementTagNameMap[K] {
	const element = document.createElementNS('http://www.w3.org/2000/svg', name);
	set(element, attributes);
	element.textContent = text;
	parent.append(element);
	return element;
}

/** Sets several attributes. */
export function set(element: Element, attributes: Attributes): void {
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
}

/** Appends a line of text; `place` is where x is in it: start, middle or end. */
export function write(
	parent: Element,
	[x, y]: readonly [number, number],
	text: string,
	kind = '',
	place = 'start'
): SVGTextElement {
	const looks = { 'font-size': 13, fill: 'currentColor', stroke: 'none', class: kind };
	return draw(parent, 'text', { x, y, 'text-anchor': place, ...looks }, text);
}

/** Moves an element; the stylesheet makes the way there smooth unless the reader asked for less motion. */
export function move(element: SVGElement, x: number, y: number): void {
	element.style.setProperty('transform', `translate(${x}px,${y}px)`);
}

/** A small numbered thing that travels: a job, a goroutine, an event. */
export interface Token {
	id: string | number;
	x: number;
	y: number;
	text?: string | number;
	/** Classes of colour. */
	kind?: string;
	/** Where it comes from when it is new. */
	from?: readonly [number, number];
}

/** Draws tokens as boxes around their centre; the ones it knows from before travel to their new place. */
export function tokens(parent: Element, width = 22, height = 18): (list: readonly Token[]) => void {
	const known = new Map<Token['id'], SVGGElement>();
	return (list) => {
		const present = new Set(list.map((token) => token.id));
		for (const [id, element] of known) {
			if (present.has(id)) continue;
			element.remove();
			known.delete(id);
		}
		for (const { id, x, y, text, kind = 'f-accent', from } of list) {
			let element = known.get(id);
			if (!element) {
				element = draw(parent, 'g');
				const box = { x: -width / 2, y: -height / 2, width, height, rx: 3 };
				draw(element, 'rect', { ...box, class: 'f-soft', stroke: 'currentColor' });
				write(element, [0, 4.5], '', '', 'middle');
				known.set(id, element);
				if (from) move(element, ...from);
				// Without a layout in between there is nowhere to travel from.
				if (from) element.getBoundingClientRect();
			}
			set(element, { class: `figure-token ${kind}` });
			const label = element.lastElementChild;
			if (label) label.textContent = `${text ?? id}`;
			move(element, x, y);
		}
	};
}
