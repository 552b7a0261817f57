import { IndexStore } from './index-store';
import { KeptIndex } from './kept-index';
import type { FromWorker, ToWorker } from './messages';

/** Long enough for the next text to arrive, in milliseconds: the index is not saved after each. */
const CALM = 400;

let index: KeptIndex | undefined;
let latestAsk = 0;
let saving: ReturnType<typeof setTimeout> | undefined;
/** Changes to the index wait for one another; queries wait for nothing. */
let changes: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
	if (data.type === 'ask') return answer(data);
	changes = changes.then(() => change(data)).catch(fail);
});

async function change(message: Exclude<ToWorker, { type: 'ask' }>): Promise<void> {
	if (message.type === 'open') {
		const opened = new KeptIndex(new IndexStore(message.base));
		await opened.load();
		index = opened;
	}
	if (message.type === 'body') await index?.addBody(message.slug, message.body, message.html);
	else await index?.update(message.catalogued);
	tellProgress();
	clearTimeout(saving);
	const calm = index?.wanted.length ? CALM : 0;
	saving = setTimeout(() => (changes = changes.then(settle).catch(fail)), calm);
}

async function settle(): Promise<void> {
	await index?.save();
	tellProgress();
	await index?.readAhead();
}

function tellProgress(): void {
	if (!index) return;
	const { wanted, size, storage } = index;
	tell({ type: 'progress', done: size - wanted.length, of: size, wanted, storage });
}

/** A query that was overtaken by another while it waited is not worth answering. */
function answer({ id, input, tags, limit }: Extract<ToWorker, { type: 'ask' }>): void {
	latestAsk = id;
	setTimeout(() => {
		if (id === latestAsk && index)
			tell({ type: 'answer', id, results: index.search(input, tags, limit) });
	});
}

function fail(error: unknown): void {
	tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}

const tell = (message: FromWorker): void => postMessage(message);
