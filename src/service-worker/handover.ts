import { pause } from '../lib/within';

/** Nobody is being answered when nobody has been for so long, in milliseconds: a page's files come one after the other. */
const CALM = 500;
/** The next navigation will do if there is no calm within this, in milliseconds. */
const PATIENCE = 10_000;
const LOOK_EVERY = 50;
/** A browser that forgot a takeover is asked again after so many milliseconds, and so often at most. */
const ASK_EVERY = 1_000;
const MOST_ASKED = 15;

/**
 * Lets another worker take over in a moment of calm. Firefox and WebKit end the worker that is replaced at once: the page,
 * or the files of a page, that it was answering with are lost.
 */
export class Handover {
	#answering = 0;
	#answeredAt = 0;

	/** Nobody takes over before this has settled. */
	watch(answer: Promise<unknown>): void {
		this.#answering++;
		const done = () => {
			this.#answering--;
			this.#answeredAt = Date.now();
		};
		answer.then(done, done);
	}

	/** Settles when the worker that waits was told, or never will be. */
	async to(registration: {
		readonly waiting: Pick<ServiceWorker, 'postMessage'> | null;
	}): Promise<void> {
		const end = Date.now() + PATIENCE;
		while (Date.now() < end) {
			await pause(LOOK_EVERY);
			const isCalm = this.#answering === 0 && Date.now() - this.#answeredAt >= CALM;
			// One that asks for it is still being installed.
			if (isCalm && registration.waiting)
				return registration.waiting.postMessage({ type: 'activate' });
		}
	}
}

/**
 * Firefox 153 that is closed while a worker waits has none when it is started again, and nothing opens without a network.
 * There a worker does not wait for the next navigation, only for a moment of calm; nor where the worker before it has
 * nothing, and can get nothing from a host that publishes another shell. The page on screen stays as it is.
 */
export function askForHandover(
	active: Pick<ServiceWorker, 'postMessage'> | null,
	hasNothing: boolean
): void {
	if (hasNothing || navigator.userAgent.includes('Firefox'))
		active?.postMessage({ type: 'hand over' });
}

/** What a worker that waits needs of its own global scope. */
interface Waiting {
	skipWaiting(): Promise<void>;
	registration: { waiting: unknown };
}

/** Takes over. Chromium 156 on a busy device now and then forgets that it was asked, but not twice. */
export async function takeOver(worker: Waiting): Promise<void> {
	for (let asked = 0; asked < MOST_ASKED && worker.registration.waiting; asked++) {
		void worker.skipWaiting();
		await pause(ASK_EVERY);
	}
}
