/** Markup that is already safe. Made by `html` from escaped values, or by `raw` from what the build rendered. */
export class Html {
	constructor(readonly text: string) {}
	toString(): string {
		return this.text;
	}
}

type Value = Html | string | number | false | null | undefined | readonly Value[];

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

/** Text made safe for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function toText(value: Value): string {
	if (value === false || value === null || value === undefined) return '';
	if (value instanceof Html) return value.text;
	if (Array.isArray(value)) return value.map(toText).join('');
	return escapeHtml(String(value));
}

/** Template tag: every value is escaped unless it is Html. Lists are joined; false, null and undefined vanish. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
	return new Html(
		strings.reduce((text, string, index) => text + toText(values[index - 1]) + string)
	);
}

/** Marks text as markup. Only for what the build rendered and the catalogue's hash vouches for. */
export function raw(text: string): Html {
	return new Html(text);
}
