import { readFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { site } from '../src/site';
import { findChromium } from './browser';

/** Draws every icon and the social card from static/icons/icon.svg and site.ts: `npm run icons`. */
const svg = readFileSync('static/icons/icon.svg', 'utf8');
const { dark: paper } = site.themeColor;
const glyph = svg.replace(/<rect[^>]*>/, '');
const white = glyph.replace(/stroke="#[0-9a-f]+"/g, 'stroke="#fff"');

const browser = await chromium.launch({ executablePath: await findChromium() });
const page = await browser.newPage();
await draw(page, 'icon-192.png', 192, 192, svg);
await draw(page, 'icon-512.png', 512, 512, svg);
await draw(page, 'apple-touch-icon.png', 180, 180, svg.replace('rx="96"', ''));
// The safe zone of a maskable icon is the inner 80 %.
await draw(page, 'maskable-512.png', 512, 512, glyph, paper, '76%');
await draw(page, 'monochrome-512.png', 512, 512, white, 'transparent');
await draw(page, 'card.png', 1200, 630, card(), paper);
await browser.close();

function card(): string {
	const words = site.description.split(' ');
	const lines = [''];
	for (const word of words) {
		const line = `${lines.at(-1)} ${word}`.trim();
		if (line.length > 46) lines.push(word);
		else lines[lines.length - 1] = line;
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" font-family="JetBrains Mono, DejaVu Sans Mono, monospace">
<text x="80" y="240" font-size="72" fill="#dcdad4"><tspan fill="#57c797">$ </tspan>${site.title}</text>
${lines.map((line, at) => `<text x="80" y="${340 + at * 48}" font-size="34" fill="#9a9ea6">${line}</text>`).join('')}</svg>`;
}

async function draw(
	page: Page,
	file: string,
	width: number,
	height: number,
	image: string,
	background = 'transparent',
	size = '100%'
): Promise<void> {
	await page.setViewportSize({ width, height });
	await page.setContent(
		`<style>body{margin:0;height:100vh;display:grid;place-items:center;background:${background}}svg{width:${size};height:${size}}</style>${image}`
	);
	await page.screenshot({ path: `static/icons/${file}`, omitBackground: true });
}
