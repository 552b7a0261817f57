/** Browsers that install in different ways. */
export type Platform = 'ios' | 'firefox-android' | 'firefox' | 'safari' | 'other';

/** Told by the user agent: what an install menu is called can be asked in no other way. Only words depend on it. */
export function platformOf(userAgent: string, touchPoints: number): Platform {
	const apple = /Mac OS X/.test(userAgent);
	if (/iPhone|iPad/.test(userAgent) || (apple && touchPoints > 1)) return 'ios';
	if (/Firefox/.test(userAgent)) return /Android/.test(userAgent) ? 'firefox-android' : 'firefox';
	if (apple && /Safari/.test(userAgent) && !/Chrome/.test(userAgent)) return 'safari';
	return 'other';
}

/** What to tap, in order. */
export function installSteps(platform: Platform): string[] {
	switch (platform) {
		case 'ios':
			return [
				'Tap Share, then “Add to Home Screen”. If that is missing, open this page in Safari first.',
				'Open the new icon once while there is a network: it has a store of its own, and starts empty.',
				'Wait until it says that every post is saved. From then on it needs no network.'
			];
		case 'firefox-android':
			return ['Open the menu (three dots).', 'Tap “Add app to Home screen”, then “Add”.'];
		case 'firefox':
			return [
				'Firefox on Windows has an “Add to taskbar” button in the address bar; on other systems it does not install sites.',
				'A bookmark serves as well: everything saved opens without a network.'
			];
		case 'safari':
			return [
				'Choose File, then “Add to Dock…”.',
				'Open it once while there is a network, so that it saves the posts.'
			];
		case 'other':
			return [
				'Open the browser’s menu.',
				'Choose “Install”, “Install app” or “Add to Home screen”. If there is no such entry, this browser does not install sites; a bookmark serves as well.'
			];
	}
}
