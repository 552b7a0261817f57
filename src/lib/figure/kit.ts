import { createClock } from './clock';
import { draw, set } from './picture';

/** What a figure does when its buttons are pressed. */
export interface Script {
	/** Milliseconds between two ticks. */
	period: number;
	/** The smallest move of the model; `false` says that it came to its end. */
	tick(): boolean | void;
	/** What the step button does, and play for readers who asked for less motion: a move worth a look. */
	step?(): boolean | void;
	reset(): void;
	draw(): void;
	/** A sentence on the present state, said after a step or a pause. */
	now(): string;
	/** What is worth saying while it plays; said when it changes. */
	news(): string;
}

/** The live picture and the row of controls of one figure. */
export interface Stage {
	svg: SVGSVGElement;
	run(script: Script): void;
	button(text: string, act: () => void): HTMLButtonElement;
	range(
		name: string,
		[from, to, value]: readonly [number, number, number],
		change: (value: number) => void,
		format?: (value: number) => string
	): void;
	choice<T extends string>(name: string, options: readonly T[], change: (value: T) => void): void;
}

const STILL_MOTION = matchMedia('(prefers-reduced-motion: reduce)');

function add<K extends keyof HTMLElementTagNameMap>(
	parent: Element,
	name: K,
	kind: string,
	text = ''
): HTMLElementTagNameMap[K] {
	const element = document.createElement(name);
	if (kind) element.className = kind;
	element.textContent = text;
	parent.append(element);
	return element;
}

/** Puts a live picture of the same size in the place of the still one, which stays for print. */
export function stage(figure: HTMLElement): Stage {
	const still = figure.querySelector('svg');
	if (!still) throw new Error('an interactive figure starts from its still picture');
	const svg = draw(figure, 'svg', {
		viewBox: still.getAttribute('viewBox') ?? '0 0 400 300',
		class: 'figure-svg figure-live',
		role: 'img',
		'aria-label':
			still.getAttribute('aria-label') ?? still.querySelector('title')?.textContent ?? ''
	});
	still.after(svg);
	still.classList.add('figure-still');
	const row = figure.querySelector('.figure-controls') ?? add(figure, 'div', 'figure-controls');
	if (row.previousElementSibling !== svg) svg.after(row);
	const buttons = add(row, 'div', '');
	const status = add(row, 'p', 'figure-status', 'Press play, or step.');
	status.setAttribute('role', 'status');
	const fields = add(row, 'div', 'figure-fields');
	let redraw = (): void => undefined;

	const say = (text: string): void => {
		if (status.textContent !== text) status.textContent = text;
	};
	const press = (parent: Element, text: string, act: () => void): HTMLButtonElement => {
		const element = add(parent, 'button', '', text);
		element.type = 'button';
		element.addEventListener('click', act);
		return element;
	};
	const field = (name: string): HTMLLabelElement => add(fields, 'label', '', `${name} `);

	return {
		svg,
		button: (text, act) =>
			press(fields, text, () => {
				act();
				redraw();
			}),
		run(script) {
			let told = '';
			let ended = false;
			const less = (): boolean => STILL_MOTION.matches;
			const stride = (): boolean | void => (script.step ?? script.tick)();
			const clock = createClock(
				() => (less() ? Math.max(1000, script.period) : script.period),
				() => {
					ended = (less() ? stride() : script.tick()) === false;
					if (ended) return stop();
					script.draw();
					const news = script.news();
					if (news !== told) say((told = news));
				}
			);
			const stop = (): void => {
				clock.pause();
				play.textContent = 'play';
				script.draw();
				say(script.now());
			};
			const play = press(buttons, 'play', () => {
				if (clock.playing) return stop();
				if (ended) restart();
				say((told = script.news()));
				play.textContent = 'pause';
				clock.play();
			});
			press(buttons, 'step', () => {
				ended = stride() === false;
				stop();
			});
			press(buttons, 'reset', () => {
				restart();
				stop();
			});
			const restart = (): void => {
				ended = false;
				script.reset();
				script.draw();
			};
			const seen = new Map<string, boolean>();
			const look = (what: string, visible: boolean): void => {
				seen.set(what, visible);
				clock.show(![...seen.values()].includes(false));
			};
			const watch = new IntersectionObserver((entries) =>
				look('screen', entries.at(-1)?.isIntersecting ?? true)
			);
			watch.observe(svg);
			document.addEventListener('visibilitychange', () => look('tab', !document.hidden));
			redraw = script.draw;
			redraw();
		},
		range(name, [min, max, value], change, format = String) {
			const label = field(name);
			const shown = add(label, 'b', '');
			const input = add(label, 'input', '');
			set(input, { type: 'range', min, max, value });
			const show = (): void => {
				shown.textContent = format(input.valueAsNumber);
				input.setAttribute('aria-valuetext', shown.textContent);
			};
			// The value is said by the input itself; in the label it would be said twice.
			shown.ariaHidden = 'true';
			show();
			input.addEventListener('input', () => {
				show();
				change(input.valueAsNumber);
				redraw();
			});
		},
		choice(name, options, change) {
			const select = add(field(name), 'select', '');
			for (const option of options) add(select, 'option', '', option);
			select.addEventListener('change', () => {
				const chosen = options[select.selectedIndex];
				if (chosen !== undefined) change(chosen);
				redraw();
			});
		}
	};
}
