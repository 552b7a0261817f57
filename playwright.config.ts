import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/browser';

/** Browser tests, always on a built site. SITE_DIR names one that is built already; else `build/` is built first. */
export default defineConfig({
	testDir: 'tests',
	testMatch: process.env.ENGINES ? '**/engines/*.spec.ts' : '**/*.spec.ts',
	testIgnore: process.env.ENGINES ? [] : '**/engines/**',
	globalSetup: './tests/global-setup.ts',
	fullyParallel: true,
	workers: 2,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	forbidOnly: !!process.env.CI,
	// A busy machine can starve a browser; what passes only the second time is reported as flaky.
	retries: process.env.CI ? 1 : 0,
	reporter: [['list']],
	use: {
		launchOptions: { executablePath: await findChromium() },
		viewport: { width: 390, height: 844 },
		serviceWorkers: 'allow',
		trace: 'retain-on-failure'
	}
});
