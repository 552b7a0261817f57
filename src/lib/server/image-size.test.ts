import { expect, test } from 'vitest';
import { imageSize } from './image-size';

const bytes = (base64: string) => Buffer.from(base64, 'base64');
const latin = (text: string) => Buffer.from(text, 'latin1');

/** The smallest heads of files that real programs write. */
const SAMPLES: [string, Uint8Array, number, number][] = [
	[
		'.png',
		bytes(
			'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAC0lEQVR4nGNgwA8AAB4AAVZO0t8AAAAASUVORK5CYII='
		),
		3,
		2
	],
	['.gif', latin('GIF89a\x05\x00\x04\x00\x80\x00\x00'), 5, 4],
	['.webp', latin('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\x06\x40\x01\x00'), 7, 6],
	['.webp', latin('RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x08\0\0\x07\0\0'), 9, 8],
	['.webp', latin('RIFF\x1a\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x0b\x00\x0a\x00'), 11, 10],
	['.jpg', latin('\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x11\x08\0\x0c\0\x0d\x03'), 13, 12],
	[
		'.avif',
		latin(
			'\0\0\0\x1cftypavif\0\0\0\x14ispe\0\0\0\0\0\0\0\x02\0\0\0\x01\0\0\0\x14ispe\0\0\0\0\0\0\0\x0f\0\0\0\x0e'
		),
		15,
		14
	]
];

test.each(SAMPLES)('reads the size of a %s', (extension, content, width, height) => {
	expect(imageSize(content, extension)).toEqual({ width, height });
});

test('a photograph on its side is measured as it is shown', () => {
	const exif = 'Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0';
	const jpeg = latin(
		`\xff\xd8\xff\xe1\0${String.fromCharCode(exif.length + 2)}${exif}\xff\xc0\0\x11\x08\0\x0c\0\x0d\x03`
	);
	expect(imageSize(jpeg, '.jpeg')).toEqual({ width: 12, height: 13 });
});

test.each(SAMPLES)('a %s that is cut short or something else has no size', (extension, content) => {
	for (let length = 0; length < content.length; length++)
		imageSize(content.subarray(0, length), extension);
	expect(imageSize(content.subarray(0, 6), extension)).toBeUndefined();
	expect(imageSize(Buffer.alloc(64), extension)).toBeUndefined();
});
