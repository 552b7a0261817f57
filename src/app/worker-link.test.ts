import { afterEach, describe, expect, it, vi } from 'vitest';
import { tell } from './worker-link';

/** A page whose browser knows these workers. -> what each of them hears. */
function browserWith({ active, controller }: { active: boolean; controller: boolean }) {
	const heard = { active: vi.fn(), controller: vi.fn() };
	const registration = active && { active: { postMessage: heard.active } };
	vi.stubGlobal('navigator', {
		serviceWorker: {
			getRegistration: async () => registration || undefined,
			controller: controller ? { postMessage: heard.controller } : null
		}
	});
	return heard;
}

describe('a command for the worker', () => {
	afterEach(() => vi.unstubAllGlobals());

	it('goes to the active one, which may be newer than the one the page came from', async () => {
		const heard = browserWith({ active: true, controller: true });
		await tell({ type: 'check' });
		expect(heard.active).toHaveBeenCalledWith({ type: 'check' });
		expect(heard.controller).not.toHaveBeenCalled();
	});
	it('goes to the one in control where the browser has forgotten that it is registered', async () => {
		const heard = browserWith({ active: false, controller: true });
		await tell({ type: 'verify' });
		expect(heard.controller).toHaveBeenCalledWith({ type: 'verify' });
	});
	it('goes to nobody where there is no worker', async () => {
		browserWith({ active: false, controller: false });
		await expect(tell({ type: 'save' })).resolves.toBeUndefined();
	});
	it('goes to nobody where the browser refuses any', async () => {
		vi.stubGlobal('navigator', {});
		await expect(tell({ type: 'save' })).resolves.toBeUndefined();
	});
});
