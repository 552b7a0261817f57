import { describe, expect, it } from 'vitest';
import { installSteps, platformOf, type Platform } from './install-steps';

const IPHONE =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const MAC =
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('platformOf', () => {
	it.each<[string, string, number, Platform]>([
		['Safari on an iPhone', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`, 5, 'ios'],
		['Chrome on an iPhone', `${IPHONE} CriOS/138.0 Mobile/15E148 Safari/604.1`, 5, 'ios'],
		['Firefox on an iPhone', `${IPHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`, 5, 'ios'],
		['Safari on an iPad that calls itself a Mac', `${MAC} Version/18.5 Safari/605.1.15`, 5, 'ios'],
		['Safari on a Mac', `${MAC} Version/18.5 Safari/605.1.15`, 0, 'safari'],
		['Chrome on a Mac', `${MAC} Chrome/138.0.0.0 Safari/537.36`, 0, 'other'],
		['Edge on a Mac', `${MAC} Chrome/138.0.0.0 Safari/537.36 Edg/138.0`, 0, 'other'],
		[
			'Firefox on a Mac',
			'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0',
			0,
			'firefox'
		],
		[
			'Firefox on Windows',
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
			10,
			'firefox'
		],
		[
			'Firefox on Android',
			'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
			5,
			'firefox-android'
		],
		[
			'Chrome on Android',
			'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36',
			5,
			'other'
		],
		['nothing at all', '', 0, 'other']
	])('knows %s', (_, userAgent, touchPoints, platform) =>
		expect(platformOf(userAgent, touchPoints)).toBe(platform)
	);
});

describe('installSteps', () => {
	it.each<Platform>(['ios', 'firefox-android', 'firefox', 'safari', 'other'])(
		'says in whole sentences what to do on %s',
		(platform) => {
			const steps = installSteps(platform);
			expect(steps.length).toBeGreaterThan(0);
			for (const step of steps) expect(step).toMatch(/^[A-Z].*\.$/);
		}
	);

	it('tells iOS readers that the new icon starts empty', () => {
		expect(installSteps('ios').join(' ')).toMatch(/Add to Home Screen.*starts empty.*every post/);
	});
});
