import { platformOf, type Platform } from './install-steps';

/** Chromium's event before it would offer to install (https://web.dev/articles/customize-install). */
export interface InstallPromptEvent extends Event {
	prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** Whether and how this site can be installed here. */
export class InstallOffer {
	readonly platform: Platform;
	readonly standalone: boolean;
	#event = $state.raw<InstallPromptEvent>();

	constructor(view: Window) {
		this.platform = platformOf(view.navigator.userAgent, view.navigator.maxTouchPoints);
		this.standalone = view.matchMedia('(display-mode: standalone)').matches;
		view.addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#event = event as InstallPromptEvent;
		});
		view.addEventListener('appinstalled', () => (this.#event = undefined));
	}

	/** Opens the browser's own dialog; undefined where there is none. It can be opened once. */
	get prompt(): (() => Promise<void>) | undefined {
		const event = this.#event;
		return (
			event &&
			(async () => {
				await event.prompt();
				this.#event = undefined;
			})
		);
	}
}
